import { closeAll, dialects, startAsa, type Asa } from './asa.cts';
import {
	byId,
	byName,
	firstConnection,
	jobsOf,
	outputs,
	runOperation,
	signIn,
	takeSent,
} from './runOperation.cts';
import { skipWaits, type SkippedWaits } from './skippedWaits.cts';

const kinds = [
	['serverSyncJob', 'task_settings', 'task_results'],
	['userSyncJob', 'user_sync_task_settings', 'user_sync_task_results'],
] as const;

/** Lets a minute of the team's pass in each second of the node's. */
const minutesOf = (asa: Asa) => (ms: number) => {
	asa.sandbox.advance((60 * ms) / 1_000);
};

const cases = dialects.flatMap((dialect) => kinds.map((kind) => [...kind, dialect] as const));

describe.each(cases)('%s (%s, %s) in the dialect of the %s', (resource, jobs, results, dialect) => {
	let asa: Asa;
	let connection: string;

	beforeEach(async () => {
		asa = await startAsa({ dialect });
		connection = firstConnection(asa).connection.id;
		await signIn(asa);
	});
	afterEach(closeAll);

	const job = () => jobsOf(asa, resource, firstConnection(asa).connection)[0];
	const run = (operation: string, parameters = {}, more = {}) =>
		runOperation(
			asa,
			resource,
			operation,
			{ connection: byId(connection), job: byId(job().id), ...parameters },
			more,
		);
	const path = () => `/${connection}/${jobs}/${job().id}`;

	describe('delete', () => {
		it('deletes by name', async () => {
			const { id, settings } = job();
			const { items } = await run('delete', { job: byName(settings.name) });
			expect(outputs({ items })).toEqual([{ deleted: true }]);
			expect(takeSent(asa)).toEqual([
				[`GET /${connection}/${jobs}`],
				[`DELETE /${connection}/${jobs}/${id}`],
			]);
			expect(jobsOf(asa, resource, firstConnection(asa).connection)).not.toContainEqual(
				expect.objectContaining({ id }),
			);
		});

		it('looks names up again after a look that failed', async () => {
			asa.sandbox.setFaults([
				{
					match: { endpoint: resource === 'serverSyncJob' ? 6 : 16 },
					effect: { type: 'status', status: 400 },
					times: 1,
				},
			]);
			const { items } = await run(
				'delete',
				{ job: byName(job().settings.name) },
				{ items: [{}, {}], continueOnFail: true },
			);
			expect(items[0].json.error).toContain('400');
			expect(items[1].json).toEqual({ deleted: true });
		});

		it('looks names up again after each write', async () => {
			const { name } = job().settings;
			const { items } = await run(
				'delete',
				{ job: byName(name) },
				{ items: [{}, {}], continueOnFail: true },
			);
			expect(items[0].json).toEqual({ deleted: true });
			expect(items[1].json.error).toContain(`'Job' is "${name}"`);
			expect(items[1].pairedItem).toEqual({ item: 1 });
		});
	});

	describe('activate and deactivate', () => {
		const state = () => job().settings.is_active;

		it('switch a job off and on, and keep its ID', async () => {
			const { id } = job();
			const off = outputs(await run('deactivate'));
			expect(off).toEqual([expect.objectContaining({ id, is_active: false })]);
			expect(state()).toBe(false);
			takeSent(asa);
			const on = outputs(await run('activate'));
			expect(on).toEqual([expect.objectContaining({ id, is_active: true })]);
			expect(state()).toBe(true);
			expect(takeSent(asa).filter(([line]) => line.includes(jobs))).toEqual([
				[`GET ${path()}`],
				resource === 'serverSyncJob'
					? [`POST ${path()}/schedule`, { body: { frequency: 1 } }]
					: [`POST ${path()}/state`, { body: { is_active: true } }],
				[`GET ${path()}`],
			]);
		});

		it('send nothing where the job is so already', async () => {
			const runs = job().results.length;
			await run('activate');
			await run('deactivate');
			await run('deactivate');
			expect(takeSent(asa).filter(([line]) => line.startsWith('POST'))).toHaveLength(1);
			expect(job().results).toHaveLength(runs);
		});
	});

	describe('update schedule', () => {
		it('sends frequency and hour, 0 too', async () => {
			const { id } = job();
			const { items } = await run('updateSchedule', { frequency: 24, startHourUtc: 0 });
			expect(outputs({ items })).toEqual([
				{ id, connection_id: connection, frequency: 24, start_hour_utc: 0 },
			]);
			expect(takeSent(asa)).toEqual([
				[`POST ${path()}/schedule`, { body: { frequency: 24, start_hour_utc: 0 } }],
			]);
			expect(job().settings).toMatchObject({ frequency: 24, start_hour_utc: 0 });
		});

		it('leaves the hour out where it means nothing', async () => {
			await run('updateSchedule', { frequency: 6, startHourUtc: 5 });
			expect(takeSent(asa)).toEqual([[`POST ${path()}/schedule`, { body: { frequency: 6 } }]]);
		});

		it.each([
			['frequency', { frequency: '={{ 5 }}' }, /^'Frequency' must be 1, 6, 12 or 24, got 5/],
			[
				'hour',
				{ frequency: 24, startHourUtc: 24 },
				/^'Start Hour \(UTC\)' must be a whole number from 0 to 23, got 24/,
			],
			[
				'hour',
				{ frequency: 24, startHourUtc: 1.5 },
				/^'Start Hour \(UTC\)' must be a whole number from 0 to 23, got 1.5/,
			],
		])('refuses a wrong %s before anything is sent', async (_, parameters, message) => {
			const { error } = await run('updateSchedule', parameters);
			expect(error?.message).toMatch(message);
			expect(takeSent(asa)).toEqual([]);
		});
	});

	describe('results', () => {
		it('come newest first, no page more than needed', async () => {
			asa.sandbox.planRuns(job().id, { outcome: 'fail', times: 2, durationSeconds: 60 });
			asa.sandbox.advance(2 * 3600);
			await signIn(asa);
			const { items } = await run('getAllResults', { limit: 3 });
			expect(takeSent(asa)).toEqual([
				[`GET ${path()}/${results}`, { query: { descending: 'true' } }],
			]);
			const kept = job().results.slice(-3).reverse();
			expect(outputs({ items }).map(({ result_id }) => result_id)).toEqual(
				kept.map(({ id }) => id),
			);
			expect(items.map((item) => item.json.outcome)).toEqual(['failed', 'failed', 'success']);
		});

		it.each(['oldestFirst', 'newestFirst', 'shuffled'] as const)(
			'are the newest where the API ignores descending and lists them %s',
			async (resultsOrder) => {
				asa.sandbox.setSwitches({ descending: 'ignored', resultsOrder, pageSize: 2 });
				const { items } = await run('getAllResults', { limit: 3 });
				const kept = job().results.slice(-3).reverse();
				expect(outputs({ items }).map(({ result_id }) => result_id)).toEqual(
					kept.map(({ id }) => id),
				);
			},
		);

		it('are filtered by outcome', async () => {
			asa.sandbox.planRuns(job().id, { outcome: 'fail', durationSeconds: 60 });
			asa.sandbox.advance(3 * 3600);
			const { items } = await run('getAllResults', {
				returnAll: true,
				filters: { outcome: 'failed' },
			});
			expect(items).toHaveLength(1);
		});

		it('are test runs if they carry a test request id', async () => {
			asa.sandbox.runJob(job().id, { isTest: true });
			asa.sandbox.advance(300);
			const listed = outputs(await run('getAllResults', { returnAll: true }));
			expect(listed.filter((result) => result.is_test)).toHaveLength(1);
			asa.sandbox.setSwitches({ testIdsOnEveryResult: true });
			const all = outputs(await run('getAllResults', { returnAll: true }));
			expect(all.every((result) => result.is_test)).toBe(true);
		});

		it('are read one by one with their details', async () => {
			const [newest] = job().results.slice(-1);
			const { items } = await run('getResult', { result: byId(newest.id), simplify: false });
			expect(takeSent(asa)).toEqual([[`GET ${path()}/${results}/${newest.id}/detailed_summary`]]);
			expect(items[0].json).toMatchObject({
				outcome: 'success',
				result_id: newest.id,
				job_id: job().id,
				job_name: job().settings.name,
				connection_id: connection,
				started_at: newest.createdAt,
				finished_at: newest.updatedAt,
				detailed_summary: newest.detailedSummary,
				result: { id: newest.id, status: { detailed_summary: newest.detailedSummary } },
			});
		});
	});

	describe('one result', () => {
		it.each([
			['result', null, 1],
			['result', false, 1],
			['status', false, 2],
			['status', true, 2],
			['summary', false, 2],
			['summary', true, 2],
		] as const)(
			'is whole where its details are the %s (id: %s)',
			async (details, detailsId, requests) => {
				asa.sandbox.planRuns(job().id, { outcome: 'fail', durationSeconds: 60 });
				asa.sandbox.advance(2 * 3600);
				await signIn(asa);
				asa.sandbox.setSwitches({ details, detailsId });
				const failed = job().results.find(({ taskState }) => taskState === 'error');
				const { items, error } = await run('getResult', {
					result: byId(failed?.id ?? ''),
					simplify: false,
				});
				expect(error).toBeUndefined();
				expect(items[0].json).toMatchObject({
					outcome: 'failed',
					result_id: failed?.id,
					started_at: failed?.createdAt,
					summary: failed?.summary,
					detailed_summary: failed?.detailedSummary,
					result: { id: failed?.id, created_at: failed?.createdAt },
				});
				expect(takeSent(asa)).toHaveLength(requests);
			},
		);
	});

	describe('run test', () => {
		let waits: SkippedWaits;
		beforeEach(() => {
			waits = skipWaits(minutesOf(asa));
		});
		afterEach(() => waits.restore());

		it('starts a test and answers it running', async () => {
			const { items } = await run('runTest', { waitForCompletion: false });
			expect(takeSent(asa)).toEqual([[`POST ${path()}/test_request`]]);
			expect(items[0].json).toMatchObject({ outcome: 'running', is_test: true });
		});

		it.each([
			['success', 'succeed'],
			['failed', 'fail'],
		] as const)('waits for the end: %s', async (outcome, planned) => {
			asa.sandbox.planRuns(job().id, { outcome: planned, durationSeconds: 20 });
			const { items } = await run('runTest');
			expect(items[0].json).toMatchObject({ outcome, is_test: true });
			expect(takeSent(asa)).toEqual([[`POST ${path()}/test_request`], [`GET ${path()}`]]);
		});

		it('finds the test behind another run in the list of results', async () => {
			asa.sandbox.planRuns(job().id, [
				{ outcome: 'fail', durationSeconds: 20 },
				{ outcome: 'hang' },
			]);
			const running = run('runTest');
			const started = await startedTest();
			asa.sandbox.runJob(job().id);
			asa.sandbox.advance(30);
			const { items } = await running;
			expect(items[0].json).toMatchObject({ result_id: started, outcome: 'failed' });
			expect(takeSent(asa).at(-1)?.[0]).toBe(`GET ${path()}/${results}`);
		});

		async function startedTest(): Promise<string> {
			while (!job().running.length) await new Promise((resolve) => setTimeout(resolve, 10));
			return job().running[0];
		}

		it('answers running when the time is up', async () => {
			asa.sandbox.planRuns(job().id, { outcome: 'hang' });
			const { items } = await run('runTest', { waitMinutes: 1 / 600 });
			expect(items[0].json).toMatchObject({ outcome: 'running' });
		});
	});

	it('a path that Okta has not published says what to enter where', async () => {
		const [number, operation, what] =
			resource === 'serverSyncJob'
				? [13, 'getAllResults', 'List the results of a server sync job']
				: [25, 'getResult', 'Get a result of a user sync job with details'];
		asa.sandbox.setSwitches({ movedPaths: { [number]: null } });
		const { error } = await run(operation, { result: byId(job().results[0].id) });
		expect(error?.description).toContain('because Okta has not published it');
		expect(error?.description).toContain(
			`under Path Corrections, for the endpoint "${what}"; the list 'Endpoint' there shows its default path`,
		);
		expect(error?.description).toContain('use the contract check');
		expect(error?.message).toBe(`${what}: not found (404, resource_does_not_exist)`);
		expect(error?.description).not.toContain('/v1/');
		expect(error?.description).not.toContain('\n');
	});
});

describe('one kind alone', () => {
	let asa: Asa;
	beforeEach(async () => {
		asa = await startAsa();
		await signIn(asa);
	});
	afterEach(closeAll);

	it.each(['empty', 'noBody', 'html', 'otherResult'] as const)(
		'a result whose details are %s is as the list has it',
		async (details) => {
			const { connection, server } = firstConnection(asa);
			asa.sandbox.planRuns(server.id, { outcome: 'fail', durationSeconds: 60 });
			asa.sandbox.advance(2 * 3600);
			await signIn(asa);
			asa.sandbox.setSwitches({ details });
			const [job] = jobsOf(asa, 'serverSyncJob', connection);
			const failed = job.results.find(({ taskState }) => taskState === 'error')!;
			const { items, error } = await runOperation(asa, 'serverSyncJob', 'getResult', {
				connection: byId(connection.id),
				job: byId(server.id),
				result: byId(failed.id),
			});
			expect(error).toBeUndefined();
			expect(items[0].json).toMatchObject({
				outcome: 'failed',
				result_id: failed.id,
				started_at: failed.createdAt,
				summary: failed.summary,
				detailed_summary: null,
			});
		},
	);

	it('update state sends the state whatever it is', async () => {
		const { connection, user } = firstConnection(asa);
		const { items } = await runOperation(asa, 'userSyncJob', 'updateState', {
			connection: byId(connection.id),
			job: byId(user.id),
			isActive: false,
		});
		expect(takeSent(asa)).toEqual([
			[
				`POST /${connection.id}/user_sync_task_settings/${user.id}/state`,
				{ body: { is_active: false } },
			],
			[`GET /${connection.id}/user_sync_task_settings/${user.id}`],
		]);
		expect(outputs({ items })).toEqual([
			{ id: user.id, connection_id: connection.id, is_active: false },
		]);
	});

	it('update state takes no word for a state', async () => {
		const { connection, user } = firstConnection(asa);
		const { error } = await runOperation(asa, 'userSyncJob', 'updateState', {
			connection: byId(connection.id),
			job: byId(user.id),
			isActive: '={{ "perhaps" }}',
		});
		expect(error?.message).toBe("'Active' must be true or false");
		expect(takeSent(asa)).toEqual([]);
	});

	it('an activated server sync job names the one that it replaced', async () => {
		await asa.sandbox.reset({ dataset: { connections: 1, serverJobsPerConnection: 2 } });
		await signIn(asa);
		const { connection } = firstConnection(asa);
		const [first, second] = connection.serverSyncJobs;
		const activate = (job: string) =>
			runOperation(asa, 'serverSyncJob', 'activate', {
				connection: byId(connection.id),
				job: byId(job),
			});
		expect((await activate(second.id)).items[0].json).toMatchObject({
			id: second.id,
			is_active: true,
			replaced_job_id: first.id,
		});
		expect(asa.sandbox.getRequests().map(({ endpoint }) => endpoint)).toEqual([8, 3, 12, 8, 8]);
		asa.sandbox.setSwitches({ secondActiveServerJob: 'refuse' });
		expect((await activate(first.id)).error?.message).toContain('already has an active');
	});

	it.each([
		{ type: 'status', status: 429, retryAfterSeconds: 3600 },
		{ type: 'status', status: 403 },
		{ type: 'html', status: 200 },
	] as const)(
		'an activation that went through is not reported as failed where the look at the other job is: %j',
		async (effect) => {
			await asa.sandbox.reset({ dataset: { connections: 1, serverJobsPerConnection: 2 } });
			await signIn(asa);
			const { connection } = firstConnection(asa);
			const [first, second] = connection.serverSyncJobs;
			asa.sandbox.setFaults([{ match: { endpoint: 8, path: first.id }, times: 9, effect }]);
			const { items, error } = await runOperation(asa, 'serverSyncJob', 'activate', {
				connection: byId(connection.id),
				job: byId(second.id),
			});
			expect(error).toBeUndefined();
			expect(items[0].json).toMatchObject({ is_active: true, replaced_job_id: first.id });
			expect(asa.sandbox.getRequests().map(({ endpoint }) => endpoint)).toEqual([8, 3, 12, 8, 8]);
		},
	);

	it('a user sync job without a schedule is not activated', async () => {
		const { connection, user } = firstConnection(asa);
		const { error } = await runWithoutSchedule(asa, connection.id, user.id);
		expect(error?.message).toMatch(/has no schedule/);
	});
});

/** Answers the job as one that is inactive and has no schedule, as ASA allows. */
function runWithoutSchedule(asa: Asa, connection: string, job: string) {
	const body = { id: job, name: 'Idle', is_active: false, frequency: null };
	asa.sandbox.setFaults([{ match: { endpoint: 18 }, effect: { type: 'replaceBody', body } }]);
	return runOperation(asa, 'userSyncJob', 'activate', {
		connection: byId(connection),
		job: byId(job),
	});
}

describe('waiting for a test run', () => {
	let asa: Asa;
	let waits: SkippedWaits;
	beforeEach(async () => {
		asa = await startAsa();
		waits = skipWaits(minutesOf(asa));
	});
	afterEach(async () => {
		waits.restore();
		await closeAll();
	});

	const job = () => firstConnection(asa).server;
	const runTest = (more = {}, parameters = {}) =>
		runOperation(
			asa,
			'serverSyncJob',
			'runTest',
			{
				connection: byId(firstConnection(asa).connection.id),
				job: byId(job().id),
				...parameters,
			},
			more,
		);

	it('takes an unknown word as the end once it stays', async () => {
		asa.sandbox.planRuns(job().id, {
			outcome: 'succeed',
			durationSeconds: 1,
			taskState: 'zzz',
			rulesSummaryStatus: 'zzz',
		});
		const { items } = await runTest();
		expect(items[0].json).toMatchObject({ outcome: 'unknown', task_state: 'zzz' });
	});

	it('takes an unknown word for running where the time is up before it can stay', async () => {
		asa.sandbox.planRuns(job().id, {
			outcome: 'succeed',
			durationSeconds: 1,
			taskState: 'zzz',
			rulesSummaryStatus: 'zzz',
		});
		const { items } = await runTest({}, { waitMinutes: 1 / 60 });
		expect(items[0].json).toMatchObject({ outcome: 'running', task_state: 'zzz' });
	});

	const refuseOnce = (status: number, retryAfterSeconds: number) =>
		asa.sandbox.setFaults([
			{ match: { endpoint: 8 }, effect: { type: 'status', status, retryAfterSeconds }, times: 1 },
		]);

	it.each([429, 503])('goes on after %d, when ASA lets it', async (status) => {
		asa.sandbox.planRuns(job().id, { outcome: 'succeed', durationSeconds: 20 });
		refuseOnce(status, 90);
		waits.takeMs();
		expect((await runTest()).items[0].json).toMatchObject({ outcome: 'success' });
		expect(waits.takeMs()).toBeGreaterThan(90_000);
	});

	it('does not look again where ASA lets it only after the time is up', async () => {
		asa.sandbox.planRuns(job().id, { outcome: 'succeed', durationSeconds: 20 });
		refuseOnce(429, 3600);
		expect((await runTest()).items[0].json).toMatchObject({ outcome: 'running' });
	});

	it('goes on after a look that failed in passing', async () => {
		asa.sandbox.planRuns(job().id, { outcome: 'succeed', durationSeconds: 20 });
		asa.sandbox.setFaults([
			{ match: { endpoint: 8 }, effect: { type: 'status', status: 500 }, times: 4 },
		]);
		const { items, error } = await runTest();
		expect(error).toBeUndefined();
		expect(items[0].json).toMatchObject({ outcome: 'success' });
	});

	it.each([404, 403])(
		'ends where a look fails for good, and says that the test was started: %d',
		async (status) => {
			asa.sandbox.planRuns(job().id, { outcome: 'hang' });
			asa.sandbox.setFaults([{ match: { endpoint: 8 }, effect: { type: 'status', status } }]);
			const { error } = await runTest();
			expect(error?.message).toMatch(
				/^The test run was started, but its result can't be read: .*\(40[34], /,
			);
			expect(job().running).toHaveLength(1);
		},
	);

	it('ends with the execution', async () => {
		asa.sandbox.planRuns(job().id, { outcome: 'hang' });
		const stop = new AbortController();
		const running = runTest({ signal: stop.signal });
		await startedRun(asa);
		while (!asa.sent().some((line) => line.endsWith('/task_results')))
			await new Promise((resolve) => setImmediate(resolve));
		waits.takeMs();
		stop.abort();
		const { error } = await running;
		// In a wait, or in a look whose answer isn't awaited any more.
		expect(error?.message).toMatch(/(^|: )The execution was cancelled$/);
		expect(waits.takeMs()).toBeLessThan(2_500);
	});
});

/** Waits until the first server sync job has a run under way. */
async function startedRun(asa: Asa): Promise<string> {
	const running = () => firstConnection(asa).server.running;
	while (running().length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
	return running()[0];
}
