import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a request for a path below the connections (or the list of them, '') is answered with. */
export interface Said {
	status?: number;
	/** Written as it is, so that it may be anything. */
	text: string;
}

/** An API on loopback that mints a token for everybody and otherwise says whatever a test has it say. */
export interface AnsweringApi {
	url: string;
	team: string;
	close: () => Promise<void>;
}

const prefix = '/v1/teams/acme/integrations/ad_connections';

/** Starts an API that answers with what `say` gives for a path, for example `/c1/task_settings`. */
export async function startAnsweringApi(say: (path: string) => Said): Promise<AnsweringApi> {
	const server = createServer((request, response) => answer(request, response, say));
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
): void {
	const { pathname } = new URL(request.url ?? '', 'http://127.0.0.1');
	const { status = 200, text } = pathname.startsWith(prefix)
		? say(pathname.slice(prefix.length))
		: { text: JSON.stringify({ bearer_token: 'a-token', team_name: 'acme' }) };
	response.writeHead(status, { 'content-type': 'application/json' }).end(text);
}

async function closed(server: Server): Promise<void> {
	server.closeAllConnections();
	await new Promise<void>((resolve) => {
		server.close(() => resolve());
	});
}
