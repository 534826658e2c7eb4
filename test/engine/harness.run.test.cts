import { Example } from './exampleTypes.cts';
import { createEngine } from './harness/engine.cts';
import { secretKey, useExampleServer } from './exampleServer.cts';

const { engine, requests, example } = useExampleServer();

function run(options: Partial<Parameters<typeof engine.run>[0]> = {}) {
	return engine.run({ type: 'example', credentials: [example.credential], ...options });
}

describe('run', () => {
	it('mints once, keeps the token in the store and uses it again', async () => {
		await run();
		await run();
		expect(requests).toEqual(['POST /token', 'GET /items', 'GET /items']);
		expect(example.credential.preAuthentications).toBe(1);
		expect(example.credential.data).toEqual({
			baseUrl: example.baseUrl,
			key: secretKey,
			token: example.validToken,
		});
	});

	it('renews an expired token once a request and sends the request again', async () => {
		example.credential.data.token = 'expired';
		const { items } = await run({ items: [{}, {}] });
		expect(items).toHaveLength(4);
		expect(requests).toEqual(['GET /items', 'POST /token', 'GET /items', 'GET /items']);
		expect(example.credential.preAuthentications).toBe(1);
		expect(example.credential.data.token).toBe(example.validToken);
	});

	it('evaluates expressions in a credential and keeps them when it renews the token', async () => {
		example.credential.data.key = `={{ '${secretKey}' }}`;
		const { items } = await run();
		expect(items).toHaveLength(2);
		expect(example.credential.data.key).toBe(`={{ '${secretKey}' }}`);
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
		example.refusing = [0, 404];
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
		example.refusing = [404, 0];
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
		example.refusing = [404, 0];
		const { outputs } = await run({
			items: [{}, {}],
			settings: { onError: 'continueErrorOutput' },
		});
		expect(outputs.map((output) => output.length)).toEqual([2, 1]);
	});

	it('obeys Retry On Fail', async () => {
		example.refusing = [500];
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
		example.hanging = () => controller.abort();
		const started = Date.now();
		const result = await run({ parameters: { path: '/hang' }, signal: controller.signal });
		expect(result.status).toBe('canceled');
		expect(Date.now() - started).toBeLessThan(1_500);
	});

	it('shows what would be stored: no token unless the node leaks it', async () => {
		example.refusing = [0, 500, 0];
		const good = await run();
		const failed = await run();
		const leaking = await run({ parameters: { leak: true } });
		for (const { stored } of [good, failed]) {
			expect(stored).toContain('Node Under Test');
			expect(stored).not.toContain(secretKey);
			expect(stored).not.toContain(example.validToken);
			expect(stored).not.toMatch(/authorization/i);
		}
		expect(leaking.stored).toContain(example.validToken);
	});
});
