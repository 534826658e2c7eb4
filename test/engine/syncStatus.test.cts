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
		// No successful run is known, so that the oldest run that is known stands in.
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

	it('filters by connection, also by a choice from the list, and reads no other', async () => {
		const [{ id, name }, other] = connections();
		for (const chosen of [[JSON.stringify({ id, name })], [id], name, [name]]) {
			asa.sent();
			const statuses = await getMany({ filters: { connections: chosen as string[] } });
			expect(statuses.map(({ connection_id }) => connection_id)).toEqual([id, id, id]);
			expect(asa.sent().filter((line) => line.includes(other.id))).toEqual([]);
		}
	});

	it('filters by kind of job, and asks for no other', async () => {
		const statuses = await getMany({ filters: { jobKinds: ['serverSyncJob'] } });
		expect(statuses.map(({ job_kind }) => job_kind)).toEqual(['serverSyncJob', 'serverSyncJob']);
		expect(asa.sent()).toHaveLength(1 + connections().length);
		expect(await getMany({ filters: { jobKinds: [] } })).toHaveLength(6);
	});

	it('filters by what needs attention, before the limit', async () => {
		const filters = { needsAttention: true };
		expect(await getMany({ filters })).toEqual([]);
		endRuns('Employees', 'fail');
		const limited = await getMany({ filters, returnAll: false, limit: 5 });
		expect(limited.map(({ job_name }) => job_name)).toEqual(['Employees']);
		expect(await getMany({ filters: { needsAttention: false } })).toHaveLength(6);
	});

	it.each([
		['connections', [{ other: 1 }], "'Connection Names or IDs' has an invalid entry"],
		['jobKinds', ['groupSyncJob'], `'Job Kinds' has the invalid value "groupSyncJob"`],
		['needsAttention', 'perhaps', 'Needs Attention Only'],
	])('refuses a wrong filter %s before anything is sent', async (name, value, message) => {
		const { error } = await run({ filters: { [name]: value } as INodeParameters });
		expect(error?.message).toContain(message);
		expect(asa.sent()).toEqual([]);
	});

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

	it('shows the jobs also if their gateways cannot be read', async () => {
		asa.sandbox.setFaults([
			{ match: { path: 'gateways' }, effect: { type: 'status', status: 500 } },
		]);
		const statuses = await getMany({ options: { includeGatewayStatus: true } });
		expect(statuses).toHaveLength(6);
		expect(statuses.every((one) => one.gateway_status === null)).toBe(true);
	});

	it('says of a job that has never run that it has not, which needs no attention yet', async () => {
		await asa.sandbox.reset({
			dataset: { connections: 1, serverJobsPerConnection: 2, userJobsPerConnection: 0 },
			switches: { dialect },
		});
		asa.sandbox.advance(300);
		const statuses = await getMany();
		expect(statuses[1]).toMatchObject({
			job_name: 'Servers 2',
			outcome: 'never_run',
			needs_attention: false,
			result_id: null,
			last_success_at: null,
			access_ends_at: null,
			consecutive_failures: 0,
		});
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
