import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AxiosInstance } from 'axios';
import { startSandbox, type Sandbox } from '../../../sandbox/sandbox.cts';
import { clientOf, connectionsPath } from '../../helpers/sandboxRequests.cts';

let sandbox: Sandbox;
let api: AxiosInstance;
let server: string;
let jobId: string;

beforeEach(async () => {
	sandbox = await startSandbox({ dataset: 'demo', switches: { pageSize: 2 } });
	api = clientOf(sandbox);
	const [connection] = sandbox.getState().connections;
	server = `${connectionsPath}/${connection.id}/task_settings`;
	jobId = connection.serverSyncJobs[0].id;
});

afterEach(() => sandbox.close());

test('an endpoint answers on its new path alone, links included', async () => {
	const template = 'integrations/ad_connections/{connection}/task_settings/{job}/results';
	sandbox.setSwitches({ movedPaths: { 13: template } });
	expect((await api.get(`${server}/${jobId}/task_results`)).status).toBe(404);
	const { status, data, headers } = await api.get(`${server}/${jobId}/results?count=1`);
	expect(status).toBe(200);
	expect(data.list).toHaveLength(1);
	expect(headers.link).toContain(`${server}/${jobId}/results?count=1&offset=`);
	expect(sandbox.getRequests().map(({ endpoint }) => endpoint)).toEqual([null, 13]);
	expect(sandbox.getRequests()[1].path).toBe(`/v1/teams/demo-team${server}/${jobId}/results`);
});

test('its neighbours stay where they are', async () => {
	sandbox.setSwitches({ movedPaths: { 13: 'elsewhere/{connection}/{job}' } });
	const [{ id }] = sandbox.getState().connections[0].serverSyncJobs[0].results;
	expect((await api.get(`${server}/${jobId}/task_results/${id}/detailed_summary`)).status).toBe(
		200,
	);
	expect((await api.get(server)).status).toBe(200);
});

test('an endpoint can be taken away, the other method of its path stays', async () => {
	sandbox.setSwitches({ movedPaths: { 6: null } });
	expect((await api.get(server)).status).toBe(404);
	expect((await api.post(server, {})).status).toBe(400);
	sandbox.setSwitches({ movedPaths: {} });
	expect((await api.get(server)).status).toBe(200);
});

test('two endpoints can change places', async () => {
	sandbox.setSwitches({ movedPaths: { 1: 'projects' } });
	expect((await api.get('/projects')).data.list[0]).toHaveProperty('domain');
});

test('the commands of docs/troubleshooting.md move an endpoint, and move it back', async () => {
	const page = readFileSync(join(__dirname, '../../../docs/troubleshooting.md'), 'utf8');
	const commands = [...page.matchAll(/^curl .* -X PATCH (\S+) .* -d '(.+)'$/gm)];
	expect(commands.map(([, url]) => new URL(url!).pathname)).toEqual(
		Array(2).fill('/sandbox/switches'),
	);
	const usual = `${server}/${jobId}/task_results`;
	const statuses: number[] = [];
	for (const [, , switches] of commands) {
		const changes = JSON.parse(switches!);
		const answer = await api.patch('/sandbox/switches', changes, { baseURL: sandbox.url });
		expect(answer.data).toEqual(changes);
		const [before, after] = [await api.get(usual), await api.get(`${server}/${jobId}/results`)];
		statuses.push(before.status, after.status);
	}
	expect(statuses).toEqual([404, 200, 200, 404]);
});
