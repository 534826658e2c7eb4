import type { AxiosInstance } from 'axios';
import type { Sandbox } from '../../../sandbox/sandbox.cts';
import {
	addConnection,
	connectionBody,
	connectionsPath,
	refusal,
	serverJobBody,
	startTeam,
	type TeamConnection,
	userJobBody,
} from '../../helpers/sandboxRequests.cts';

let sandbox: Sandbox;
let api: AxiosInstance;
let connection: TeamConnection;

beforeEach(async () => {
	({ sandbox, api, connection } = await startTeam());
});

afterEach(() => sandbox.close());

describe('a connection', () => {
	test('is the only one of its domain, without regard to case', async () => {
		const { status, data } = await api.post(
			connectionsPath,
			connectionBody(sandbox, 'FOO.example.com'),
		);
		expect([status, data]).toEqual([409, refusal(409, 'resource_already_exists')]);
	});

	test("keeps its own domain in an update and can't take another's", async () => {
		const other = await addConnection(sandbox, api, 'other.example.com');
		expect((await api.put(connection.path, connectionBody(sandbox))).status).toBe(204);
		expect((await api.put(other.path, connectionBody(sandbox))).status).toBe(409);
	});

	test('gives its domain free when it is deleted', async () => {
		await api.delete(connection.path);
		expect((await api.post(connectionsPath, connectionBody(sandbox))).status).toBe(201);
	});

	test('needs a gateway that exists', async () => {
		const body = { ...connectionBody(sandbox, 'b.example.com'), gateway_id: 'nowhere' };
		const { status, data } = await api.post(connectionsPath, body);
		expect([status, data]).toEqual([400, refusal(400, 'invalid_request')]);
	});

	test("loses in an update what isn't sent", async () => {
		const { name, gateway_id, domain } = connectionBody(sandbox);
		await api.put(connection.path, { name, gateway_id, domain });
		const { data } = await api.get(connection.path);
		expect(data).toMatchObject({ domain_controllers: null, service_account_username: null });
	});

	test.each([
		['keep', undefined, true],
		['clear', undefined, false],
		['keep', null, false],
	] as const)(
		'with passwordOnPut %s and the password %s',
		async (passwordOnPut, password, kept) => {
			sandbox.setSwitches({ passwordOnPut });
			const body = { ...connectionBody(sandbox), service_account_password: password };
			await api.put(connection.path, body);
			expect(sandbox.isPassword(connection.id, 'p@$$w0rD')).toBe(kept);
			expect(sandbox.getState().connections[0].hasPassword).toBe(kept);
		},
	);

	test('never gives away what is write-only', async () => {
		const body = { ...connectionBody(sandbox), use_passwordless: true };
		await api.put(connection.path, body);
		const answers = [await api.get(connection.path), await api.get(connectionsPath)];
		expect(JSON.stringify(answers.map(({ data }) => data))).not.toMatch(/password/);
		expect(JSON.stringify(sandbox.getState())).not.toContain('p@$$w0rD');
		expect(sandbox.getState().connections[0].usePasswordless).toBe(true);
	});

	test('is still answered, as deleted, by the switch deletedAt', async () => {
		sandbox.setSwitches({ deletedAt: 'deleted_at' });
		await api.delete(connection.path);
		const { status, data } = await api.get(connection.path);
		expect(status).toBe(200);
		expect(data.deleted_at).toBe('2026-01-05T00:00:00Z');
		expect((await api.get(connectionsPath)).data.list).toEqual([]);
		expect((await api.get(connection.server)).status).toBe(404);
	});

	test('has the same answer to an unknown id everywhere', async () => {
		for (const path of [`${connectionsPath}/a%2Fb`, `${connectionsPath}/x/task_settings`]) {
			const { status, data } = await api.get(path);
			expect([status, data]).toEqual([404, refusal(404, 'resource_does_not_exist')]);
		}
	});
});

describe('active jobs', () => {
	const activeServerJobs = async () =>
		(await api.get(connection.server)).data.list
			.filter((job: { is_active: boolean }) => job.is_active)
			.map((job: { name: string }) => job.name);

	test('a second active server sync job replaces the first', async () => {
		await api.post(connection.server, serverJobBody(sandbox, { name: 'one' }));
		await api.post(connection.server, serverJobBody(sandbox, { name: 'two' }));
		expect(await activeServerJobs()).toEqual(['two']);
	});

	test('or is refused, however it becomes active', async () => {
		sandbox.setSwitches({ secondActiveServerJob: 'refuse' });
		await api.post(connection.server, serverJobBody(sandbox, { name: 'one' }));
		const created = await api.post(connection.server, serverJobBody(sandbox, { name: 'two' }));
		expect([created.status, created.data]).toEqual([409, refusal(409, 'resource_already_exists')]);

		const body = serverJobBody(sandbox, { name: 'two', is_active: false });
		const { id } = (await api.post(connection.server, body)).data;
		const path = `${connection.server}/${id}`;
		expect((await api.put(path, { ...body, is_active: true })).status).toBe(409);
		expect((await api.post(`${path}/schedule`, { frequency: 1 })).status).toBe(409);
		expect((await api.get(path)).data).toMatchObject({ is_active: false, frequency: 6 });
		expect(await activeServerJobs()).toEqual(['one']);
	});

	test('an active server sync job may be updated if a second is refused', async () => {
		sandbox.setSwitches({ secondActiveServerJob: 'refuse' });
		const { id } = (await api.post(connection.server, serverJobBody(sandbox))).data;
		const { status } = await api.put(`${connection.server}/${id}`, serverJobBody(sandbox));
		expect(status).toBe(204);
	});

	test('at most ten user sync jobs are active', async () => {
		for (let number = 1; number <= 10; number++) {
			const body = userJobBody({ name: `job ${number}` });
			expect((await api.post(connection.user, body)).status).toBe(201);
		}
		const eleventh = await api.post(connection.user, userJobBody({ name: 'job 11' }));
		expect([eleventh.status, eleventh.data]).toEqual([403, refusal(403, 'quota_exceeded')]);
		const inactive = await api.post(connection.user, userJobBody({ is_active: false }));
		const state = `${connection.user}/${inactive.data.id}/state`;
		expect((await api.post(state, { is_active: true })).status).toBe(403);
	});

	test("a user sync job without a frequency can't be activated", async () => {
		const body = userJobBody({ is_active: false, frequency: undefined });
		const { id } = (await api.post(connection.user, body)).data;
		const { status, data } = await api.post(`${connection.user}/${id}/state`, { is_active: true });
		expect([status, data]).toEqual([400, refusal(400, 'invalid_request')]);
	});

	test('names may repeat', async () => {
		await api.post(connection.user, userJobBody());
		expect((await api.post(connection.user, userJobBody())).status).toBe(201);
	});
});

/** What is wrong with a server sync job; an empty object is right. */
describe('the form of a request', () => {
	test('only JSON is taken', async () => {
		const { status, data } = await api.post(connectionsPath, 'name=x', {
			headers: { 'content-type': 'application/x-www-form-urlencoded' },
		});
		expect([status, data]).toEqual([415, refusal(415, 'unsupported_content_type')]);
	});

	test.each(['{"name":', '[]', '"text"', ''])('the body %j is refused', async (body) => {
		const { status, data } = await api.post(connectionsPath, body, {
			headers: { 'content-type': 'application/json' },
		});
		expect([status, data]).toEqual([400, refusal(400, 'invalid_request')]);
	});

	test('a body of a request that takes none is refused', async () => {
		const { id } = (await api.post(connection.server, serverJobBody(sandbox))).data;
		const path = `${connection.server}/${id}`;
		for (const tail of ['deactivate', 'test_request']) {
			expect((await api.post(`${path}/${tail}`, {})).status).toBe(400);
		}
		expect((await api.delete(path, { data: { id } })).status).toBe(400);
		expect((await api.get(path, { data: { id } })).status).toBe(400);
		expect((await api.get(path)).status).toBe(200);
	});

	test('an empty body may have any type', async () => {
		const { id } = (await api.post(connection.server, serverJobBody(sandbox))).data;
		for (const type of ['application/json', 'text/plain']) {
			const { status } = await api.post(`${connection.server}/${id}/deactivate`, undefined, {
				headers: { 'content-type': type },
			});
			expect(status).toBe(204);
		}
	});

	test.each([
		['count', '0'],
		['count', '101'],
		['count', 'ten'],
		['descending', 'yes'],
		['offset', '10'],
	])('the query %s=%s of a list of connections is refused', async (name, value) => {
		const { status, data } = await api.get(connectionsPath, { params: { [name]: value } });
		expect([status, data]).toEqual([400, refusal(400, 'invalid_request')]);
	});

	test.each([
		['limit', '10'],
		['status', 'ACTIVE'],
	])('the unknown parameter %s=%s is ignored, or refused by a switch', async (name, value) => {
		const params = { [name]: value };
		expect((await api.get(connectionsPath, { params })).status).toBe(200);
		expect((await api.get(connection.path, { params })).status).toBe(200);
		sandbox.setSwitches({ strictQueries: true });
		const { status, data } = await api.get(connectionsPath, { params });
		expect([status, data]).toEqual([400, refusal(400, 'invalid_request')]);
		expect(data.message).toContain(name);
		expect((await api.get(connection.path, { params })).status).toBe(400);
	});

	test('a broken escape in the path is refused', async () => {
		const { status, data, headers } = await api.get(`${connectionsPath}/%zz`);
		expect([status, data]).toEqual([400, refusal(400, 'invalid_request')]);
		expect(headers.date).toBe('Mon, 05 Jan 2026 00:00:00 GMT');
	});
});
