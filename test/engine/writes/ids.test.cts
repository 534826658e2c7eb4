import type { INodeParameters } from 'n8n-workflow';
import { goodMint, startFakeApi } from '../fakeApi.cts';
import { closeAll, dialects, startAsa, type Asa } from '../asa.cts';
import {
	byId,
	byName,
	firstConnection,
	jobsOf,
	outputs,
	runOperation,
	signIn,
	takeSent,
} from '../runOperation.cts';
import { skipWaits } from '../skippedWaits.cts';

/* IDs may be JSON numbers, UUIDs in capitals, or have characters that mean something in an address. */
let asa: Asa;

const forms = ['upper', 'mixed', 'number'] as const;
const cases = dialects.flatMap((dialect) => forms.map((form) => [form, dialect] as const));

const kinds = ['serverSyncJob', 'userSyncJob'] as const;

afterEach(closeAll);

describe.each(cases)(
	'a team whose ids are of the form %s, in the dialect of the %s',
	(form, dialect) => {
		beforeEach(async () => {
			asa = await startAsa({ dialect, switches: { idForm: form } });
			await signIn(asa);
		});

		const run = (resource: string, operation: string, parameters: INodeParameters) =>
			runOperation(asa, resource, operation, parameters);
		/** The connection's ID as a workflow gets it from Get Many. */
		async function connectionId() {
			const [first] = outputs(await run('connection', 'getAll', { returnAll: true }));
			return String(first.id);
		}

		it('a connection is found by its ID and updated', async () => {
			const id = await connectionId();
			const { items, error } = await run('connection', 'update', {
				connection: byId(id),
				updateFields: { name: 'Renamed' },
			});
			expect(error).toBeUndefined();
			expect(items[0].json).toMatchObject({ name: 'Renamed', id: expect.any(String) });
			expect(firstConnection(asa).connection.name).toBe('Renamed');
		});

		it.each(kinds)(
			'a %s is listed, read, replaced and deleted by the IDs that it is given',
			async (resource) => {
				const connection = byId(await connectionId());
				const list = async () =>
					outputs(await run(resource, 'getAll', { connection, returnAll: true }));
				const [first] = await list();
				const job = byId(String(first.id));
				const got = outputs(await run(resource, 'get', { connection, job }));
				expect(got[0].name).toBe(first.name);
				const updated = outputs(
					await run(resource, 'update', { connection, job, updateFields: { name: 'Renamed' } }),
				);
				expect(updated[0]).toMatchObject({ name: 'Renamed', id_changed: true });
				const renewed = byId(String(updated[0].id));
				expect(outputs(await run(resource, 'get', { connection, job: renewed }))).toHaveLength(1);
				expect(outputs(await run(resource, 'delete', { connection, job: renewed }))).toEqual([
					{ deleted: true },
				]);
				expect((await list()).map(({ name }) => name)).not.toContain('Renamed');
			},
		);

		it.each(kinds)('a %s that keeps its ID is not reported as renewed', async (resource) => {
			asa.sandbox.setSwitches({ jobOnPut: 'kept', putAnswer: 'noContent' });
			const connection = byId(await connectionId());
			const [first] = outputs(await run(resource, 'getAll', { connection, returnAll: true }));
			const [updated] = outputs(
				await run(resource, 'update', {
					connection,
					job: byId(String(first.id)),
					updateFields: { name: 'Renamed' },
				}),
			);
			expect(updated).toMatchObject({ name: 'Renamed', id_changed: false });
		});

		it.each([false, true])(
			'an activation that replaces no job names none: zero values %s',
			async (zeroValues) => {
				asa.sandbox.setSwitches({ zeroValues });
				const connection = byId(await connectionId());
				const [first] = outputs(
					await run('serverSyncJob', 'getAll', { connection, returnAll: true }),
				);
				const place = { connection, job: byId(String(first.id)) };
				await run('serverSyncJob', 'deactivate', place);
				const [activated] = outputs(await run('serverSyncJob', 'activate', place));
				expect(activated).toMatchObject({ is_active: true, replaced_job_id: null });
			},
		);

		it.each(kinds)('a %s is the same in capitals and small letters', async (resource) => {
			asa.sandbox.setSwitches({ jobOnPut: 'kept', putAnswer: 'noContent', idForm: 'mixed' });
			const [{ id }] = jobsOf(asa, resource, firstConnection(asa).connection);
			const { items } = await run(resource, 'update', {
				connection: byId(await connectionId()),
				job: byId(id),
				updateFields: { name: 'Renamed' },
			});
			expect(outputs({ items })[0]).toMatchObject({ name: 'Renamed', id_changed: false });
		});

		it.each(kinds)('results of a %s are found by their IDs', async (resource) => {
			const connection = byId(await connectionId());
			const [{ id }] = outputs(await run(resource, 'getAll', { connection, returnAll: true }));
			const place = { connection, job: byId(String(id)) };
			const [newest] = outputs(await run(resource, 'getAllResults', { ...place, limit: 1 }));
			const result = byId(String(newest.result_id));
			const [got] = outputs(await run(resource, 'getResult', { ...place, result }));
			expect(got).toMatchObject({ outcome: newest.outcome, summary: newest.summary });
		});

		it('a test run is watched to its end', async () => {
			const connection = byId(await connectionId());
			const [{ id }] = outputs(await run('userSyncJob', 'getAll', { connection, returnAll: true }));
			const [job] = jobsOf(asa, 'userSyncJob', firstConnection(asa).connection);
			asa.sandbox.planRuns(job.id, { outcome: 'succeed', durationSeconds: 20 });
			const waits = skipWaits((ms) => asa.sandbox.advance(ms / 1_000));
			const [tested] = outputs(
				await run('userSyncJob', 'runTest', { connection, job: byId(String(id)) }),
			);
			waits.restore();
			expect(tested).toMatchObject({ outcome: 'success', is_test: true });
		});
	},
);

describe('an ID of the parameter', () => {
	beforeEach(async () => {
		asa = await startAsa();
		await signIn(asa);
	});

	it('in capitals is the job that From List shows in small letters', async () => {
		const { connection, user } = firstConnection(asa);
		const job = { __rl: true, mode: 'list', value: user.id.toUpperCase() };
		const { items } = await runOperation(asa, 'userSyncJob', 'get', {
			connection: byId(connection.id),
			job,
		});
		expect(outputs({ items })).toEqual([expect.objectContaining({ id: user.id })]);
	});

	it('in capitals and in small letters is one connection: its items go one after the other', async () => {
		asa.sandbox.setSwitches({ idForm: 'mixed' });
		const { id } = firstConnection(asa).connection;
		const { items } = await runOperation(
			asa,
			'userSyncJob',
			'upsert',
			{
				connection: byId('={{ $json.id }}'),
				name: 'Once',
				baseDn: 'OU=x',
				ldapQueryFilter: '(cn=*)',
				additionalFields: { isActive: false },
			},
			{ items: [{ id }, { id: id.toUpperCase() }, { id }] },
		);
		const actions = outputs({ items }).map(({ action }) => action);
		expect(actions.filter((action) => action === 'created')).toHaveLength(1);
	});

	it('that is a number of an expression is taken', async () => {
		asa.sandbox.setSwitches({ idForm: 'number' });
		const connection = byId('={{ $json.id }}');
		const [{ id }] = outputs(await runOperation(asa, 'connection', 'getAll', { limit: 1 }));
		const items = [{ id: Number(id) }];
		const got = await runOperation(asa, 'connection', 'get', { connection }, { items });
		expect(outputs(got)).toEqual([expect.objectContaining({ id })]);
	});

	it('never counts as a name By Name', async () => {
		const { connection, user } = firstConnection(asa);
		const { error } = await runOperation(asa, 'userSyncJob', 'get', {
			connection: byId(connection.id),
			job: byName(user.id),
		});
		expect(error?.message).toMatch(/no user sync job of that name/);
	});
});

it.each(['a/b', 'a b', 'a?b=c', 'a#b', 'ü', '%2F', '..a', 'a\\b'])(
	'the ID %j stays one piece of the path',
	async (id) => {
		const paths: string[] = [];
		const found = { id, name: 'x', domain: 'd', gateway_id: 'g', domain_controllers: [] };
		const api = await startFakeApi(
			(path) => {
				paths.push(path);
				return { text: JSON.stringify(path === '' ? { list: [] } : found) };
			},
			() => ({ text: JSON.stringify(goodMint) }),
		);
		asa = await startAsa();
		asa.credential = asa.store({ baseUrl: api.url, teamName: api.team });
		const { items, error } = await runOperation(asa, 'connection', 'get', { connection: byId(id) });
		await api.close();
		expect(error).toBeUndefined();
		expect(items[0].json.id).toBe(id);
		expect(paths.at(-1)).toBe(`/${encodeURIComponent(id)}`);
		takeSent(asa);
	},
);
