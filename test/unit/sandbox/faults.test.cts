import axios, { type AxiosInstance } from 'axios';
import type { FaultRule } from '../../../sandbox/faults.cts';
import { startSandbox, type Sandbox } from '../../../sandbox/sandbox.cts';
import { clientOf, connectionsPath, connectionBody } from '../../helpers/sandboxRequests.cts';

let sandbox: Sandbox;
let api: AxiosInstance;

beforeEach(async () => {
	sandbox = await startSandbox({ dataset: 'demo' });
	api = clientOf(sandbox);
});

afterEach(() => sandbox.close());

function setFault(effect: FaultRule['effect'], more: Omit<FaultRule, 'effect'> = {}) {
	sandbox.setFaults([{ effect, ...more }]);
}

const raw = () =>
	api.get(connectionsPath, { responseType: 'text', transformResponse: (data) => data });

describe('which requests a rule applies to', () => {
	const status = { type: 'status', status: 500 } as const;

	test('by method, path and endpoint', async () => {
		setFault(status, { match: { method: 'get', path: 'ad_connections\\?count=1$', endpoint: 1 } });
		expect((await api.get(`${connectionsPath}?count=1`)).status).toBe(500);
		expect((await api.get(connectionsPath)).status).toBe(200);
		for (const endpoint of [26, 'gateways'] as const) {
			setFault(status, { match: { endpoint } });
			expect((await api.get('/gateways')).status).toBe(500);
			expect((await api.get('/projects')).status).toBe(200);
		}
	});

	test('afterRequests and times', async () => {
		setFault(status, { afterRequests: 1, times: 2 });
		const answers: number[] = [];
		for (let request = 0; request < 5; request++)
			answers.push((await api.get(connectionsPath)).status);
		expect(answers).toEqual([200, 500, 500, 200, 200]);
		expect(sandbox.getFaults()[0]).toMatchObject({ matched: 5, applied: 2 });
		expect(sandbox.getRequests()[1]).toMatchObject({ status: 500, faults: ['status'] });
	});

	test('by a probability that its seed repeats', async () => {
		const statuses = async () => {
			setFault(status, { probability: 0.5, seed: 3 });
			const answers: number[] = [];
			for (let request = 0; request < 20; request++)
				answers.push((await api.get(connectionsPath)).status);
			return answers;
		};
		const first = await statuses();
		expect(new Set(first)).toEqual(new Set([200, 500]));
		expect(await statuses()).toEqual(first);
	});

	test.each([
		{ type: 'truncatedBody' },
		{ type: 'html', status: 200 },
		{ type: 'emptyBody' },
	] as const)('$type leaves nothing for effects that change JSON', async (effect) => {
		const changes = [{ type: 'wrongTypes' }, { type: 'endlessPaging' }] as const;
		setFault(effect);
		const { data } = await raw();
		sandbox.setFaults([effect, ...changes].map((each) => ({ effect: each })));
		expect(await raw()).toMatchObject({ status: 200, data });
	});

	test('several rules apply together, and all are cleared', async () => {
		sandbox.setFaults([{ effect: { type: 'latency', milliseconds: 50 } }]);
		sandbox.addFault({ effect: { type: 'html' } });
		const before = Date.now();
		expect((await api.get(connectionsPath)).status).toBe(502);
		expect(Date.now() - before).toBeGreaterThanOrEqual(45);
		sandbox.clearFaults();
		expect((await api.get(connectionsPath)).status).toBe(200);
	});

	test.each([
		[{ effect: { type: 'nonsense' } }],
		[{ effect: { type: 'status', status: 200 } }],
		[{ effect: { type: 'html' }, match: { path: '(' } }],
		[{ effect: { type: 'html' }, match: { endpoint: 30 } }],
		[{ effect: { type: 'html' }, time: 1 }],
	])('no rule is %j', (rule) => {
		expect(() => sandbox.addFault(rule as FaultRule)).toThrow('Fault: ');
		expect(sandbox.getFaults()).toEqual([]);
	});
});

describe('effects without carrying out', () => {
	const create = () => api.post(connectionsPath, connectionBody(sandbox));
	const created = () => sandbox.getState().connections.length - 2;

	test.each([429, 500, 502, 503, 504])('status %i', async (status) => {
		setFault({ type: 'status', status, retryAfterSeconds: 90 });
		const answer = await create();
		expect(answer.status).toBe(status);
		expect(answer.data).toMatchObject({ code: status, nottype: expect.any(String) });
		const retryAt = Number(answer.headers['x-ratelimit-retry-at']);
		expect(retryAt).toBe(Date.parse('2026-01-05T00:01:30Z') / 1000);
		expect(answer.headers).toHaveProperty('x-ratelimit-limit');
		expect(created()).toBe(0);
	});

	test('status 429 without a time to come again', async () => {
		setFault({ type: 'status', status: 429 });
		expect((await create()).headers).not.toHaveProperty('x-ratelimit-retry-at');
	});

	test('html', async () => {
		setFault({ type: 'html', status: 200 });
		const { status, data, headers } = await create();
		expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
		expect(data).toMatch(/^<html>/);
		expect(created()).toBe(0);
	});

	test('redirects, here and elsewhere', async () => {
		setFault({ type: 'redirect' });
		expect(await create()).toMatchObject({ status: 302, headers: { location: '/v1/moved' } });
		setFault({ type: 'redirect', status: 307, location: 'http://example.com/' });
		expect(await create()).toMatchObject({
			status: 307,
			headers: { location: 'http://example.com/' },
		});
		expect(created()).toBe(0);
	});

	test('reset before', async () => {
		setFault({ type: 'reset', when: 'before' });
		await expect(create()).rejects.toMatchObject({ code: 'ECONNRESET' });
		expect(created()).toBe(0);
		expect(sandbox.getRequests()[0].status).toBeNull();
	});

	test('no answer', async () => {
		setFault({ type: 'noAnswer' });
		await expect(api.get(connectionsPath, { timeout: 100 })).rejects.toMatchObject({
			code: 'ECONNABORTED',
		});
	});

	test('expired tokens', async () => {
		setFault({ type: 'expireTokens' }, { times: 1 });
		expect((await create()).status).toBe(401);
		expect((await clientOf(sandbox).get(connectionsPath)).status).toBe(200);
		expect(created()).toBe(0);
	});

	test("waiting answers don't keep the sandbox from closing", async () => {
		sandbox.setFaults([
			{ effect: { type: 'latency', milliseconds: 60_000 }, match: { endpoint: 1 } },
			{ effect: { type: 'noAnswer' }, match: { endpoint: 26 } },
		]);
		const waiting = Promise.allSettled([api.get(connectionsPath), api.get('/gateways')]);
		while (sandbox.getRequests().length < 2) await new Promise((done) => setTimeout(done, 5));
		await sandbox.close();
		expect((await waiting).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
	});
});

describe('effects on what was carried out', () => {
	test.each(['middle', 'after'] as const)('reset %s', async (when) => {
		setFault({ type: 'reset', when }, { match: { endpoint: 2 } });
		await expect(api.post(connectionsPath, connectionBody(sandbox))).rejects.toBeInstanceOf(
			axios.AxiosError,
		);
		expect(sandbox.getState().connections).toHaveLength(3);
	});

	test('reset in the middle of an answer without a body', async () => {
		setFault({ type: 'reset', when: 'middle' });
		const [{ id }] = sandbox.getState().connections;
		await expect(api.delete(`${connectionsPath}/${id}`)).rejects.toBeInstanceOf(axios.AxiosError);
		expect(sandbox.getState().connections[0].deletedAt).not.toBeNull();
	});

	test('a body cut short', async () => {
		const whole = (await raw()).data;
		setFault({ type: 'truncatedBody' });
		const { status, data } = await raw();
		expect(status).toBe(200);
		expect(data).toBe(whole.slice(0, whole.length / 2));
	});

	test('an empty body', async () => {
		setFault({ type: 'emptyBody' });
		expect(await raw()).toMatchObject({ status: 200, data: '' });
	});

	test('another content type', async () => {
		setFault({ type: 'contentType', value: 'text/plain' });
		expect((await raw()).headers['content-type']).toMatch(/^text\/plain/);
	});

	test('wrong types', async () => {
		setFault({ type: 'wrongTypes' });
		const { data } = await api.get(connectionsPath);
		const text = { text: expect.any(String) as string };
		expect(data.list[0]).toMatchObject({ id: text, name: text });
		expect(Array.isArray(data.list)).toBe(false);
	});

	test.each([
		['text', '"not an object"'],
		['number', '42'],
		['null', 'null'],
	] as const)('the wrong type %s', async (variant, expected) => {
		setFault({ type: 'wrongTypes', variant });
		expect((await raw()).data).toBe(expected);
	});

	test('any body', async () => {
		setFault({ type: 'replaceBody', body: { list: [{ name: '__proto__' }] } });
		expect((await api.get(connectionsPath)).data).toEqual({ list: [{ name: '__proto__' }] });
	});
});

describe('paging that goes wrong', () => {
	const nextOf = async (url: string): Promise<string> =>
		/<([^>]+)>; rel="next"/.exec((await api.get(url)).headers.link)?.[1] ?? '';

	test('a cursor that repeats', async () => {
		setFault({ type: 'repeatedCursor' });
		const first = await nextOf(connectionsPath);
		expect(await nextOf(first)).toBe(first);
	});

	test('a link to another origin', async () => {
		setFault({ type: 'foreignNext', origin: 'https://evil.example.com:8443' });
		expect(await nextOf(connectionsPath)).toBe(
			`https://evil.example.com:8443/v1/teams/demo-team${connectionsPath}`,
		);
	});

	test.each(['true', 'false'])('pages without end (descending=%s)', async (descending) => {
		setFault({ type: 'endlessPaging' });
		const seen = new Set<string>();
		let url = `${connectionsPath}?descending=${descending}`;
		for (let page = 0; page < 5; page++) {
			url = await nextOf(url);
			seen.add(url);
			expect((await api.get(url)).data.list).toHaveLength(2);
		}
		expect(seen.size).toBe(5);
	});

	test('only lists have links', async () => {
		setFault({ type: 'repeatedCursor' });
		const [{ id }] = sandbox.getState().connections;
		expect((await api.get(`${connectionsPath}/${id}`)).headers).not.toHaveProperty('link');
	});
});
