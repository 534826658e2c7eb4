import type { IncomingMessage } from 'node:http';
import type { Passing } from './faultProxy.cts';

/** What of a request is quoted, and how: the ways that SECURITY.md covers. */
const quotes = {
	'the headers': ({ headers }: IncomingMessage) => String(headers.authorization ?? ''),
	'the body': (_request: IncomingMessage, body: Buffer) => body.toString(),
	'the encoded body': (_request: IncomingMessage, body: Buffer) =>
		encodeURIComponent(body.toString()),
};

export type Quoted = keyof typeof quotes;

export const quotable = Object.keys(quotes) as Quoted[];

/** Answers a request with an error that quotes it, secrets too: as a proxy for developers might. */
export function echo(what: Quoted, status = 400) {
	return async ({ request, body, response }: Passing): Promise<boolean> => {
		const message = `The request was refused: ${quotes[what](request, body)}`;
		response.writeHead(status, { 'content-type': 'application/json' });
		response.end(JSON.stringify({ code: status, nottype: 'invalid_request', message }));
		return true;
	};
}
