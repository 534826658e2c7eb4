import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A response as a test defines it. */
export interface FakeResponse {
	status?: number;
	/** Written as it is, so that it may be anything. */
	text: string;
	headers?: Record<string, string | string[]>;
}

/** An API on loopback that says whatever a test has it respond. */
export interface FakeApi {
	url: string;
	team: string;
	close: () => Promise<void>;
}

const prefix = '/v1/teams/acme/integrations/ad_connections';

/** A successful response to a mint. */
export const goodMint = { bearer_token: 'a-token', team_name: 'acme' };

/**
 * Starts an API.
 *
 * @param respond the response to a request for a path below the connections, for example `/c1/task_settings`, or
 * for the list of them, ''
 * @param mint the response to a request for a token, or for anything else
 */
export async function startFakeApi(
	respond: (path: string) => FakeResponse,
	mint: () => FakeResponse,
): Promise<FakeApi> {
	const server = createServer((request, response) => answer(request, response, respond, mint));
	await new Promise<void>((resolve) => {
		server.listen(0, '127.0.0.1', resolve);
	});
	const { port } = server.address() as AddressInfo;
	return { url: `http://127.0.0.1:${port}`, team: 'acme', close: () => closed(server) };
}

function answer(
	request: IncomingMessage,
	response: ServerResponse,
	respond: (path: string) => FakeResponse,
	mint: () => FakeResponse,
): void {
	const { pathname } = new URL(request.url ?? '', 'http://127.0.0.1');
	const isOfConnections = pathname.startsWith(prefix);
	const {
		status = 200,
		text,
		headers,
	} = isOfConnections ? respond(pathname.slice(prefix.length)) : mint();
	response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text);
}

async function closed(server: Server): Promise<void> {
	server.closeAllConnections();
	await new Promise<void>((resolve) => {
		server.close(() => resolve());
	});
}
