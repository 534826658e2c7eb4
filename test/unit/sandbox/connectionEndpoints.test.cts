import type { AxiosInstance } from 'axios';
import type { Sandbox } from '../../../sandbox/sandbox.cts';
import {
	closeChecked,
	connectionBody,
	connectionsPath,
	serverJobBody,
	startTeam,
	type TeamConnection,
	userJobBody,
	uuid,
} from '../../helpers/sandboxRequests.cts';

let sandbox: Sandbox;
let api: AxiosInstance;
let connection: TeamConnection;

async function start(dialect: 'client' | 'page') {
	({ sandbox, api, connection } = await startTeam({
		dialect,
		switches: { runDurationSeconds: [60, 60] },
	}));
}

afterEach(() => closeChecked(sandbox));

describe.each(['client', 'page'] as const)('connections in the %s dialect', (dialect) => {
	beforeEach(() => start(dialect));

	const fields = (domain: string) => {
		const { name, gateway_id, domain_controllers } = connectionBody(sandbox, domain);
		return { id: expect.stringMatching(uuid), name, gateway_id, domain, domain_controllers };
	};

	test('1 lists them', async () => {
		const { status, data } = await api.get(connectionsPath);
		expect([status, data]).toEqual([200, { list: [fields('foo.example.com')] }]);
	});

	test('1 filters by certificate and answers it when asked', async () => {
		const body = { ...connectionBody(sandbox, 'b.example.com'), certificate_id: 'cert-1' };
		await api.post(connectionsPath, body);
		const params = { certificate_id: 'cert-1' };
		const plain = await api.get(connectionsPath, { params });
		expect(plain.data).toEqual({ list: [fields('b.example.com')] });
		const detailed = await api.get(connectionsPath, {
			params: { ...params, include_certificate_details: true },
		});
		expect(detailed.data).toEqual({
			list: [{ ...fields('b.example.com'), certificate_id: 'cert-1' }],
		});
		sandbox.setSwitches({ certificateIdInAnswers: false });
		const without = await api.get(connectionsPath, {
			params: { include_certificate_details: true },
		});
		expect(JSON.stringify(without.data)).not.toContain('certificate_id');
	});

	test('2 creates one', async () => {
		const { status, data } = await api.post(
			connectionsPath,
			connectionBody(sandbox, 'b.example.com'),
		);
		const expected = { ...fields('b.example.com'), service_account_username: 'admin' };
		expect([status, data]).toEqual([201, expected]);
		expect(sandbox.isPassword(data.id, 'p@$$w0rD')).toBe(true);
	});

	test('3 gets one, with its gateway and its active server sync job', async () => {
		const expected = {
			...fields('foo.example.com'),
			service_account_username: 'admin',
			gateway_name: sandbox.getState().gateways[0].name,
			active_task_settings_id: null as string | null,
		};
		const before = await api.get(connection.path);
		expect([before.status, before.data]).toEqual([200, expected]);
		const job = (await api.post(connection.server, serverJobBody(sandbox))).data;
		const after = await api.get(connection.path);
		expect(after.data).toEqual({ ...expected, active_task_settings_id: job.id });
	});

	test('4 updates one', async () => {
		const body = { ...connectionBody(sandbox, 'new.example.com'), domain_controllers: null };
		const { status, data } = await api.put(connection.path, body);
		expect([status, data]).toEqual([204, '']);
		const after = (await api.get(connection.path)).data;
		expect(after).toMatchObject({ ...fields('new.example.com'), domain_controllers: null });
		expect(after.id).toBe(connection.id);
	});

	test('5 deletes one with its jobs', async () => {
		await api.post(connection.user, userJobBody());
		const { status, data } = await api.delete(connection.path);
		expect([status, data]).toEqual([204, '']);
		expect((await api.get(connection.path)).status).toBe(404);
		expect((await api.get(connection.user)).status).toBe(404);
		expect((await api.delete(connection.path)).status).toBe(404);
		expect((await api.get(connectionsPath)).data).toEqual({ list: [] });
	});
});
