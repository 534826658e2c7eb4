import type { IDataObject } from 'n8n-workflow';
import { closeAll, dialects, startAsa, type Asa } from '../asa.cts';
import {
	byId,
	byName,
	firstConnection,
	jobsOf,
	runOperation,
	signIn,
	takeSent,
} from '../runOperation.cts';

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

	it('says so if it is neither, and changes nothing', async () => {
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

	it('prefers the ID if a name looks like another one', async () => {
		const { connection, user } = firstConnection(asa);
		const [, other] = jobsOf(asa, 'userSyncJob', connection);
		asa.sandbox.renameJob(other.id, user.id);
		const { items } = await run('userSyncJob', 'get', { connection: connection.id, job: user.id });
		expect(items[0].json.id).toBe(user.id);
	});

	const gateway = () => asa.sandbox.getState().gateways[1];
	const project = () => asa.sandbox.getState().projects[1];
	const lines = () => takeSent(asa).map(([line]) => line);
	/** The parameters of each write of a connection that has a gateway. */
	const connectionWrites = (chosen: unknown): Array<[string, object]> => {
		const { id, name } = firstConnection(asa).connection;
		const plain = { name, domain: 'plain.example.com', gateway: chosen, usePasswordless: false };
		const place = { connection: byId(id) };
		return [
			['create', { name: 'New', domain: 'new.example.com', gateway: chosen }],
			['upsert', { name, gateway: chosen }],
			['update', { ...place, updateFields: { gateway: chosen } }],
			['update', { ...place, updateFields: plain, options: { sendOnlyWhatIsSet: true } }],
			['upsert', { name: 'Newer', domain: 'newer.example.com', gateway: chosen }],
		];
	};

	it.each([0, 1, 2, 3, 4])('finds the gateway of a connection by its name: write %d', async (n) => {
		const { id, name } = gateway();
		for (const chosen of [` ${name} `, byName(name)]) {
			const [operation, parameters] = connectionWrites(chosen)[n];
			const { items, error } = await run('connection', operation, parameters);
			expect(error).toBeUndefined();
			expect(items[0].json.gateway_id).toBe(id);
			expect(lines().filter((line) => line.includes('gateways'))).toEqual(['GET T/gateways']);
			await asa.sandbox.reset();
			await signIn(asa);
		}
	});

	it.each([0, 1, 2, 3, 4])('takes a gateway that is a UUID as it is: write %d', async (n) => {
		const { id } = gateway();
		const [operation, parameters] = connectionWrites(id)[n];
		expect((await run('connection', operation, parameters)).error).toBeUndefined();
		expect(lines().filter((line) => line.includes('gateways'))).toEqual([]);
		expect(asa.sandbox.getState().connections.some(({ gatewayId }) => gatewayId === id)).toBe(true);
	});

	it('takes a gateway By ID and From List as it is, whatever it looks like', async () => {
		const { id } = firstConnection(asa).connection;
		for (const mode of ['id', 'list']) {
			const chosen = { __rl: true, mode, value: gateway().name };
			const updateFields = { gateway: chosen };
			const { error } = await run('connection', 'update', { connection: byId(id), updateFields });
			expect(error?.httpCode).toBe('400');
			expect(lines().filter((line) => line.includes('gateways'))).toEqual([]);
		}
	});

	it('says so if no gateway has the name, and writes nothing', async () => {
		for (const [operation, parameters] of connectionWrites('nowhere')) {
			const { error } = await run('connection', operation, parameters);
			expect(error?.message).toBe(`'Gateway' is "nowhere", but no gateway has this name`);
			expect(lines().filter((line) => !line.startsWith('GET'))).toEqual([]);
		}
	});

	/** The parameters of each write of a server sync job that has a rule. */
	const jobWrites = (chosen: unknown): Array<[string, object]> => {
		const [{ id, settings }] = jobsOf(asa, 'serverSyncJob', firstConnection(asa).connection);
		const rule = { baseDn: 'OU=Plain', ldapQueryFilter: '(cn=*)', project: chosen, priority: 7 };
		const rules = { ruleAssignments: { rule: [rule] } };
		const place = { connection: byId(firstConnection(asa).connection.id) };
		return [
			['create', { ...place, name: 'New', ...rules }],
			['upsert', { ...place, name: 'New', ...rules }],
			['upsert', { ...place, name: settings.name, ...rules }],
			['update', { ...place, job: byId(id), updateFields: rules }],
		];
	};

	const projectsOf = () =>
		firstConnection(asa).connection.serverSyncJobs.flatMap(({ settings }) =>
			'rule_assignments' in settings
				? settings.rule_assignments.map(({ project_id }) => project_id)
				: [],
		);

	it.each([0, 1, 2, 3])('finds the project of a rule by its name: write %d', async (n) => {
		const { id, name } = project();
		const before = projectsOf().filter((one) => one === id).length;
		const [operation, parameters] = jobWrites(name)[n];
		expect((await run('serverSyncJob', operation, parameters)).error).toBeUndefined();
		expect(projectsOf().filter((one) => one === id)).toHaveLength(before + 1);
		expect(lines().filter((line) => line.includes('projects'))).toEqual(['GET T/projects']);
	});

	it.each([0, 1, 2, 3])('takes a project that is a UUID as it is: write %d', async (n) => {
		const [operation, parameters] = jobWrites(project().id)[n];
		expect((await run('serverSyncJob', operation, parameters)).error).toBeUndefined();
		expect(lines().filter((line) => line.includes('projects'))).toEqual([]);
	});

	it('says so if no project has the name, and writes nothing', async () => {
		for (const [operation, parameters] of jobWrites('nowhere')) {
			const { error } = await run('serverSyncJob', operation, parameters);
			expect(error?.message).toBe(`'Project' is "nowhere", but no project has this name`);
			expect(lines().filter((line) => !line.startsWith('GET'))).toEqual([]);
		}
	});

	it('looks for gateways and projects once in a run, for however many items', async () => {
		const items = [1, 2, 3].map((number) => ({ number }));
		const { connection } = firstConnection(asa);
		const domain = '=d{{ $json.number }}.example.com';
		const create = { name: '=C{{ $json.number }}', domain, gateway: gateway().name };
		const created = await run('connection', 'create', create, items);
		expect(created.items.map(({ json }) => json.gateway_id)).toEqual(Array(3).fill(gateway().id));
		expect(lines().filter((line) => line.includes('gateways'))).toEqual(['GET T/gateways']);
		const project0 = project();
		const rule = { baseDn: '=OU={{ $json.number }}', project: project0.name, priority: 1 };
		const jobs = await run(
			'serverSyncJob',
			'create',
			{
				connection: byId(connection.id),
				name: '=J{{ $json.number }}',
				ruleAssignments: { rule: [rule, { ...rule, baseDn: 'OU=y', priority: 2 }] },
			},
			items,
		);
		expect(jobs.error).toBeUndefined();
		expect(lines().filter((line) => line.includes('projects'))).toEqual(['GET T/projects']);
	});

	it('previews with the ID of the name', async () => {
		const { connection } = firstConnection(asa);
		const { items } = await run('connection', 'update', {
			connection: byId(connection.id),
			updateFields: { gateway: gateway().name },
			options: { previewChanges: true },
		});
		expect(items[0].json.changes).toEqual([
			{ field: 'gateway_id', before: connection.gatewayId, after: gateway().id },
		]);
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
