import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { closeAll, dialects, type Asa } from './asa.cts';
import { startIdle, statusRuns } from './statusRuns.cts';

describe.each(dialects)('Sync Status, answered in the %s dialect', (dialect) => {
	let asa: Asa;

	beforeEach(async () => {
		asa = await startIdle(dialect);
	});

	afterEach(closeAll);

	const { run, getMany, connections, endRuns, statusOf } = statusRuns(() => asa);

	it('reads the status of each gateway once if Include Gateway Status is on', async () => {
		const [first, second] = connections();
		asa.sandbox.setGatewayOnline(second.gatewayId, false);
		const plain = await getMany();
		expect(new Set(plain.map(({ gateway_status }) => gateway_status))).toEqual(new Set([null]));
		asa.sent();
		const statuses = await getMany({ options: { includeGatewayStatus: true }, simplify: true });
		const byGateway = new Map(statuses.map((one) => [one.gateway_id, one.gateway_status]));
		expect(byGateway).toEqual(
			new Map([
				[first.gatewayId, 'ONLINE'],
				[second.gatewayId, 'OFFLINE'],
			]),
		);
		const sent = asa.sent().filter((line) => line.includes('/gateways'));
		expect(sent.sort()).toEqual(
			[
				'GET /gateways',
				`GET /gateways/${first.gatewayId}/status`,
				`GET /gateways/${second.gatewayId}/status`,
			].sort(),
		);
	});

	it('keeps with Simplify what people act on, and all IDs', async () => {
		endRuns('Employees', 'fail', 2);
		const [whole] = await getMany();
		const [simple] = await getMany({ simplify: true });
		expect(Object.keys(simple)).toEqual([
			...['needs_attention', 'outcome', 'job_name', 'connection_name', 'summary'],
			...['failing_since', 'consecutive_failures', 'last_success_at', 'next_due_at'],
			...['running_since', 'access_ends_at', 'gateway_status', 'read_error'],
			...['result_id', 'job_kind', 'job_id', 'connection_id', 'gateway_id'],
		]);
		expect(whole).toMatchObject(simple);
		expect(simple.last_success_at).not.toBeNull();
		expect(simple.summary).not.toBeNull();
	});

	it.each([0, -3, 'many', null, 0.5])('takes Concurrent Requests of %p', async (value) => {
		const statuses = await getMany({ options: { concurrentRequests: value } as INodeParameters });
		expect(statuses.length).toBeGreaterThan(0);
	});

	it.each([
		['overdueGraceMinutes', 'Overdue Grace (Minutes)', 0],
		['runningLongMinutes', 'Running Too Long (Minutes)', 1],
		['accessWarningHours', 'Access Warning (Hours)', 1],
	])('refuses a wrong %s before anything is sent', async (name, label, least) => {
		for (const value of ['many', -1, true, {}]) {
			const { error } = await run({ options: { [name]: value } as INodeParameters });
			expect(error?.message).toBe(
				`'${label}' must be ${least} or greater, got ${JSON.stringify(value)}`,
			);
		}
		expect(asa.sent()).toEqual([]);
		expect(await getMany({ options: { [name]: '' } })).toHaveLength(6);
	});

	it('lists the recent runs, and reads the results of the worst jobs only', async () => {
		endRuns('Servers', 'succeed');
		endRuns('Servers', 'fail', 2);
		endRuns('Employees', 'fail', 2);
		asa.sent();
		const few = await getMany({ options: { jobsWithRecentRuns: 1 } });
		expect(asa.sent()).toHaveLength(1 + 2 * connections().length + 1);
		const runs = (statuses: IDataObject[], name: string) =>
			(statusOf(statuses, name).recent_runs as IDataObject[]).map(({ outcome }) => outcome);
		expect(few.slice(0, 2).map(({ job_name }) => job_name)).toEqual(['Servers', 'Employees']);
		expect([runs(few, 'Servers').length > 1, runs(few, 'Employees')]).toEqual([true, ['failed']]);

		const all = await getMany({ options: { jobsWithRecentRuns: 20 } });
		expect(asa.sent()).toHaveLength(1 + 2 * connections().length + 2);
		expect(runs(all, 'Servers').slice(0, 3)).toEqual(['failed', 'failed', 'success']);
		expect(runs(all, 'Contractors')).toEqual(['success']);
		const [newest] = statusOf(all, 'Servers').recent_runs as IDataObject[];
		expect(newest).toEqual({
			outcome: 'failed',
			started_at: statusOf(all, 'Servers').started_at,
			duration_seconds: statusOf(all, 'Servers').duration_seconds,
		});

		expect(statusOf(await getMany(), 'Servers')).not.toHaveProperty('recent_runs');
		const { error } = await run({ options: { jobsWithRecentRuns: -1 } });
		expect(error?.message).toContain('Jobs With Recent Runs');
	});
});
