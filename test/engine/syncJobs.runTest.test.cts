import { closeAll, startAsa, type Asa } from './asa.cts';
import { byId, firstConnection, runOperation, signIn, takeSent } from './runOperation.cts';
import { skipWaits, type SkippedWaits } from './skippedWaits.cts';
import { cases, firstJob } from './firstJob.cts';

/** Lets a minute of the team's pass in each second of the node's. */
const minutesOf = (asa: Asa) => (ms: number) => {
	asa.sandbox.advance((60 * ms) / 1_000);
};

describe.each(cases)('%s (%s, %s) in the dialect of the %s', (resource, jobs, results, dialect) => {
	let asa: Asa;

	beforeEach(async () => {
		asa = await startAsa({ dialect });
		await signIn(asa);
	});
	afterEach(closeAll);

	const { job, run, path } = firstJob(() => asa, resource, jobs);

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
});

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

	it('takes an unknown word for running if the time is up before it can stay', async () => {
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

	it('does not look again if ASA lets it only after the time is up', async () => {
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
		'ends if a look fails for good, and says that the test was started: %d',
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
