import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a request is answered with. */
export interface Said {
	status?: number;
	/** Written as it is, so that it may be anything. */
	text: string;
	headers?: Record<string, string | string[]>;
}

/** An API on loopback that says whatever a test has it say. */
export interface AnsweringApi {
	url: string;
	team: string;
	close: () => Promise<void>;
}

const prefix = '/v1/teams/acme/integrations/ad_connections';

/** What the mint answers when all is well: a token for everybody. */
export const goodMint = { bearer_token: 'a-token', team_name: 'acme' };

/**
 * Starts an API.
 *
 * @param say what is said to a request for a path below the connections, for example `/c1/task_settings`, or
 * for the list of them, ''
 * @param mint what is said to a request for a token, or for anything else
 */
export async function startAnsweringApi(
	say: (path: string) => Said,
	mint: () => Said,
): Promise<AnsweringApi> {
	const server = createServer((request, response) => answer(request, response, say, mint));
	await new Promise<void>((resolve) => {
		server.listen(0, '127.0.0.1', resolve);
	});
	const { port } = server.address() as AddressInfo;
	return { url: `http://127.0.0.1:${port}`, team: 'acme', close: () => closed(server) };
}

function answer(
	request: IncomingMessage,
	response: ServerResponse,
	say: (path: string) => Said,
	mint: () => Said,
): void {
	const { pathname } = new URL(request.url ?? '', 'http://127.0.0.1');
	const isOfConnections = pathname.startsWith(prefix);
	const {
		status = 200,
		text,
		headers,
	} = isOfConnections ? say(pathname.slice(prefix.length)) : mint();
	response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text);
}

async function closed(server: Server): Promise<void> {
	server.closeAllConnections();
	await new Promise<void>((resolve) => {
		server.close(() => resolve());
	});
}
