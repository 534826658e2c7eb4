import { closeAll, startAsa, type Asa } from './asa.cts';
import {
	byId,
	firstConnection,
	jobsOf,
	outputs,
	runOperation,
	signIn,
	takeSent,
} from './runOperation.cts';
import { cases, firstJob } from './firstJob.cts';

describe.each(cases)('%s (%s, %s) in the dialect of the %s', (resource, jobs, results, dialect) => {
	let asa: Asa;
	let connection: string;

	beforeEach(async () => {
		asa = await startAsa({ dialect });
		connection = firstConnection(asa).connection.id;
		await signIn(asa);
	});
	afterEach(closeAll);

	const { job, run, path } = firstJob(() => asa, resource, jobs);

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
			'are the newest if the API ignores descending and lists them %s',
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
			'is whole if its details are the %s (id: %s)',
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
});
