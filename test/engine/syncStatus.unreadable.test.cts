import { closeAll, dialects, type Asa } from './asa.cts';
import { startIdle, statusRuns } from './statusRuns.cts';

describe.each(dialects)('Sync Status, answered in the %s dialect', (dialect) => {
	let asa: Asa;

	beforeEach(async () => {
		asa = await startIdle(dialect);
	});

	afterEach(closeAll);

	const { run, getMany, connections, endRuns } = statusRuns(() => asa);

	it('shows the jobs also if their gateways cannot be read', async () => {
		asa.sandbox.setFaults([
			{ match: { path: 'gateways' }, effect: { type: 'status', status: 500 } },
		]);
		const statuses = await getMany({ options: { includeGatewayStatus: true } });
		expect(statuses).toHaveLength(6);
		expect(statuses.every((one) => one.gateway_status === null)).toBe(true);
	});

	it.each([403, 404, 500])(
		'counts at least the recent failure if its results answer %d, which is no read error',
		async (status) => {
			endRuns('Employees', 'fail', 3);
			asa.sandbox.setFaults([{ match: { endpoint: 24 }, effect: { type: 'status', status } }]);
			const statuses = await getMany();
			expect(statuses).toHaveLength(6);
			expect(statuses[0]).toMatchObject({
				job_name: 'Employees',
				outcome: 'failed',
				consecutive_failures: 1,
				consecutive_failures_at_least: true,
			});
			expect(statuses.every(({ read_error }) => read_error === null)).toBe(true);
		},
	);

	it('shows the lists of a connection that cannot be read before all else', async () => {
		const [{ id }] = connections();
		asa.sandbox.setFaults([{ match: { path: id }, effect: { type: 'status', status: 500 } }]);
		const statuses = await getMany();
		expect(statuses.slice(0, 2)).toMatchObject(
			['serverSyncJob', 'userSyncJob'].map((job_kind) => ({
				needs_attention: true,
				connection_id: id,
				job_kind,
				job_id: null,
				outcome: null,
			})),
		);
		expect(statuses[0].read_error).toMatch(/Okta returned a server error \(500/);
		expect(statuses.slice(2).every((one) => one.connection_id !== id)).toBe(true);
		expect(statuses).toHaveLength(5);
	});

	it.each([
		[1, 500],
		[1, 403],
		[6, 500],
	])('fails with the reason if no list can be read (endpoint %d: %d)', async (endpoint, status) => {
		const path = endpoint === 1 ? undefined : 'task_settings$';
		const match = path ? { path } : { endpoint };
		asa.sandbox.setFaults([{ match, effect: { type: 'status', status } }]);
		const { error, items } = await run();
		expect(items).toEqual([]);
		expect(error?.message).toContain(String(status));
	});
});
