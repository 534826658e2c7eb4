import type { IDataObject } from 'n8n-workflow';
import { closeAll, dialects, startAsa, type Asa } from '../asa.cts';
import { byId, firstConnection, jobsOf, runOperation, signIn, takeSent } from '../runOperation.cts';

/*
 * A resource locator as plain text, as those who write workflows by a program leave it: it may be a name or an ID,
 * which only looking tells apart.
 */
let asa: Asa;

afterEach(closeAll);

describe.each(dialects)('a locator that is plain text, in the dialect of the %s', (dialect) => {
	beforeEach(async () => {
		asa = await startAsa({ dialect });
		await signIn(asa);
	});

	const run = (
		resource: string,
		operation: string,
		parameters: object,
		items: IDataObject[] = [{}],
	) => runOperation(asa, resource, operation, parameters as never, { items });

	it('finds a connection by its ID in any case, and by its name', async () => {
		const { id, name } = firstConnection(asa).connection;
		for (const connection of [id, id.toUpperCase(), name, ` ${name} `, `=${name}`]) {
			const { items, error } = await run('connection', 'get', { connection });
			expect(error).toBeUndefined();
			expect(items[0].json.id).toBe(id);
		}
	});

	it.each(['serverSyncJob', 'userSyncJob'])(
		'finds a %s by its ID and by its name',
		async (resource) => {
			const { connection } = firstConnection(asa);
			const [{ id, settings }] = jobsOf(asa, resource, connection);
			for (const job of [id, id.toUpperCase(), settings.name]) {
				const { items } = await run(resource, 'get', { connection: connection.name, job });
				expect(items[0].json).toMatchObject({ id, connection_id: connection.id });
			}
		},
	);

	it('looks once in a run, for however many items', async () => {
		const { connection, user } = firstConnection(asa);
		const items = [{ job: user.id }, { job: user.settings.name }, { job: user.id }];
		const place = { connection: connection.name, job: '={{ $json.job }}' };
		const result = await run('userSyncJob', 'get', place, items);
		expect(result.items.map(({ json }) => json.id)).toEqual([user.id, user.id, user.id]);
		const lists = takeSent(asa).filter(([line]) => /^GET \/?$|settings$/.test(line));
		expect(lists.map(([line]) => line.trim())).toEqual([
			'GET',
			`GET /${connection.id}/user_sync_task_settings`,
		]);
	});

	it('says so where it is neither, and changes nothing', async () => {
		const { connection, user } = firstConnection(asa);
		const noConnection = await run('connection', 'delete', { connection: 'Nowhere' });
		expect(noConnection.error?.message).toBe(
			`'Connection' is "Nowhere", but no connection has this name`,
		);
		const noJob = await run('userSyncJob', 'delete', { connection: connection.id, job: 'None' });
		expect(noJob.error?.message).toMatch(
			/^'Job' is "None", but the connection has no user sync job/,
		);
		expect(asa.sent().filter((line) => !line.startsWith('GET'))).toEqual([]);
		expect(jobsOf(asa, 'userSyncJob', connection)[0].id).toBe(user.id);
	});

	it('prefers the ID where a name looks like another one', async () => {
		const { connection, user } = firstConnection(asa);
		const [, other] = jobsOf(asa, 'userSyncJob', connection);
		asa.sandbox.renameJob(other.id, user.id);
		const { items } = await run('userSyncJob', 'get', { connection: connection.id, job: user.id });
		expect(items[0].json.id).toBe(user.id);
	});

	it('takes the result and the gateway by their IDs', async () => {
		const { connection, server } = firstConnection(asa);
		const place = { connection: byId(connection.id), job: byId(server.id) };
		const { items } = await run('serverSyncJob', 'getAllResults', { ...place, limit: 1 });
		const result = String(items[0].json.result_id);
		const found = await run('serverSyncJob', 'getResult', { ...place, result });
		expect(found.items[0].json.result_id).toBe(result);
		const [, gateway] = asa.sandbox.getState().gateways;
		const updated = await run('connection', 'update', {
			connection: connection.id,
			updateFields: { gateway: gateway.id },
		});
		expect(updated.items[0].json.gateway_id).toBe(gateway.id);
	});
});
