import { oneLine } from '../../util/oneLine';
import { parseSession } from '../auth/session';

/** Names of values that must not stand in any text we pass on. */
const secretNames = [
	'keySecret',
	'token',
	'sessionToken',
	'service_account_password',
	'serviceAccountPassword',
];

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

/** Longer texts are cut before they are searched; far more than a message shows. */
const maxSearchedLength = 4_096;

/**
 * Makes a server's text fit for a message: one short line (see `oneLine`) without the secrets: as they are,
 * JSON-encoded, URL-encoded and both. Other encodings are out of scope (SECURITY.md).
 *
 * @param secrets as `secretsOf` finds them
 */
export function redact(serverText: string, secrets: readonly string[]): string {
	let plain = serverText.slice(0, maxSearchedLength);
	const longestFirst = [...new Set(secrets.flatMap(encodingsOf))].sort(
		(a, b) => b.length - a.length,
	);
	for (const secret of longestFirst) plain = plain.replaceAll(secret, '(hidden)');
	// The cut may have left the beginning of a secret.
	if (serverText.length > maxSearchedLength && longestFirst.length > 0) {
		plain = plain.slice(0, -longestFirst[0].length);
	}
	return oneLine(plain);
}

function encodingsOf(secret: string): string[] {
	const wellFormed = secret.toWellFormed();
	const texts = [wellFormed, JSON.stringify(wellFormed).slice(1, -1)];
	return [secret, ...texts, ...texts.map(encodeURIComponent)];
}
