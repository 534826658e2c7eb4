import type { AxiosInstance } from 'axios';
import type { FaultRule } from '../../../sandbox/faults.cts';
import { startSandbox, type Sandbox } from '../../../sandbox/sandbox.cts';
import { clientOf, connectionsPath } from '../../helpers/sandboxRequests.cts';

let sandbox: Sandbox;
let api: AxiosInstance;

beforeEach(async () => {
	sandbox = await startSandbox({ dataset: 'demo' });
	api = clientOf(sandbox);
});

afterEach(() => sandbox.close());

const nowMs = Date.parse('2026-01-05T00:00:00Z');

describe('when to come again', () => {
	const headersBy = async (
		retryForm: Extract<FaultRule['effect'], { type: 'status' }>['retryForm'],
		headers: Record<string, string | string[]> = {},
	) => {
		const effect = {
			type: 'status',
			status: 503,
			retryAfterSeconds: 90,
			retryForm,
			headers,
		} as const;
		sandbox.setFaults([{ effect }]);
		const answer = await api.get(connectionsPath);
		expect(answer.status).toBe(503);
		return answer;
	};

	test.each([
		['retryAt', 'x-ratelimit-retry-at', String(nowMs / 1000 + 90)],
		['retryAtMilliseconds', 'x-ratelimit-retry-at', String(nowMs + 90_000)],
		['retryAtHuge', 'x-ratelimit-retry-at', '9'.repeat(400)],
		['retryAfterSeconds', 'retry-after', '90'],
		['retryAfterDate', 'retry-after', 'Mon, 05 Jan 2026 00:01:30 GMT'],
		['resetOnly', 'x-ratelimit-reset', String(nowMs / 1000 + 90)],
	] as const)('by %s', async (retryForm, name, value) => {
		const { headers } = await headersBy(retryForm);
		expect(headers[name]).toBe(value);
		const others = ['x-ratelimit-retry-at', 'retry-after'].filter((other) => other !== name);
		for (const other of others) expect(headers).not.toHaveProperty(other);
	});

	test('in two headers, and in any others', async () => {
		const { request } = await headersBy('retryAtTwice', { 'x-more': 'yes' });
		const raw: string[] = request.res.rawHeaders.map((text: string) => text.toLowerCase());
		expect(raw.filter((text) => text === 'x-ratelimit-retry-at')).toHaveLength(2);
		expect(raw[raw.indexOf('x-more') + 1]).toBe('yes');
	});

	test('by a clock that is wrong, as the Date header is', async () => {
		sandbox.setSwitches({ dateOffsetSeconds: -3600 });
		const { headers } = await headersBy('retryAfterDate');
		expect(headers.date).toBe('Sun, 04 Jan 2026 23:00:00 GMT');
		expect(headers['retry-after']).toBe('Sun, 04 Jan 2026 23:01:30 GMT');
	});
});

test('a big body', async () => {
	sandbox.setFaults([{ effect: { type: 'bigBody', bytes: 3_000_001 } }]);
	const { status, data, headers } = await api.get(connectionsPath);
	expect([status, data.length]).toEqual([500, 3_000_001]);
	expect(headers['content-type']).toMatch(/^text\/plain/);
});

describe('a dripping body', () => {
	const piecesOf = async (url: string, init: RequestInit = {}) => {
		const pieces: string[] = [];
		const answer = await fetch(`${sandbox.url}/v1/teams/${sandbox.team}${url}`, init);
		for await (const piece of answer.body!) pieces.push(Buffer.from(piece).toString());
		return pieces;
	};

	test('comes in pieces, also from minting', async () => {
		const effect = { type: 'drip', bytes: 50, everyMilliseconds: 5 } as const;
		sandbox.setFaults([{ effect, match: { endpoint: 'token' } }]);
		const { keyId: key_id, keySecret: key_secret } = sandbox;
		const pieces = await piecesOf('/service_token', {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ key_id, key_secret }),
		});
		expect(pieces.length).toBeGreaterThan(3);
		expect(JSON.parse(pieces.join('')).team_name).toBe(sandbox.team);
	});

	test('of an error answer', async () => {
		sandbox.setFaults([
			{ effect: { type: 'status', status: 500 } },
			{ effect: { type: 'drip', bytes: 10, everyMilliseconds: 5 } },
		]);
		const pieces = await piecesOf(connectionsPath);
		expect(pieces.length).toBeGreaterThan(3);
		expect(JSON.parse(pieces.join('')).code).toBe(500);
	});

	test('may go on without end, and ends with the sandbox', async () => {
		sandbox.setFaults([
			{ effect: { type: 'drip', bytes: 1000, everyMilliseconds: 5, endless: true } },
		]);
		const { data } = await api.get(connectionsPath, { responseType: 'stream' });
		let text = '';
		const ended = new Promise((resolve) => data.once('error', resolve));
		await new Promise<void>((resolve) => {
			data.on('data', (piece: Buffer) => {
				text += piece.toString();
				if (text.endsWith('   ')) resolve();
			});
		});
		await sandbox.close();
		await ended;
		expect(text).toMatch(/\} +$/);
	});
});

test('a list that is empty once', async () => {
	sandbox.setSwitches({ pageSize: 1 });
	sandbox.setFaults([{ effect: { type: 'emptyList' }, match: { endpoint: 1 }, times: 1 }]);
	const empty = await api.get(connectionsPath);
	expect([empty.status, empty.data]).toEqual([200, { list: [] }]);
	expect(empty.headers).not.toHaveProperty('link');
	expect((await api.get(connectionsPath)).data.list).toHaveLength(1);
});

test('a list that lacks an entry once', async () => {
	const [first, second] = sandbox.getState().connections;
	sandbox.setFaults([{ effect: { type: 'listWithout', id: first.id }, times: 2 }]);
	expect((await api.get(`${connectionsPath}/${first.id}`)).data.id).toBe(first.id);
	const ids = async () =>
		(await api.get(connectionsPath)).data.list.map(({ id }: { id: string }) => id);
	expect(await ids()).toEqual([second.id]);
	expect(await ids()).toEqual([first.id, second.id]);
});
