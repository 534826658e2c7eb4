import type { IncomingMessage } from 'node:http';
import type { ProxiedRequest } from './faultProxy.cts';

/** Which part of a request is quoted, and how: the cases that SECURITY.md covers. */
const quotes = {
	'the headers': ({ headers }: IncomingMessage) => String(headers.authorization ?? ''),
	'the body': (_request: IncomingMessage, body: Buffer) => body.toString(),
	'the encoded body': (_request: IncomingMessage, body: Buffer) =>
		encodeURIComponent(body.toString()),
};

export type Quoted = keyof typeof quotes;

export const quotable = Object.keys(quotes) as Quoted[];

/** Responds with an error that quotes the request, secrets included, as a proxy for developers might. */
export function echo(what: Quoted, status = 400) {
	return async ({ request, body, response }: ProxiedRequest): Promise<boolean> => {
		const message = `The request was refused: ${quotes[what](request, body)}`;
		response.writeHead(status, { 'content-type': 'application/json' });
		response.end(JSON.stringify({ code: status, nottype: 'invalid_request', message }));
		return true;
	};
}
