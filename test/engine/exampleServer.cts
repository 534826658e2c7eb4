import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Example, ExampleApi, ExampleTrigger } from './exampleTypes.cts';
import { createEngine, type StoredCredential } from './harness/engine.cts';

export const secretKey = 'canary-key-of-the-credential';

/** What tests set and see of the example server; as it was before each test. */
interface ExampleState {
	items: Array<{ id: number }>;
	/** The statuses that refuse the next requests for items; 0 lets one pass. */
	refusing: number[];
	/** The token it has minted last, beside which no other is valid. */
	validToken: string;
	/** A request has come that is never answered. */
	hanging: () => void;
	/** The credential for it, as stored. */
	credential: StoredCredential;
	/** Its address, once the tests have begun. */
	baseUrl: string;
}

/** Serves the tests of a file with an example server, and with an engine that has the nodes and the credential for it. */
export function useExampleServer() {
	const engine = createEngine({
		nodeTypes: [new Example(), new ExampleTrigger()],
		credentialTypes: [new ExampleApi()],
	});
	const example = {} as ExampleState;
	const requests: string[] = [];
	let server: Server;

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
			if (JSON.parse(body).key !== secretKey) return reply(401, { message: 'No such key' });
			example.validToken = `canary-token-${requests.length}`;
			return reply(200, { token: example.validToken });
		}
		if (headers.authorization !== `Bearer ${example.validToken}`) {
			return reply(401, { message: 'Expired' });
		}
		if (url === '/hang') return example.hanging();
		const refusal = url.startsWith('/items') ? example.refusing.shift() : 404;
		if (refusal) return reply(refusal, { message: 'Not now' });
		const after = Number(new URL(url, example.baseUrl).searchParams.get('after') ?? 0);
		const paged = url.includes('after');
		reply(200, {
			items: example.items.filter(({ id }) => id > after).slice(0, paged ? 2 : undefined),
			...(paged && { next: String(after + 2) }),
		});
	}

	beforeAll(async () => {
		server = createServer((request, response) => void answer(request, response));
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		example.baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	});

	beforeEach(() => {
		requests.length = 0;
		Object.assign(example, {
			items: [{ id: 1 }, { id: 2 }],
			refusing: [],
			validToken: 'none yet',
			hanging: () => undefined,
			credential: engine.storeCredential('exampleApi', {
				baseUrl: example.baseUrl,
				key: secretKey,
			}),
		});
	});

	afterAll(async () => {
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	});

	return { engine, requests, example };
}
