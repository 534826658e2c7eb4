import type { IncomingMessage } from 'node:http';
import { escapeHtml } from './canaries.cts';
import type { Passing } from './gate.cts';

/** What of a request is quoted, and how. */
const quotes = {
	'the headers': ({ headers }: IncomingMessage) => String(headers.authorization ?? ''),
	'the body': (_request: IncomingMessage, body: Buffer) => body.toString(),
	'the encoded body': (_request: IncomingMessage, body: Buffer) =>
		encodeURIComponent(body.toString()),
	'the body cut off': (_request: IncomingMessage, body: Buffer) => cutOff(body.toString()),
	'the body in base64': (_request: IncomingMessage, body: Buffer) => body.toString('base64'),
	'the body in hex': (_request: IncomingMessage, body: Buffer) => body.toString('hex'),
	'the body in HTML': (_request: IncomingMessage, body: Buffer) => escapeHtml(body.toString()),
};

export type Quoted = keyof typeof quotes;

export const quotable = Object.keys(quotes) as Quoted[];

/** Ends in the middle of the secret, or of the whole where there is none. */
function cutOff(body: string): string {
	const secret = /"(?:key_secret|service_account_password)":"((?:[^"\\]|\\.)*)/.exec(body);
	if (!secret) return body.slice(0, body.length / 2);
	return body.slice(0, secret.index + secret[0].length - secret[1].length / 2);
}

/** Answers a request with an error that quotes it, secrets too: as a proxy for developers might. */
export function echo(what: Quoted, status = 400) {
	return async ({ request, body, response }: Passing): Promise<boolean> => {
		const message = `The request was refused: ${quotes[what](request, body)}`;
		response.writeHead(status, { 'content-type': 'application/json' });
		response.end(JSON.stringify({ code: status, nottype: 'invalid_request', message }));
		return true;
	};
}
