import { oneLine } from './oneLine';
import { parseSession } from './session';

const hidden = '(hidden)';

/** Names of values that must not stand in any text we pass on. */
const secretNames = ['keySecret', 'token', 'sessionToken', 'service_account_password'];

/** The secret values among the fields of a credential or a request body: as they stand and as they are sent. */
export function secretsOf(...sources: object[]): string[] {
	return sources
		.flatMap((source) => Object.entries(source))
		.filter(([name]) => secretNames.includes(name))
		.flatMap(([, value]) =>
			typeof value === 'string' ? [value, value.trim(), parseSession(value)?.token] : [],
		)
		.filter((secret) => typeof secret === 'string')
		.filter((secret) => secret.trim() !== '');
}

/** A server's text made fit for a message (see `oneLine`), with no secret in it. */
export function plainText(serverText: string, secrets: string[]): string {
	// Secrets go before anything is cut, the longest first: else a piece of one could be left.
	let plain = serverText;
	const written = secrets.flatMap(waysToWrite).toSorted((a, b) => b.length - a.length);
	for (const secret of written) plain = plain.replaceAll(secret, hidden);
	return oneLine(plain);
}

/** A secret as a server may quote it: as it is, or as it stands in JSON, in an address or in a form. */
function waysToWrite(secret: string): string[] {
	const json = inJson(secret);
	return [secret, json, inJson(json)].flatMap((text) => [
		text,
		encodeURIComponent(text.toWellFormed()),
		new URLSearchParams([['', text]]).toString().slice(1),
	]);
}

function inJson(text: string): string {
	return JSON.stringify(text).slice(1, -1);
}
