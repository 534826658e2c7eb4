import type { IDataObject } from 'n8n-workflow';
import type { SeenJob, SeenResult, View } from '../team/view.cts';
import { Oracle } from './oracle.cts';
import { usualSettings } from './settings.cts';

/** One job that runs every hour at the full hour, polled ten minutes later. The oracle must find what is wrong. */
const firstRunAt = Date.parse('2026-01-05T00:00:00Z');
const hourMs = 3_600_000;
const names = { connection_id: 'c1', job_kind: 'userSyncJob', job_id: 'j1', job_name: 'Users' };

function result(run: number, taskState: string): SeenResult {
	const time = firstRunAt + run * hourMs;
	const id = `r${run}`;
	return {
		id,
		isTest: false,
		startedAt: time,
		updatedAt: time + 60_000,
		taskState,
		rulesSummaryStatus: null,
	};
}

/** What a poll ten minutes after the last of these runs sees. */
function view(states: string[]): View {
	const results = states.map((state, run) => result(run, state));
	const nowMs = firstRunAt + (states.length - 1) * hourMs + 600_000;
	const job: SeenJob = {
		id: 'j1',
		name: 'Users',
		kind: 'userSyncJob',
		isActive: true,
		frequency: 1,
		hour: null,
		recent: results.at(-1)!,
		results: () => results,
	};
	const jobs = { serverSyncJob: [], userSyncJob: [job] };
	const connection = { id: 'c1', name: 'Directory', isListed: true, jobs };
	return { nowMs, n8nNowMs: nowMs, connections: [connection] };
}

const time = (run: number, minute: number) =>
	new Date(firstRunAt + run * hourMs + minute * 60_000).toISOString().replace('.000Z', 'Z');

const resultItem = (run: number, outcome: string): IDataObject => ({
	...names,
	event: 'newResult',
	severity: outcome === 'failed' ? 'error' : 'info',
	outcome,
	result_id: `r${run}`,
	started_at: time(run, 0),
	finished_at: time(run, 1),
	duration_seconds: 60,
	incident_key: null,
	incident_action: null,
});

const incidentItem = (action: 'trigger' | 'resolve', changes: IDataObject = {}): IDataObject => ({
	...names,
	event: action === 'trigger' ? 'syncFailed' : 'syncRecovered',
	severity: action === 'trigger' ? 'error' : 'info',
	severity_raised: false,
	cause: 'failed',
	causes: ['failed'],
	closed_by: action === 'trigger' ? null : 'success',
	incident_key: 'key-1',
	incident_action: action,
	incident_opened_at: time(1, 10),
	access_ends_at: time(48, 0),
	failing_since: time(1, 1),
	last_success_at: time(0, 1),
	consecutive_failures: 1,
	already_resolved: false,
	...changes,
});

const failing = [resultItem(1, 'failed'), incidentItem('trigger')];

/** What the oracle finds at the poll after a success when the job has failed and the trigger puts out these items. */
function checkFailure(items: IDataObject[], later: IDataObject[] = []) {
	const oracle = new Oracle();
	oracle.check(view(['done']), usualSettings, [], 'main');
	const first = oracle.check(view(['done', 'error']), usualSettings, items, 'main');
	const second = oracle.check(view(['done', 'error', 'done']), usualSettings, later, 'main');
	return [first, second].map(({ findings }) => findings.map(({ type }) => type));
}

const recovering = [resultItem(2, 'success'), incidentItem('resolve')];

it('finds nothing if everything is right', () => {
	expect(checkFailure(failing, recovering)).toEqual([[], []]);
});

it('finds a lost and a doubled result', () => {
	expect(checkFailure([failing[1]])[0]).toEqual(['lost']);
	expect(checkFailure([resultItem(0, 'success'), ...failing])[0]).toEqual(['doubled']);
	expect(checkFailure([failing[0], ...failing])[0]).toEqual(['doubled']);
});

it('finds a result of another outcome', () => {
	expect(checkFailure([resultItem(1, 'success'), failing[1]])[0]).toEqual(['wrong']);
});

it.each([
	{ started_at: time(1, 1) },
	{ started_at: null },
	{ finished_at: time(1, 2) },
	{ duration_seconds: 61 },
])('finds another time in a result: %p', (changes) => {
	expect(checkFailure([{ ...failing[0], ...changes }, failing[1]])[0]).toEqual(['wrong']);
});

it('finds a missing alert and an alert that nothing caused', () => {
	expect(checkFailure([failing[0]])[0]).toEqual(['missing']);
	expect(checkFailure([...failing, incidentItem('resolve')])[0]).toEqual(['wrong']);
});

it('finds a missing resolve', () => {
	expect(checkFailure(failing, [recovering[0]])[1]).toEqual(['missing']);
});

it.each([
	{ severity: 'warning' },
	{ cause: 'overdue' },
	{ causes: ['failed', 'overdue'] },
	{ event: 'syncOverdue' },
	{ incident_action: 'update' },
])('finds another item in place of the alert: %p', (changes) => {
	expect(checkFailure([failing[0], incidentItem('trigger', changes)])[0]).toContain('missing');
});

it.each([
	{ access_ends_at: null },
	{ incident_opened_at: time(0, 10) },
	{ failing_since: time(0, 1) },
	{ last_success_at: time(0, 0) },
	{ consecutive_failures: 2 },
	{ already_resolved: true },
	{ incident_key: 'no key!' },
	{ incident_key: null },
])('finds another value in the alert: %p', (changes) => {
	expect(checkFailure([failing[0], incidentItem('trigger', changes)])[0]).toContain('wrong');
});

it('finds a resolve with another key than its trigger', () => {
	const items = [recovering[0], incidentItem('resolve', { incident_key: 'key-2' })];
	expect(checkFailure(failing, items)[1]).toEqual(['wrong']);
});

it('finds items of a job that does not exist', () => {
	expect(checkFailure([...failing, { ...resultItem(9, 'failed'), job_id: 'j9' }])[0]).toEqual([
		'wrong',
	]);
});

const minuteMs = 60_000;

/** What a poll sees, by its minutes after the first run; null if the team can't be read. */
function viewAt(minutes: number, states: string[] | null): View {
	const nowMs = firstRunAt + minutes * minuteMs;
	return {
		...view(states ?? []),
		...(states ? {} : { connections: null }),
		nowMs,
		n8nNowMs: nowMs,
	};
}

/** The lines of the alerts that the oracle expects at each of these polls of a trigger without items. */
function expectedLines(...polls: Array<[minutes: number, states: string[] | null, team?: string]>) {
	const oracle = new Oracle();
	return polls.map(([minutes, states, team = 'main']) => {
		const { findings } = oracle.check(viewAt(minutes, states), usualSettings, [], team);
		return findings.filter(({ type }) => type === 'missing').map(({ line }) => line);
	});
}

it('takes a run that vanished in an open incident as no longer running', () => {
	expect(
		expectedLines([70, ['done', 'running']], [190, ['done', 'running']], [200, ['done']]),
	).toEqual([
		[],
		['trigger syncRunningLong, cause running_long of running_long, warning'],
		['update syncOverdue, cause overdue of overdue+running_long, error raised'],
	]);
});

it('expects an overdue job at the first poll', () => {
	expect(expectedLines([90, ['done']])).toEqual([[]]);
	expect(expectedLines([92, ['done']])).toEqual([
		['trigger syncOverdue, cause overdue of overdue, error'],
	]);
});

it('expects the end of an outage of a team that could not be read since its credential was set', () => {
	expect(
		expectedLines(
			[10, ['done']],
			[20, null, 'other'],
			[40, null, 'other'],
			[50, ['done'], 'other'],
		),
	).toEqual([
		[],
		[],
		['trigger connectionUnreadable of outage, error'],
		['resolve syncRecovered of outage, info'],
	]);
});

it('expects no end of an outage of a team that is no longer watched', () => {
	expect(expectedLines([10, ['done']], [20, null], [40, null], [50, ['done'], 'other'])).toEqual([
		[],
		[],
		['trigger connectionUnreadable of outage, error'],
		[],
	]);
});

/** What a poll sees of a job that is switched off. */
function viewOff(minutes: number, states: string[]): View {
	const seen = viewAt(minutes, states);
	for (const job of seen.connections![0].jobs.userSyncJob!) job.isActive = false;
	return seen;
}

it('expects a job to be reported as stopped before it is no longer watched', () => {
	const oracle = new Oracle();
	const linesOf = (seen: View) =>
		oracle.check(seen, usualSettings, [], 'main').findings.map(({ line }) => line);
	const days = (count: number) => count * 24 * 60;
	linesOf(viewAt(70, ['done', 'error']));
	linesOf(viewAt(days(3), ['done', 'error']));
	expect(linesOf(viewOff(days(4), ['done', 'error'])).join()).toContain('syncStillFailing');
	expect(linesOf(viewOff(days(4) + 60, ['done', 'error']))).toEqual([
		'update syncStopped, cause stopped of access+failed+overdue+stopped, critical',
	]);
	expect(linesOf(viewOff(days(4) + 120, ['done', 'error'])).join()).toContain('unwatched');
});
