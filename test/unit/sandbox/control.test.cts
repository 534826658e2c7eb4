import type { AxiosInstance } from 'axios';
import { startSandbox, type Sandbox } from '../../../sandbox/sandbox.cts';
import {
	addConnection,
	clientOf,
	connectionsPath,
	connectionBody,
	controlOf,
} from '../../helpers/sandboxRequests.cts';

let sandbox: Sandbox;
let control: AxiosInstance;

beforeEach(async () => {
	sandbox = await startSandbox({ dataset: 'demo' });
	control = controlOf(sandbox);
});

afterEach(() => sandbox.close());

describe('switches', () => {
	test('are read and changed one at a time', async () => {
		const { data } = await control.patch('/switches', { dialect: 'page', keepResults: 3 });
		expect(data).toEqual({ dialect: 'page', keepResults: 3 });
		expect(sandbox.getSwitches()).toMatchObject({ ...data, pageSize: 100 });
		expect((await control.get('/switches')).data).toEqual(sandbox.getSwitches());
		await control.patch('/switches', { taskStateWords: { failed: 'broken' } });
		expect(sandbox.getSwitches().taskStateWords).toEqual({
			running: 'running',
			succeeded: 'done',
			failed: 'broken',
			timedOut: 'timeout',
		});
	});

	test.each([
		{ dialekt: 'page' },
		{ dialect: 'french' },
		{ pageSize: 0 },
		{ movedPaths: { 30: 'x' } },
		{ runDurationSeconds: [9, 8] },
		{ taskStateWords: null },
		{ taskStateWords: { sleeping: 'x' } },
	])('refuse %j and stay as they are', async (changes) => {
		const before = sandbox.getSwitches();
		const { status, data } = await control.patch('/switches', changes);
		expect([status, data]).toEqual([400, { error: expect.stringContaining('Switches: ') }]);
		expect(sandbox.getSwitches()).toEqual(before);
	});
});

test('faults are put, added, read and deleted', async () => {
	const rule = { effect: { type: 'status', status: 503 }, times: 1 };
	expect((await control.put('/faults', [rule])).data).toHaveLength(1);
	expect((await control.post('/faults', rule)).data).toHaveLength(2);
	expect((await control.get('/faults')).data[0]).toMatchObject({ ...rule, applied: 0 });
	expect((await control.delete('/faults')).status).toBe(204);
	expect((await control.get('/faults')).data).toEqual([]);
	expect((await control.put('/faults', rule)).status).toBe(400);
});

test('the clock is moved, set and sped up', async () => {
	const clock = async (body: object) => (await control.post('/clock', body)).data;
	expect(await clock({ advanceSeconds: 90 })).toEqual({ now: '2026-01-05T00:01:30Z', speed: 0 });
	expect(await clock({ to: '2026-01-06T00:00:00Z' })).toMatchObject({
		now: '2026-01-06T00:00:00Z',
	});
	expect(await clock({ speed: 2 })).toMatchObject({ speed: 2 });
	expect(await clock({ speed: 'fast' })).toEqual({ error: expect.stringContaining('Clock') });
});

test('the state shows what the API hides, but no secret', async () => {
	const { data } = await control.get('/state');
	expect(data).toEqual(JSON.parse(JSON.stringify(sandbox.getState())));
	expect(data.connections[0]).toMatchObject({ domain: 'corp.example.com', hasPassword: true });
	expect(data.connections[0].serverSyncJobs[0].nextDueAt).toMatch(/^2026-01-05T/);
	expect(JSON.stringify(data)).not.toContain(sandbox.keySecret);
});

test('a password can be compared, not read', async () => {
	const api = clientOf(sandbox);
	const { id } = await addConnection(sandbox, api);
	const ask = (password: string) => control.post(`/connections/${id}/is-password`, { password });
	expect((await ask('p@$$w0rD')).data).toEqual({ matches: true });
	expect((await ask('other')).data).toEqual({ matches: false });
});

test('jobs are planned, run and ended', async () => {
	const [{ id: jobId }] = sandbox.getState().connections[0].serverSyncJobs;
	const job = () => sandbox.getState().connections[0].serverSyncJobs[0];
	const planned = await control.post(`/jobs/${jobId}/plan`, { outcome: 'hang' });
	expect(planned.status).toBe(204);
	expect(job().plans).toEqual([{ outcome: 'hang', times: 1 }]);
	const { resultId } = (await control.post(`/jobs/${jobId}/run`, { isTest: true })).data;
	sandbox.advance(3000);
	expect(job().running).toContain(resultId);
	const ended = await control.post(`/jobs/${jobId}/end`, { outcome: 'fail', resultId });
	expect(ended.data).toEqual({ resultId });
	expect(job().results.find(({ id }) => id === resultId)).toMatchObject({
		taskState: 'error',
		isTest: true,
	});

	expect((await control.post('/jobs/unknown/run')).status).toBe(404);
	expect((await control.post(`/jobs/${jobId}/plan`, { outcome: 'explode' })).status).toBe(400);
	expect((await control.post(`/jobs/${jobId}/end`, { outcome: 'fail', resultId })).status).toBe(
		404,
	);
});

describe('changes beyond the API', () => {
	const connections = () => sandbox.getState().connections;

	test('rename a job and a connection', async () => {
		const { id, serverSyncJobs } = connections()[0];
		const [job] = serverSyncJobs;
		await control.post(`/jobs/${job.id}/rename`, { name: 'Other servers' });
		await control.post(`/connections/${id}/rename`, { name: 'Other directory' });
		const [after] = connections();
		expect(after).toMatchObject({ id, name: 'Other directory' });
		const { settings, results } = after.serverSyncJobs[0];
		expect([settings.name, after.serverSyncJobs[0].id]).toEqual(['Other servers', job.id]);
		expect(results).toEqual(job.results);
		expect(sandbox.getHistory().slice(-2)).toMatchObject([
			{ type: 'job_updated', details: { previousId: job.id, previousName: 'Servers' } },
			{ type: 'connection_updated', details: { previousName: 'Corporate directory' } },
		]);
	});

	test('recreate a job', async () => {
		const [job] = connections()[0].userSyncJobs;
		const { data } = await control.post(`/jobs/${job.id}/recreate`);
		const recreated = connections()[0].userSyncJobs.find(({ id }) => id === data.id);
		expect(recreated?.settings).toEqual(job.settings);
		expect(recreated?.results).toHaveLength(1);
		expect((await control.post(`/jobs/${job.id}/recreate`)).status).toBe(404);
	});

	test('recreate a connection with its jobs', async () => {
		const [old] = connections();
		const { data } = await control.post(`/connections/${old.id}/recreate`);
		const state = connections();
		expect(state[0].deletedAt).not.toBeNull();
		const recreated = state.find(({ id }) => id === data.id);
		expect(recreated).toMatchObject({ name: old.name, domain: old.domain, hasPassword: true });
		const names = (jobs: typeof old.userSyncJobs) => jobs.map(({ settings }) => settings.name);
		expect(names(recreated!.userSyncJobs)).toEqual(names(old.userSyncJobs));
	});

	test('amend a result, take a gateway offline, move an OU', async () => {
		const [{ id, serverSyncJobs, gatewayId }] = connections();
		const resultId = serverSyncJobs[0].results[0].id;
		const amended = await control.patch(`/results/${resultId}`, { taskState: 'odd' });
		expect(amended.status).toBe(204);
		expect(connections()[0].serverSyncJobs[0].results[0].taskState).toBe('odd');
		expect((await control.patch(`/results/${resultId}`, { createdAt: 'x' })).status).toBe(400);

		await control.patch(`/gateways/${gatewayId}`, { isOnline: false });
		expect(sandbox.getState().gateways.find((each) => each.id === gatewayId)?.isOnline).toBe(false);

		await control.post(`/connections/${id}/move-ou`, { baseDn: 'OU=Servers' });
		expect(sandbox.getState().directory?.movedOus).toHaveLength(1);
		await control.post(`/connections/${id}/move-ou`, { baseDn: 'OU=Servers', back: true });
		expect(sandbox.getState().directory?.movedOus).toEqual([]);
	});
});

test('tokens are given and expired', async () => {
	const { data } = await control.post('/tokens', { lifetimeSeconds: 5 });
	expect(data.expires_at).toBe('2026-01-05T00:00:05Z');
	const api = clientOf(sandbox, data.bearer_token);
	expect((await api.get(connectionsPath)).status).toBe(200);
	expect((await control.post('/tokens/expire')).data).toEqual({ expired: 1 });
	expect((await api.get(connectionsPath)).status).toBe(401);
});

test('the history comes as lines, all or after one', async () => {
	sandbox.advance(30 * 86_400);
	const linesOf = async (query: string) => {
		const { data } = await control.get(`/history${query}`, {
			responseType: 'text',
			transformResponse: (text) => text,
		});
		return data
			.trimEnd()
			.split('\n')
			.map((line: string) => JSON.parse(line));
	};
	const all = await linesOf('');
	expect(all).toEqual(JSON.parse(JSON.stringify(sandbox.getHistory())));
	expect(all.length).toBeGreaterThan(2000);
	expect(await linesOf('?after=9&limit=2')).toEqual(all.slice(10, 12));
	expect((await control.get('/history?after=x')).status).toBe(400);
});

describe('the request log', () => {
	test('holds the requests, without secrets', async () => {
		const api = clientOf(sandbox);
		await api.post(connectionsPath, connectionBody(sandbox));
		await api.post('/service_token', { key_id: sandbox.keyId, key_secret: 'canary' });
		await api.get(`${connectionsPath}?count=1`, { headers: { authorization: undefined } });
		const { data } = await control.get('/requests');
		expect(data.total).toBe(3);
		expect(data.requests).toMatchObject([
			{
				index: 0,
				method: 'POST',
				path: `/v1/teams/demo-team${connectionsPath}`,
				endpoint: 2,
				authorization: 'bearer',
				token: 1,
				status: 201,
				body: { domain: 'foo.example.com', service_account_password: '<redacted>' },
			},
			{ endpoint: 'token', status: 400 },
			{ endpoint: 1, query: { count: '1' }, authorization: 'none', token: null, status: 401 },
		]);
		expect(JSON.stringify(data)).not.toMatch(/p@\$\$w0rD|canary/);
		expect(sandbox.getRequests(1)).toEqual(data.requests.slice(2));
	});

	test('is kept short and cleared', async () => {
		sandbox.setSwitches({ keepRequests: 2 });
		const api = clientOf(sandbox);
		for (let request = 0; request < 7; request++) await api.get('/nothing');
		const kept = sandbox.getRequests().map(({ index }) => index);
		expect(kept.length).toBeLessThanOrEqual(4);
		expect(kept.slice(-2)).toEqual([5, 6]);
		expect((await control.delete('/requests')).status).toBe(204);
		expect(sandbox.getRequests()).toEqual([]);
		expect(sandbox.getState().requests).toBe(7);
	});
});

test('a reset makes another team with the same key', async () => {
	const before = sandbox.getState();
	sandbox.setFaults([{ effect: { type: 'html' } }]);
	sandbox.setSwitches({ pageSize: 1 });
	sandbox.advance(1000);
	const generated = {
		connections: 3,
		serverJobsPerConnection: 2,
		userJobsPerConnection: 12,
		nameLength: 40,
	};
	const { data } = await control.post('/reset', {
		seed: 9,
		dataset: generated,
		startTime: '2027-01-01T00:00:00Z',
	});
	expect(data).toMatchObject({ now: '2027-01-01T00:00:00Z', liveConnections: 3, requests: 0 });
	const [{ serverSyncJobs, userSyncJobs }] = sandbox.getState().connections;
	const active = (jobs: typeof userSyncJobs) =>
		jobs.filter(({ settings }) => settings.is_active).length;
	expect([serverSyncJobs.length, active(serverSyncJobs)]).toEqual([2, 1]);
	expect([userSyncJobs.length, active(userSyncJobs)]).toEqual([12, 10]);
	expect(userSyncJobs[0].settings.name).toHaveLength(40);
	expect(sandbox.getFaults()).toEqual([]);
	expect(sandbox.getSwitches().pageSize).toBe(100);
	const { keyId: key_id, keySecret: key_secret } = sandbox;
	const minted = await fetch(`${sandbox.url}/v1/teams/demo-team/service_token`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ key_id, key_secret }),
	});
	expect(minted.status).toBe(200);

	await control.post('/reset');
	expect({ ...sandbox.getState() }).toEqual(before);
	expect((await control.post('/reset', { dataset: 'demi' })).data.error).toContain('Dataset');
});

test('an unknown address is named', async () => {
	const { status, data } = await control.get('/nothing');
	expect([status, data]).toEqual([404, { error: 'There is no control GET /sandbox/nothing' }]);
});
