import { closeAll, startAsa, type Asa } from './asa.cts';
import { byId, firstConnection, outputs, runOperation, signIn, takeSent } from './runOperation.cts';
import { cases, firstJob } from './firstJob.cts';

describe.each(cases)('%s (%s, %s) in the dialect of the %s', (resource, jobs, _, dialect) => {
	let asa: Asa;

	beforeEach(async () => {
		asa = await startAsa({ dialect });
		await signIn(asa);
	});
	afterEach(closeAll);

	const { job, run, path } = firstJob(() => asa, resource, jobs);

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

		it('send nothing if the job already has that state', async () => {
			const runs = job().results.length;
			await run('activate');
			await run('deactivate');
			await run('deactivate');
			expect(takeSent(asa).filter(([line]) => line.startsWith('POST'))).toHaveLength(1);
			expect(job().results).toHaveLength(runs);
		});
	});
});

describe('one kind alone', () => {
	let asa: Asa;
	beforeEach(async () => {
		asa = await startAsa();
		await signIn(asa);
	});
	afterEach(closeAll);

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
		'an activation that went through is not reported as failed if the look at the other job is: %j',
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
