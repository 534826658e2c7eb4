import { parametersFor, runCode } from './evaluate.cts';

const exampleFile = 'watchdog.json';
const hourMs = 3_600_000;

const hoursAgo = (hours: number) => new Date(Date.now() - hours * hourMs).toISOString();

/** A job that is well. */
function statusOf(changes: object = {}): object {
	return {
		needs_attention: false,
		causes: [],
		outcome: 'success',
		connection_id: 'c1',
		connection_name: 'Corp',
		job_kind: 'serverSyncJob',
		job_name: 'Servers',
		started_at: hoursAgo(0.5),
		finished_at: hoursAgo(0.4),
		failing_since: null,
		next_due_at: null,
		running_since: null,
		access_ends_at: null,
		read_error: null,
		...changes,
	};
}

const failing = (since: string | null, changes: object = {}) =>
	statusOf({
		...{ needs_attention: true, outcome: 'failed', causes: ['failed'], failing_since: since },
		...changes,
	});

function decide(statuses: object[], staticData: object = {}) {
	const [{ path, text }] = runCode(exampleFile, 'Decide', statuses, { staticData });
	return { path, text };
}

it('pings if all is well', () => {
	expect(decide([statusOf(), statusOf()])).toEqual({
		path: '',
		text: '2 sync jobs, none has needed attention for more than two hours',
	});
});

it('fails for a job that has needed attention for more than two hours, and names it', () => {
	expect(decide([failing(hoursAgo(1.9))]).path).toBe('');
	expect(decide([statusOf(), failing(hoursAgo(3.5), { access_ends_at: 'soon' })])).toEqual({
		path: '/fail',
		text: 'Corp / Servers: failed, failed, for 3 hours, access until soon',
	});
	expect(decide([statusOf({ failing_since: hoursAgo(9) })]).path).toBe('');
});

it.each([
	['overdue', { causes: ['overdue'], next_due_at: hoursAgo(3) }, '/fail'],
	['due in the future', { causes: [], next_due_at: hoursAgo(-3) }, ''],
	['running', { causes: ['running_long'], running_since: hoursAgo(3) }, '/fail'],
])('counts from what the status says of a job that is %s', (_, changes, path) => {
	expect(decide([statusOf({ needs_attention: true, ...changes })]).path).toBe(path);
});

it('counts from its own runs if the status says nothing', () => {
	const unreadable = statusOf({
		...{ needs_attention: true, outcome: null, job_name: null, read_error: 'Not found' },
		...{ started_at: null, finished_at: null },
	});
	const staticData: { since?: Record<string, number> } = {};
	expect(decide([unreadable], staticData).path).toBe('');
	const [key] = Object.keys(staticData.since!);
	staticData.since = { [key!]: Date.now() - 2.5 * hourMs };
	expect(decide([unreadable], staticData)).toEqual({
		path: '/fail',
		text: 'Corp / serverSyncJob: Not found, for 2 hours',
	});
	expect(decide([statusOf()], staticData).path).toBe('');
	expect(staticData.since).toEqual({});
});

it('keeps what it knows if the status cannot be read, and fails at once', () => {
	const since = { 'c1 / serverSyncJob / Servers': 1 };
	const staticData = { since };
	expect(decide([{ error: 'the key was revoked' }], staticData)).toEqual({
		path: '/fail',
		text: 'The status of the sync jobs could not be read: the key was revoked',
	});
	expect(staticData).toEqual({ since });
});

it('fails for a team without jobs', () => {
	expect(decide([{}])).toEqual({ path: '/fail', text: 'ASA returned no sync job' });
});

it('does not trust a clock of n8n that lags behind', () => {
	const now = Date.now() + 50 * hourMs;
	const at = (hours: number) => new Date(now - hours * hourMs).toISOString();
	const clock = statusOf({ finished_at: at(0) });
	expect(decide([clock, failing(at(1))]).path).toBe('');
	expect(decide([clock, failing(at(3))]).path).toBe('/fail');
});

it('pings the address, with /fail behind it if something is wrong', () => {
	const sent = (path: string) => {
		const { url, body } = parametersFor(exampleFile, 'Ping the Monitor', [{ path, text: 'why' }]);
		return [url, body];
	};
	expect(sent('')).toEqual(['https://hc.example.com/ping/your-uuid', 'why']);
	expect(sent('/fail')).toEqual(['https://hc.example.com/ping/your-uuid/fail', 'why']);
});
