import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Example, ExampleApi, ExampleTrigger } from './exampleTypes.cts';
import { createEngine } from './harness/engine.cts';

export const KEY = 'canary-key-of-the-credential';

/** What the example server asks the tests of a file for, and tells them. */
interface ExampleWorld {
	items: () => Array<{ id: number }>;
	/** The status that refuses the next request for items; 0 or nothing lets it pass. */
	refusal: () => number | undefined;
	/** It has minted a token, beside which no other is valid. */
	onToken: (token: string) => void;
	/** A request has come that is never answered. */
	onHang?: () => void;
}

/** Serves the tests of a file with an example server, and with an engine that has the nodes and the credential for it. */
export function useExampleServer(world: ExampleWorld) {
	const engine = createEngine({
		nodeTypes: [new Example(), new ExampleTrigger()],
		credentialTypes: [new ExampleApi()],
	});
	const requests: string[] = [];
	let server: Server;
	let baseUrl: string;
	let validToken: string;

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
			world.onToken(validToken);
			return reply(200, { token: validToken });
		}
		if (headers.authorization !== `Bearer ${validToken}`) return reply(401, { message: 'Expired' });
		if (url === '/hang') return world.onHang?.();
		const refusal = url.startsWith('/items') ? world.refusal() : 404;
		if (refusal) return reply(refusal, { message: 'Not now' });
		const after = Number(new URL(url, baseUrl).searchParams.get('after') ?? 0);
		const paged = url.includes('after');
		reply(200, {
			items: world
				.items()
				.filter(({ id }) => id > after)
				.slice(0, paged ? 2 : undefined),
			...(paged && { next: String(after + 2) }),
		});
	}

	beforeAll(async () => {
		server = createServer((request, response) => void answer(request, response));
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	});

	beforeEach(() => {
		requests.length = 0;
		validToken = 'none yet';
	});

	afterAll(async () => {
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	});

	return {
		engine,
		requests,
		/** Its address, once the tests have begun. */
		address: () => baseUrl,
		store: () => engine.storeCredential('exampleApi', { baseUrl, key: KEY }),
	};
}
