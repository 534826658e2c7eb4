import { closeAll, startAsa, type Asa } from './asa.cts';
import { byId, byName, outputs, runOperation, signIn } from './runOperation.cts';
import { skipWaits } from './skippedWaits.cts';

let asa: Asa;

beforeEach(async () => {
	asa = await startAsa();
	await signIn(asa);
	asa.sandbox.setFaults([
		{ effect: { type: 'latency', milliseconds: 40 }, probability: 0.5, seed: 7 },
	]);
});
afterEach(closeAll);

const bothConnections = () => asa.sandbox.getState().connections;

/** Renames the job of one or the other connection, item after item, by the name that the item before gave it. */
function renameOften(items: number, more = {}) {
	const connections = bothConnections();
	return runOperation(
		asa,
		'userSyncJob',
		'update',
		{
			connection: byId('={{ $json.connection }}'),
			job: byName('={{ $json.from }}'),
			updateFields: { name: '={{ $json.to }}' },
		},
		{
			items: Array.from({ length: items }, (_, index) => {
				const round = Math.floor(index / 2);
				return {
					connection: connections[index % 2].id,
					from: round === 0 ? 'Employees' : `Name ${round}`,
					to: `Name ${round + 1}`,
				};
			}),
			...more,
		},
	);
}

it('changes to one connection keep the order of the items', async () => {
	const { items, error } = await renameOften(10);
	expect(error).toBeUndefined();
	expect(outputs({ items }).map(({ name }) => name)).toEqual(
		[1, 1, 2, 2, 3, 3, 4, 4, 5, 5].map((round) => `Name ${round}`),
	);
	for (const { userSyncJobs } of bothConnections()) {
		expect(userSyncJobs.map(({ settings }) => settings.name)).toContain('Name 5');
	}
});

it('changes to different connections go on at the same time', async () => {
	await renameOften(10);
	const writes = asa.sandbox.getRequests().filter(({ method }) => method === 'PUT');
	const [first] = bothConnections();
	const sides = writes.map(({ path }) => path.includes(first.id));
	expect(sides.indexOf(false)).toBeLessThan(sides.lastIndexOf(true));
});

it('nothing more is sent to a connection after a change to it failed', async () => {
	asa.sandbox.addFault({
		match: { endpoint: 19 },
		effect: { type: 'status', status: 400 },
		afterRequests: 2,
		times: 1,
	});
	const { error } = await renameOften(10);
	expect(error?.message).toContain('400');
	const writes = asa.sandbox.getRequests().filter(({ method }) => method === 'PUT');
	const failed = writes.findIndex(({ status }) => status === 400);
	const connectionOf = ({ path }: (typeof writes)[number]) =>
		path.split('/ad_connections/')[1].split('/')[0];
	const later = writes
		.slice(failed + 1)
		.filter((write) => connectionOf(write) === connectionOf(writes[failed]));
	expect(failed).toBe(2);
	expect(later).toEqual([]);
});

it('changes that wait for one connection do not hold those to another one up', async () => {
	const [first, second] = bothConnections();
	const toggles = (connection: typeof first) =>
		Array.from({ length: 12 }, (_, index) => ({
			connection: connection.id,
			job: connection.userSyncJobs[0].id,
			active: index % 2 === 1,
		}));
	const { error } = await runOperation(
		asa,
		'userSyncJob',
		'updateState',
		{
			connection: byId('={{ $json.connection }}'),
			job: byId('={{ $json.job }}'),
			isActive: '={{ $json.active }}',
		},
		{ items: [...toggles(first), ...toggles(second)] },
	);
	expect(error).toBeUndefined();
	const writes = asa.sandbox.getRequests().filter(({ method }) => method === 'POST');
	const sides = writes.map(({ path }) => path.includes(first.id));
	expect(sides).toHaveLength(24);
	expect(sides.slice(0, 12).filter((isFirst) => !isFirst).length).toBeGreaterThan(2);
});

describe('test runs', () => {
	const jobsAtWork = () =>
		asa.sandbox
			.getState()
			.connections.flatMap(({ userSyncJobs }) => userSyncJobs)
			.filter(({ running }) => running.length > 0);

	it('of several jobs go on at the same time from the first answer on', async () => {
		const jobs = bothConnections().map(({ id, userSyncJobs }) => ({
			connection: id,
			job: userSyncJobs[0].id,
		}));
		for (const { job } of jobs) asa.sandbox.planRuns(job, { outcome: 'hang' });
		const running = runTests(jobs, 1 / 60);
		await waitFor(() => jobsAtWork().length === 2);
		const { items } = await running;
		expect(outputs({ items }).map(({ outcome }) => outcome)).toEqual(['running', 'running']);
	});

	it('of one job follow one another', async () => {
		const [{ id, userSyncJobs }] = bothConnections();
		const job = { connection: id, job: userSyncJobs[0].id };
		asa.sandbox.planRuns(job.job, { outcome: 'succeed', durationSeconds: 20, times: 2 });
		const waits = skipWaits((ms) => asa.sandbox.advance((60 * ms) / 1_000));
		const { items } = await runTests([job, job], 1);
		waits.restore();
		expect(outputs({ items }).map(({ outcome }) => outcome)).toEqual(['success', 'success']);
		const lines = asa.sandbox.getRequests().map(({ method }) => method);
		expect(lines.indexOf('GET')).toBeLessThan(lines.lastIndexOf('POST'));
	});

	function runTests(items: object[], waitMinutes: number) {
		return runOperation(
			asa,
			'userSyncJob',
			'runTest',
			{
				connection: byId('={{ $json.connection }}'),
				job: byId('={{ $json.job }}'),
				waitMinutes,
			},
			{ items: items as never },
		);
	}
});

it('an expired token is renewed once, though the first items fail before they send anything', async () => {
	asa.sandbox.expireTokens();
	const [{ id }] = bothConnections();
	const { items } = await runOperation(
		asa,
		'connection',
		'get',
		{ connection: byId('={{ $json.connection }}') },
		{
			items: Array.from({ length: 30 }, (_, index) => ({ connection: index < 2 ? '' : id })),
			continueOnFail: true,
		},
	);
	expect(outputs({ items }).filter(({ error }) => error !== undefined)).toHaveLength(2);
	const lines = asa.sandbox.getRequests().map(({ method }) => method);
	expect(lines.filter((method) => method === 'POST')).toHaveLength(1);
});

async function waitFor(isSo: () => boolean): Promise<void> {
	while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 10));
}
