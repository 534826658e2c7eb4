import { createEngine, type StoredCredential } from './harness/engine.cts';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Example, ExampleApi, ExampleTrigger } from './exampleTypes.cts';

const KEY = 'canary-key-of-the-credential';

/** What the example server holds and saw. */
let items: Array<{ id: number }>;
let validToken: string;
let refusing: number[];
let requests: string[];
let hanging: () => void;

let server: Server;
let baseUrl: string;

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
	const { method, url = '', headers } = request;
	let body = '';
	for await (const chunk of request) body += String(chunk);
	requests.push(`${method} ${url}`);
	const reply = (status: number, data: object) => {
		response.writeHead(status, { 'content-type': 'application/json' });
		response.end(JSON.stringify(data));
	};
	if (url === '/token') {
		if (JSON.parse(body).key !== KEY) return reply(401, { message: 'No such key' });
		validToken = `canary-token-${requests.length}`;
		return reply(200, { token: validToken });
	}
	if (headers.authorization !== `Bearer ${validToken}`) return reply(401, { message: 'Expired' });
	if (url === '/hang') return hanging();
	const refusal = url.startsWith('/items') ? refusing.shift() : 404;
	if (refusal) return reply(refusal, { message: 'Not now' });
	const after = Number(new URL(url, baseUrl).searchParams.get('after') ?? 0);
	const paged = url.includes('after');
	reply(200, {
		items: items.filter(({ id }) => id > after).slice(0, paged ? 2 : undefined),
		...(paged && { next: String(after + 2) }),
	});
}

beforeAll(async () => {
	server = createServer((request, response) => void answer(request, response));
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
	server.closeAllConnections();
	await new Promise((resolve) => server.close(resolve));
});

const engine = createEngine({
	nodeTypes: [new Example(), new ExampleTrigger()],
	credentialTypes: [new ExampleApi()],
});
let credential: StoredCredential;

beforeEach(() => {
	items = [{ id: 1 }, { id: 2 }];
	validToken = 'none yet';
	refusing = [];
	requests = [];
	credential = engine.storeCredential('exampleApi', { baseUrl, key: KEY });
});

function run(options: Partial<Parameters<typeof engine.run>[0]> = {}) {
	return engine.run({ type: 'example', credentials: [credential], ...options });
}

describe('run', () => {
	it('mints once, keeps the token in the store and uses it again', async () => {
		await run();
		await run();
		expect(requests).toEqual(['POST /token', 'GET /items', 'GET /items']);
		expect(credential.preAuthentications).toBe(1);
		expect(credential.data).toEqual({ baseUrl, key: KEY, token: validToken });
	});

	it('renews an expired token once a request and sends the request again', async () => {
		credential.data.token = 'expired';
		const { items } = await run({ items: [{}, {}] });
		expect(items).toHaveLength(4);
		expect(requests).toEqual(['GET /items', 'POST /token', 'GET /items', 'GET /items']);
		expect(credential.preAuthentications).toBe(1);
		expect(credential.data.token).toBe(validToken);
	});

	it('evaluates expressions in a credential and keeps them when it renews the token', async () => {
		credential.data.key = `={{ '${KEY}' }}`;
		const { items } = await run();
		expect(items).toHaveLength(2);
		expect(credential.data.key).toBe(`={{ '${KEY}' }}`);
	});

	it('keeps item links, so that a later expression finds the source item', async () => {
		const { items, links } = await run({
			items: [{ name: 'a' }, { name: 'b' }],
			link: "={{ $('Source').item.json.name }}",
		});
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 0 },
			{ item: 1 },
			{ item: 1 },
		]);
		expect(links).toEqual(['a', 'a', 'b', 'b']);
	});

	it('returns the error that ended the execution', async () => {
		refusing = [0, 404];
		const { error, status, items } = await run({ items: [{}, {}] });
		expect(status).toBe('error');
		expect(items).toEqual([]);
		expect(error).toMatchObject({
			name: 'NodeApiError',
			message: 'The resource you are requesting could not be found',
			description: 'Not now',
			httpCode: '404',
			itemIndex: 1,
		});
	});

	it('goes on after a failed item with Continue On Fail', async () => {
		refusing = [404, 0];
		const { error, status, items } = await run({ items: [{}, {}], continueOnFail: true });
		expect(error).toBeUndefined();
		expect(status).toBe('success');
		expect(items.map(({ json, pairedItem }) => ({ json, pairedItem }))).toEqual([
			{
				json: { error: 'The resource you are requesting could not be found' },
				pairedItem: { item: 0 },
			},
			{ json: { id: 1 }, pairedItem: { item: 1 } },
			{ json: { id: 2 }, pairedItem: { item: 1 } },
		]);
	});

	it('sends failed items to the error output', async () => {
		refusing = [404, 0];
		const { outputs } = await run({
			items: [{}, {}],
			settings: { onError: 'continueErrorOutput' },
		});
		expect(outputs.map((output) => output.length)).toEqual([2, 1]);
	});

	it('obeys Retry On Fail', async () => {
		refusing = [500];
		const { status } = await run({
			settings: { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 },
		});
		expect(status).toBe('success');
		expect(requests).toEqual(['POST /token', 'GET /items', 'GET /items']);
	});

	it('refuses parameters as n8n does', async () => {
		const type = new Example();
		type.description.properties[0].required = true;
		const strict = createEngine({ nodeTypes: [type], credentialTypes: [] });
		await expect(strict.run({ type: 'example', parameters: { path: '' } })).rejects.toThrow(
			'Parameter "Path" is required.',
		);
	});

	it('cancels an execution and its open request', async () => {
		const controller = new AbortController();
		hanging = () => controller.abort();
		const started = Date.now();
		const result = await run({ parameters: { path: '/hang' }, signal: controller.signal });
		expect(result.status).toBe('canceled');
		expect(Date.now() - started).toBeLessThan(1_500);
	});

	it('shows what would be stored: no token unless the node leaks it', async () => {
		refusing = [0, 500, 0];
		const good = await run();
		const failed = await run();
		const leaking = await run({ parameters: { leak: true } });
		for (const { stored } of [good, failed]) {
			expect(stored).toContain('Node Under Test');
			expect(stored).not.toContain(KEY);
			expect(stored).not.toContain(validToken);
			expect(stored).not.toMatch(/authorization/i);
		}
		expect(leaking.stored).toContain(validToken);
	});
});

describe.each(['classic', 'durable'] as const)('poller, %s engine', (kind) => {
	const poller = () =>
		engine.poller({ type: 'exampleTrigger', credentials: [credential], engine: kind });
	const ids = (found: Awaited<ReturnType<ReturnType<typeof poller>['poll']>>) =>
		found?.map(({ json }) => json.id) ?? null;

	it('keeps static data from poll to poll and over a restart', async () => {
		const trigger = poller();
		expect(ids(await trigger.activate())).toEqual([1, 2]);
		expect(await trigger.poll()).toBeNull();
		items.push({ id: 3 });
		expect(ids(await trigger.poll())).toEqual([3]);
		trigger.restart();
		expect(trigger.storedState).toEqual({ polls: 3, last: 3 });
		expect(await trigger.poll()).toBeNull();
	});

	it('delivers again what a crash kept from being stored', async () => {
		const trigger = poller();
		await trigger.activate();
		items.push({ id: 3 });
		expect(ids(await trigger.poll())).toEqual([3]);
		trigger.restart({ beforeSave: true });
		expect(trigger.storedState.last).toBe(2);
		expect(ids(await trigger.poll())).toEqual([3]);
	});

	it('throws what the poll throws, at activation and at a tick', async () => {
		const trigger = poller();
		refusing = [500];
		await expect(trigger.activate()).rejects.toThrow('The service was not able to process');
		expect(trigger.storedState).toEqual({});
		await trigger.activate();
		refusing = [500];
		const failure: unknown = await trigger.poll().catch((error: unknown) => error);
		expect(trigger.storedFailure(failure)).toContain('The service was not able to process');
		expect(trigger.storedFailure(failure)).not.toContain(validToken);
	});

	it('fetches a test event without touching the stored state', async () => {
		const trigger = poller();
		await trigger.activate();
		const before = trigger.storedState;
		const { items } = await trigger.fetchTestEvent();
		expect(items.map(({ json }) => json)).toEqual([{ id: 'sample' }]);
		expect(trigger.storedState).toEqual(before);
	});
});

describe('poller, where the engines differ', () => {
	const poller = (engineKind: 'classic' | 'durable') =>
		engine.poller({ type: 'exampleTrigger', credentials: [credential], engine: engineKind });

	it('classic: a poll that returns null stores nothing, and later ones still see its change', async () => {
		const trigger = poller('classic');
		await trigger.activate();
		await trigger.poll();
		expect(trigger.storedState.polls).toBe(1);
		items.push({ id: 3 });
		await trigger.poll();
		expect(trigger.storedState.polls).toBe(3);
		await trigger.poll();
		trigger.restart();
		await trigger.poll();
		items.push({ id: 4 });
		await trigger.poll();
		expect(trigger.storedState.polls).toBe(5);
	});

	it('classic: an activation that returns null is stored', async () => {
		items = [];
		const trigger = poller('classic');
		expect(await trigger.activate('init')).toBeNull();
		expect(trigger.storedState).toEqual({ polls: 1 });
	});

	it('classic: a change made before a throw stays in memory', async () => {
		const trigger = poller('classic');
		await trigger.activate();
		refusing = [500];
		await expect(trigger.poll()).rejects.toThrow();
		items.push({ id: 3 });
		await trigger.poll();
		expect(trigger.storedState.polls).toBe(3);
	});

	it('durable: null is stored at a tick, not at activation; a throw drops the change', async () => {
		items = [];
		const trigger = poller('durable');
		await trigger.activate();
		expect(trigger.storedState).toEqual({});
		await trigger.poll();
		expect(trigger.storedState).toEqual({ polls: 1 });
		refusing = [500];
		await expect(trigger.poll()).rejects.toThrow();
		expect(trigger.storedState).toEqual({ polls: 1 });
	});

	it('lets the trigger know how it was activated', async () => {
		const classic = await poller('classic').activate('init');
		expect(classic?.[0].json.activation).toBe('init');
		const durable = await poller('durable').poll();
		expect(durable?.[0].json.activation).toBe('update');
	});
});

describe('pickers', () => {
	const picker = { type: 'example', method: 'items' };

	it('pages and filters a From List', async () => {
		items = [{ id: 1 }, { id: 2 }, { id: 3 }];
		const credentials = [credential];
		const first = await engine.listSearch({ ...picker, credentials });
		expect(first).toEqual({
			results: [
				{ name: 'Item 1', value: '1' },
				{ name: 'Item 2', value: '2' },
			],
			paginationToken: '2',
		});
		const second = await engine.listSearch({ ...picker, credentials, paginationToken: '2' });
		expect(second.results).toEqual([{ name: 'Item 3', value: '3' }]);
		const filtered = await engine.listSearch({ ...picker, credentials, filter: '2' });
		expect(filtered.results).toEqual([{ name: 'Item 2', value: '2' }]);
	});

	it('passes the parameters and the error on', async () => {
		const broken = { ...picker, credentials: [credential], parameters: { path: '/nowhere' } };
		await expect(engine.listSearch(broken)).rejects.toThrow('could not be found');
		await expect(engine.listSearch({ ...broken, method: 'other' })).rejects.toThrow('"other"');
		expect(await engine.loadOptions({ ...broken, method: 'none' })).toEqual([]);
	});
});

describe('testCredential', () => {
	it('mints always, keeps the token and reports success', async () => {
		credential.data.token = 'still there';
		expect(await engine.testCredential(credential)).toEqual({
			status: 'OK',
			message: 'Connection successful!',
		});
		expect(requests).toEqual(['POST /token', 'GET /items']);
		expect(credential.data.token).toBe(validToken);
	});

	it('shows a plain error of preAuthentication word for word', async () => {
		credential.data.key = 'wrong';
		expect(await engine.testCredential(credential)).toEqual({
			status: 'Error',
			message: 'Key: the server refused it. Make a new one.',
		});
		expect(credential.preAuthentications).toBe(1);
	});

	it('shows the status text of an answer and the code of a network fault', async () => {
		refusing = [503];
		expect((await engine.testCredential(credential)).message).toBe('Service Unavailable');
		credential.data.baseUrl = 'http://127.0.0.1:1';
		expect((await engine.testCredential(credential)).message).toBe('ECONNREFUSED');
	});
});
