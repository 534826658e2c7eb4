import type { AxiosInstance } from 'axios';
import { startSandbox, type Sandbox } from '../../../sandbox/sandbox.cts';
import type { JobState } from '../../../sandbox/state.cts';
import { clientOf } from '../../helpers/sandboxRequests.cts';

const hourSeconds = 3600;
const dataset = {
	connections: 1,
	userJobsPerConnection: 1,
	frequencies: { 1: 1 },
	serversPerRule: 3,
	otherServers: 3,
	usersPerJob: 20,
};

let sandbox: Sandbox;
let api: AxiosInstance;

beforeEach(async () => {
	sandbox = await startSandbox({
		dataset,
		switches: { runDurationSeconds: [60, 60] },
	});
	api = clientOf(sandbox);
	sandbox.advance(2 * hourSeconds);
});

afterEach(() => sandbox.close());

const connection = () => sandbox.getState().connections[0];
const serverJob = () => connection().serverSyncJobs[0];
const latest = ({ results }: JobState) => results[results.length - 1];
const directory = () => sandbox.getState().directory!;

async function hostnames(params: object): Promise<string[]> {
	const { status, data } = await api.get('/servers', { params });
	expect(status).toBe(200);
	return data.list.map(({ hostname }: { hostname: string }) => hostname);
}

const discovered = [1, 2, 3].map((number) => `servers-${number}.dc001.example.com`);
const otherFiles = [1, 2, 3].map((number) => `agent-${number}.example.com`);

describe('gateways and projects', () => {
	test('are listed with id and name', async () => {
		for (const path of ['gateways', 'projects'] as const) {
			const { status, data } = await api.get(`/${path}`);
			expect(status).toBe(200);
			const named = sandbox.getState()[path].map(({ id, name }) => ({ id, name }));
			expect(data.list).toMatchObject(named);
		}
	});

	test('are filtered by contains', async () => {
		const { data } = await api.get('/gateways', { params: { contains: 'EAST' } });
		expect(data.list).toEqual([
			expect.objectContaining({ name: 'gateway-east', refuse_connections: false }),
		]);
	});
});

describe('a gateway', () => {
	const statusOf = async (id: string) => (await api.get(`/gateways/${id}/status`)).data;

	test('is online', async () => {
		const [{ id }] = sandbox.getState().gateways;
		expect(await statusOf(id)).toEqual({
			gateway_id: id,
			status: 'ONLINE',
			updated_at: '2026-01-05T02:00:00Z',
			active_connections: expect.any(Number),
			total_storage_bytes: expect.any(Number),
			used_storage_bytes: expect.any(Number),
		});
		expect((await api.get('/gateways/unknown/status')).status).toBe(404);
		sandbox.setSwitches({ gatewayUpdatedAt: false });
		expect(await statusOf(id)).not.toHaveProperty('updated_at');
	});

	test('that is offline lets runs fail with its name, until it is back', async () => {
		const { gatewayId } = connection();
		sandbox.setGatewayOnline(gatewayId, false);
		expect(await statusOf(gatewayId)).toMatchObject({
			status: 'OFFLINE',
			updated_at: '2026-01-05T02:00:00Z',
		});
		sandbox.setSwitches({ offlineGatewayStatus: 'UNREACHABLE' });
		expect(await statusOf(gatewayId)).toMatchObject({ status: 'UNREACHABLE' });
		sandbox.planRuns(serverJob().id, { outcome: 'succeed', summary: 'as planned' });
		sandbox.advance(hourSeconds);
		const [{ name }] = sandbox.getState().gateways.filter(({ id }) => id === gatewayId);
		expect(latest(serverJob())).toMatchObject({
			taskState: 'error',
			summary: `Gateway ${name} is offline`,
		});
		sandbox.setGatewayOnline(gatewayId, true);
		sandbox.advance(hourSeconds);
		expect(latest(serverJob())).toMatchObject({ taskState: 'done', summary: 'as planned' });
		expect(() => sandbox.setGatewayOnline('unknown', true)).toThrow('unknown');
	});
});

describe('servers', () => {
	test('are listed, filtered and paged', async () => {
		expect((await hostnames({})).sort()).toEqual([...otherFiles, ...discovered]);
		expect(await hostnames({ AdServers: 'true' })).toEqual(discovered);
		expect(await hostnames({ AdServers: 'true', descending: true, count: 1 })).toEqual([
			discovered[2],
		]);
		expect(await hostnames({ state: 'INACTIVE' })).toEqual([otherFiles[2]]);
		expect(await hostnames({ hostname: discovered[1] })).toEqual([discovered[1]]);
		expect(await hostnames({ managed: 'true', project_name: 'web-servers' })).toEqual([
			otherFiles[2],
		]);
		const { data, headers } = await api.get('/servers?AdServers=true&count=2');
		expect(data.list).toHaveLength(2);
		expect(headers.link).toMatch(/AdServers=true&count=2&offset=[^>]+>; rel="next"/);
	});

	test('have the fields of the contract', async () => {
		const { data } = await api.get('/servers', { params: { hostname: discovered[0] } });
		const [{ createdAt, updatedAt }] = serverJob().results;
		expect(createdAt).toBe('2026-01-05T00:00:00Z');
		expect(data.list).toEqual([
			{
				id: expect.stringMatching(/^[0-9a-f-]{36}$/),
				hostname: discovered[0],
				project_name: 'web-servers',
				state: 'ACTIVE',
				last_seen: latest(serverJob()).updatedAt,
				registered_at: updatedAt,
				managed: false,
				os: expect.any(String),
				os_type: 'windows',
				access_address: null,
				alt_names: [],
				bastion: null,
				canonical_name: 'servers-1',
				labels: {},
				deleted_at: null,
			},
		]);
	});

	test('of other projects can be hidden from the service user', async () => {
		sandbox.setSwitches({ visibleProjects: ['database-servers'] });
		expect(await hostnames({})).toEqual([otherFiles[0]]);
		sandbox.setSwitches({ visibleProjects: [] });
		expect(await hostnames({})).toEqual([]);
	});

	test('go 96 hours after the last sync that found them, users after 48', async () => {
		sandbox.planRuns(serverJob().id, { outcome: 'fail', times: null });
		const [userJob] = connection().userSyncJobs;
		sandbox.planRuns(userJob.id, { outcome: 'fail', times: null });
		sandbox.advance(47 * hourSeconds);
		expect(directory().users).toMatchObject([{ domain: 'dc001.example.com', count: 20 }]);
		sandbox.advance(hourSeconds);
		expect(directory().users).toMatchObject([{ count: 0 }]);
		sandbox.advance(47 * hourSeconds);
		expect(await hostnames({ AdServers: 'true' })).toEqual(discovered);
		sandbox.advance(hourSeconds);
		expect(await hostnames({})).toEqual(otherFiles);
		sandbox.planRuns(serverJob().id, []);
		sandbox.advance(2 * hourSeconds);
		expect(await hostnames({ AdServers: 'true' })).toEqual(discovered);
	});

	test('go when their OU moves, though syncs succeed', async () => {
		const { id } = connection();
		const baseDn = 'OU=Servers,DC=dc001,DC=example,DC=com';
		sandbox.moveOu(id, baseDn);
		expect(directory().movedOus).toHaveLength(1);
		sandbox.advance(97 * hourSeconds);
		expect(latest(serverJob()).taskState).toBe('done');
		expect(await hostnames({ AdServers: 'true' })).toEqual([]);
		sandbox.moveOu(id, baseDn, { back: true });
		sandbox.advance(2 * hourSeconds);
		expect(await hostnames({ AdServers: 'true' })).toEqual(discovered);
	});

	test("aren't found by test runs", async () => {
		sandbox.advance(50 * hourSeconds);
		const { id } = serverJob();
		sandbox.planRuns(id, { outcome: 'fail', times: null });
		sandbox.advance(hourSeconds);
		const before = directory().servers;
		sandbox.planRuns(id, { outcome: 'succeed' });
		sandbox.runJob(id, { isTest: true });
		sandbox.advance(600);
		expect(latest(serverJob())).toMatchObject({ isTest: true, taskState: 'done' });
		const seen = ({ lastSeenAt, isFromActiveDirectory }: (typeof before)[0]) =>
			isFromActiveDirectory ? lastSeenAt : null;
		expect(directory().servers.map(seen)).toEqual(before.map(seen));
	});

	test("don't change the ids of jobs, and cost a dataset without them nothing", async () => {
		const { id } = serverJob();
		const other = await startSandbox({
			dataset: { ...dataset, serversPerRule: 0, otherServers: 0, usersPerJob: 0 },
		});
		const state = other.getState();
		await other.close();
		expect(state.connections[0].serverSyncJobs[0].id).toBe(id);
		expect(state).not.toHaveProperty('directory');
	});
});
