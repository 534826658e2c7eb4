import { closeAll, dialects, type Asa } from './asa.cts';
import { startIdle, statusRuns } from './statusRuns.cts';

const hour = 3600;

describe.each(dialects)('Sync Status, answered in the %s dialect', (dialect) => {
	let asa: Asa;

	beforeEach(async () => {
		asa = await startIdle(dialect);
	});

	afterEach(closeAll);

	const { getMany, connections, job, endRuns, statusOf } = statusRuns(() => asa);

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
});
