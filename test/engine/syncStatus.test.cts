import type { IDataObject } from 'n8n-workflow';
import { closeAll, dialects, startAsa, type Asa } from './asa.cts';

describe.each(dialects)('Sync Status, answered in the %s dialect', (dialect) => {
	let asa: Asa;

	beforeEach(async () => {
		asa = await startAsa({ dialect });
		await getMany();
		asa.sent();
	});

	afterEach(closeAll);

	async function getMany(parameters: IDataObject = {}) {
		const { items, error } = await asa.engine.run({
			type: 'asaActiveDirectory',
			parameters: {
				resource: 'syncStatus',
				operation: 'getAll',
				returnAll: true,
				simplify: false,
				...parameters,
			} as never,
			credentials: [asa.credential],
		});
		if (error) throw error;
		return items.map(({ json }) => json);
	}

	/** The job of that name in the first connection. */
	function job(name: string) {
		const [connection] = asa.sandbox.getState().connections;
		const jobs = [...connection.serverSyncJobs, ...connection.userSyncJobs];
		return jobs.find(({ settings }) => settings.name === name)!;
	}

	function fail(name: string, times: number) {
		for (let run = 0; run < times; run++) {
			asa.sandbox.advance(60);
			asa.sandbox.runJob(job(name).id);
			asa.sandbox.endRun(job(name).id, 'fail');
		}
	}

	it('costs 1 + 2 x connections requests and gives an item for each job', async () => {
		const { connections } = asa.sandbox.getState();
		const statuses = await getMany();
		expect(asa.sent()).toHaveLength(1 + 2 * connections.length);
		const jobs = connections.flatMap(({ serverSyncJobs, userSyncJobs }) => [
			...serverSyncJobs,
			...userSyncJobs,
		]);
		expect(statuses.map(({ job_id }) => job_id).sort()).toEqual(jobs.map(({ id }) => id).sort());
		expect(statuses[0]).toMatchObject({ outcome: 'success', overdue: false, trouble: null });
	});

	it('puts the failing job first, and counts its failures where that is wanted', async () => {
		fail('Employees', 3);
		asa.sent();
		const [atLeast] = await getMany();
		expect(atLeast).toMatchObject({
			job_name: 'Employees',
			outcome: 'failed',
			consecutive_failures: 1,
			consecutive_failures_at_least: true,
		});
		const before = asa.sent().length;
		const [counted] = await getMany({ options: { countFailures: true } });
		expect(counted).toMatchObject({
			consecutive_failures: 3,
			consecutive_failures_at_least: false,
		});
		expect(asa.sent()).toHaveLength(before + 1);
	});

	it('counts at least the failures that ASA has kept, where they are all of them', async () => {
		fail('Employees', 12);
		const [counted] = await getMany({ options: { countFailures: true } });
		expect(counted).toMatchObject({
			consecutive_failures: 10,
			consecutive_failures_at_least: true,
			last_success_at: null,
		});
	});

	it('looks behind a test run, which says nothing of how the job stands', async () => {
		fail('Employees', 2);
		asa.sandbox.advance(60);
		asa.sandbox.runJob(job('Employees').id, { isTest: true });
		asa.sandbox.endRun(job('Employees').id, 'succeed');
		asa.sent();
		const [failing] = await getMany();
		expect(failing).toMatchObject({
			job_name: 'Employees',
			outcome: 'failed',
			consecutive_failures: 2,
		});
		const { connections } = asa.sandbox.getState();
		expect(asa.sent()).toHaveLength(2 + 2 * connections.length);
	});

	it('says when a job is due next, and which one runs too long', async () => {
		const id = job('Servers').id;
		asa.sandbox.planRuns(id, { outcome: 'hang', times: 1 });
		asa.sandbox.advance(3 * 3600);
		const running = (await getMany()).find(({ job_id }) => job_id === id);
		expect(running).toMatchObject({ outcome: 'running', running: true, running_long: true });
		const healthy = (await getMany()).find(({ job_name }) => job_name === 'Contractors');
		expect(Date.parse(String(healthy?.next_due_at))).toBeGreaterThan(Date.parse(asa.sandbox.now()));
	});

	it('keeps to the limit, worst first', async () => {
		fail('Contractors', 1);
		const statuses = await getMany({ returnAll: false, limit: 1, simplify: true });
		expect(statuses).toEqual([expect.objectContaining({ job_name: 'Contractors' })]);
		expect(statuses[0]).not.toHaveProperty('job_id');
	});

	it.each([403, 404, 500])(
		'counts at least the recent failure where the results answer %d',
		async (status) => {
			fail('Employees', 3);
			asa.sandbox.setFaults([{ match: { endpoint: 24 }, effect: { type: 'status', status } }]);
			const { connections } = asa.sandbox.getState();
			const statuses = await getMany({ options: { countFailures: true } });
			const jobs = statuses.filter(({ job_id }) => job_id !== null);
			expect(jobs).toHaveLength(
				connections.flatMap(({ serverSyncJobs, userSyncJobs }) => [
					...serverSyncJobs,
					...userSyncJobs,
				]).length,
			);
			expect(jobs[0]).toMatchObject({
				job_name: 'Employees',
				outcome: 'failed',
				consecutive_failures: 1,
				consecutive_failures_at_least: true,
			});
			expect(statuses.some(({ trouble }) => trouble !== null)).toBe(status === 500);
		},
	);

	it.each([0, -3, 'many', null, 0.5])('takes Concurrent Requests of %p', async (value) => {
		const statuses = await getMany({ options: { concurrentRequests: value } });
		expect(statuses.length).toBeGreaterThan(0);
	});

	it.each([
		['overdueGraceMinutes', 'Overdue Grace (Minutes)'],
		['runningLongMinutes', 'Running Too Long (Minutes)'],
	])('refuses %s that is not a number, before anything is sent', async (name, label) => {
		for (const value of ['many', '', -1]) {
			await expect(getMany({ options: { [name]: value } })).rejects.toMatchObject({
				message: `"${label}" is not a number from 0`,
			});
		}
		expect(asa.sent()).toEqual([]);
	});

	it('shows a connection that can not be read, before all else', async () => {
		const [{ id }] = asa.sandbox.getState().connections;
		asa.sandbox.setFaults([{ match: { path: id }, effect: { type: 'status', status: 500 } }]);
		const [first, ...others] = await getMany();
		expect(first).toMatchObject({ connection_id: id, job_id: null });
		expect(first.trouble).toMatch(/Okta failed with 500/);
		expect(others).toHaveLength(3);
	});
});
