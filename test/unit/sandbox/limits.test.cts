import { startSandbox, type Sandbox } from '../../../sandbox/sandbox.cts';
import { clientOf, connectionsPath } from '../../helpers/sandboxRequests.cts';

const startSeconds = Date.parse('2026-01-05T00:00:00Z') / 1000;

let sandbox: Sandbox;

beforeEach(async () => {
	sandbox = await startSandbox({ switches: { rateLimitPerHour: 3 } });
});

afterEach(() => sandbox.close());

const tooMany = { code: 429, message: expect.any(String), nottype: 'too_many_requests' };

test('every answer carries the limit, refusals too', async () => {
	const api = clientOf(sandbox);
	const answers = [
		await api.get(connectionsPath),
		await api.get('/nothing'),
		await api.post(connectionsPath, {}),
	];
	expect(answers.map(({ status }) => status)).toEqual([200, 404, 400]);
	expect(answers.map(({ headers }) => headers['x-ratelimit-remaining'])).toEqual(['2', '1', '0']);
	for (const { headers } of answers) {
		expect(headers['x-ratelimit-limit']).toBe('3');
		expect(headers['x-ratelimit-reset']).toBe(String(startSeconds + 3600));
		expect(headers.date).toBe('Mon, 05 Jan 2026 00:00:00 GMT');
	}
});

test('beyond the limit comes 429 until the hour is over', async () => {
	const api = clientOf(sandbox);
	for (let request = 0; request < 3; request++) await api.get(connectionsPath);
	const beyond = await api.get(connectionsPath);
	expect([beyond.status, beyond.data]).toEqual([429, tooMany]);
	expect(beyond.headers['x-ratelimit-remaining']).toBe('0');
	expect(beyond.headers['x-ratelimit-retry-at']).toBe(String(startSeconds + 3600));
	sandbox.advance(3600);
	expect((await api.get(connectionsPath)).status).toBe(200);
});

test('the time to come again can be left out', async () => {
	sandbox.setSwitches({ rateLimitPerHour: 0, retryAtHeader: false });
	const { status, headers } = await clientOf(sandbox).get(connectionsPath);
	expect(status).toBe(429);
	expect(headers).not.toHaveProperty('x-ratelimit-retry-at');
});

test('too many requests at once get 429', async () => {
	sandbox.setSwitches({ rateLimitPerHour: 100, maxConcurrentRequests: 2 });
	sandbox.setFaults([{ effect: { type: 'latency', milliseconds: 100 } }]);
	const api = clientOf(sandbox);
	const atOnce = await Promise.all([1, 2, 3, 4].map(() => api.get(connectionsPath)));
	expect(atOnce.map(({ status }) => status).sort()).toEqual([200, 200, 429, 429]);
	expect((await api.get(connectionsPath)).status).toBe(200);
});

test('control counts for nothing', async () => {
	for (let request = 0; request < 5; request++) await fetch(`${sandbox.url}/sandbox/state`);
	const { headers } = await clientOf(sandbox).get(connectionsPath);
	expect(headers['x-ratelimit-remaining']).toBe('2');
	expect(sandbox.getRequests()).toHaveLength(1);
});
