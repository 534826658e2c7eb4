import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { closeAll, dialects, startAsa, type Asa } from './asa.cts';

const hour = 3600;

describe.each(dialects)('Sync Status, answered in the %s dialect', (dialect) => {
	let asa: Asa;

	beforeEach(async () => {
		asa = await startAsa({ dialect });
		// The runs that began with the team have ended, and the token is minted.
		asa.sandbox.advance(300);
		await getMany();
		asa.sent();
	});

	afterEach(closeAll);

	async function run(parameters: INodeParameters = {}) {
		return await asa.engine.run({
			type: 'asaActiveDirectory',
			parameters: {
				resource: 'syncStatus',
				operation: 'getAll',
				returnAll: true,
				simplify: false,
				...parameters,
			},
			credentials: [asa.credential],
		});
	}

	async function getMany(parameters: INodeParameters = {}): Promise<IDataObject[]> {
		const { items, error } = await run(parameters);
		if (error) throw new Error(error.message);
		return items.map(({ json }) => json);
	}

	const connections = () => asa.sandbox.getState().connections;

	/** The job of that name in the first connection. */
	function job(name: string) {
		const [{ serverSyncJobs, userSyncJobs }] = connections();
		return [...serverSyncJobs, ...userSyncJobs].find(({ settings }) => settings.name === name)!;
	}

	function endRuns(name: string, outcome: 'succeed' | 'fail', times = 1) {
		for (let run = 0; run < times; run++) {
			asa.sandbox.advance(60);
			asa.sandbox.runJob(job(name).id);
			asa.sandbox.endRun(job(name).id, outcome);
		}
	}

	const statusOf = (statuses: IDataObject[], name: string) => {
		const [{ id }] = connections();
		return statuses.find((one) => one.job_name === name && one.connection_id === id)!;
	};

	it('of healthy jobs costs 1 + 2 x connections requests and gives an item for each', async () => {
		const statuses = await getMany();
		expect(asa.sent()).toHaveLength(1 + 2 * connections().length);
		const jobs = connections().flatMap(({ serverSyncJobs, userSyncJobs }) => [
			...serverSyncJobs,
			...userSyncJobs,
		]);
		expect(statuses.map(({ job_id }) => job_id).sort()).toEqual(jobs.map(({ id }) => id).sort());
		for (const status of statuses) {
			expect(status).toMatchObject({
				outcome: 'success',
				needs_attention: false,
				causes: [],
				is_active: true,
				consecutive_failures: 0,
				failing_since: null,
				running_since: null,
				read_error: null,
			});
		}
	});

	it('has the fields of the items of the trigger, and the schedule', async () => {
		const status = statusOf(await getMany(), 'Contractors');
		const { results, settings, id } = job('Contractors');
		const [newest] = results.slice(-1);
		const access = Date.parse(newest.createdAt) + 48 * hour * 1000;
		expect(status).toMatchObject({
			job_kind: 'userSyncJob',
			job_id: id,
			job_name: 'Contractors',
			connection_name: 'Corporate directory',
			domain: 'corp.example.com',
			gateway_id: connections()[0].gatewayId,
			result_id: newest.id,
			task_state: 'done',
			started_at: newest.createdAt,
			finished_at: newest.updatedAt,
			last_success_at: newest.updatedAt,
			access_ends_at: new Date(access).toISOString().replace('.000', ''),
			frequency: settings.frequency,
			start_hour_utc: settings.start_hour_utc,
			next_due_at: '2026-01-05T02:00:00Z',
		});
	});

	it('puts the failing job first and counts its failures by one more request', async () => {
		endRuns('Employees', 'fail', 3);
		asa.sent();
		const [first] = await getMany();
		expect(first).toMatchObject({
			job_name: 'Employees',
			outcome: 'failed',
			needs_attention: true,
			causes: ['failed'],
			consecutive_failures: 3,
			consecutive_failures_at_least: false,
		});
		const sent = asa.sent();
		expect(sent).toHaveLength(2 + 2 * connections().length);
		expect(sent.at(-1)).toContain(`${job('Employees').id}/user_sync_task_results`);
	});

	it('counts at least the failures that ASA has kept if there is no success among them', async () => {
		endRuns('Employees', 'fail', 12);
		const [first] = await getMany();
		expect(first).toMatchObject({
			consecutive_failures: 10,
			consecutive_failures_at_least: true,
			last_success_at: null,
		});
		// No success is known, so that the oldest run that is known stands in.
		const [oldest] = job('Employees').results;
		const access = Date.parse(oldest.createdAt) + 48 * hour * 1000;
		expect(Date.parse(String(first.access_ends_at))).toBe(access);
	});

	it('looks behind a test run, which says nothing about the job', async () => {
		endRuns('Employees', 'fail', 2);
		asa.sandbox.advance(60);
		asa.sandbox.runJob(job('Employees').id, { isTest: true });
		asa.sandbox.endRun(job('Employees').id, 'succeed');
		const [first] = await getMany();
		expect(first).toMatchObject({
			job_name: 'Employees',
			outcome: 'failed',
			is_test: false,
			consecutive_failures: 2,
		});
	});

	it('takes the rules of the trigger: running too long, overdue and at risk, worst first', async () => {
		asa.sandbox.planRuns(job('Servers').id, { outcome: 'hang' });
		asa.sandbox.planRuns(job('Contractors').id, { outcome: 'fail' });
		asa.sandbox.advance(4 * hour);
		const options = { accessWarningHours: 47 };
		const statuses = await getMany({ options });
		expect(statuses.slice(0, 2).map(({ job_name, causes }) => [job_name, causes])).toEqual([
			['Contractors', ['access', 'failed']],
			['Servers', ['running_long']],
		]);
		expect(statusOf(statuses, 'Servers')).toMatchObject({
			outcome: 'running',
			finished_at: null,
			running_since: job('Servers').results.at(-1)!.createdAt,
		});
	});

	it('takes Failure Words, Success Words and Running Too Long as the trigger does', async () => {
		const plan = { outcome: 'succeed', durationSeconds: 60, times: 2 } as const;
		asa.sandbox.planRuns(job('Employees').id, { ...plan, taskState: 'skipped' });
		asa.sandbox.planRuns(job('Servers').id, {
			...plan,
			taskState: 'applied',
			rulesSummaryStatus: 'applied',
		});
		asa.sandbox.advance(hour);
		const plain = await getMany();
		expect(statusOf(plain, 'Employees').outcome).toBe('unknown');
		expect(statusOf(plain, 'Employees').needs_attention).toBe(true);
		const options = { failureWords: 'skipped, denied', successWords: 'Applied' };
		const statuses = await getMany({ options });
		expect(statusOf(statuses, 'Employees')).toMatchObject({
			outcome: 'failed',
			causes: ['failed'],
		});
		expect(statusOf(statuses, 'Servers')).toMatchObject({ outcome: 'success', causes: [] });
	});

	it('puts jobs that are off last; they need no attention', async () => {
		await asa.sandbox.reset({
			dataset: { connections: 1, serverJobsPerConnection: 2, userJobsPerConnection: 0 },
		});
		asa.sandbox.advance(300);
		const statuses = await getMany();
		expect(
			statuses.map(({ job_name, is_active, needs_attention }) => [
				job_name,
				is_active,
				needs_attention,
			]),
		).toEqual([
			['Servers 1', true, false],
			['Servers 2', false, false],
		]);
		expect(statuses[1].next_due_at).toBeNull();
	});

	it('keeps to the limit, worst first, and drops fields with Simplify', async () => {
		endRuns('Contractors', 'fail');
		const statuses = await getMany({ returnAll: false, limit: 1, simplify: true });
		expect(statuses).toEqual([expect.objectContaining({ job_name: 'Contractors' })]);
		expect(statuses[0]).not.toHaveProperty('causes');
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
		expect(statuses[0].read_error).toMatch(/Okta failed with 500/);
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
});
