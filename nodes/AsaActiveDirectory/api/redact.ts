const hidden = '(hidden)';

/** Names of values that must not stand in any text we pass on. */
const secretNames = ['keySecret', 'token', 'sessionToken', 'service_account_password'];

const longestText = 300;

/** The secret values among the fields of a credential or a request body. */
export function secretsOf(...sources: object[]): string[] {
	return sources
		.flatMap((source) => Object.entries(source))
		.filter(([name, value]) => secretNames.includes(name) && typeof value === 'string')
		.flatMap(([, value]) => [value as string, ...tokenWithin(value as string)])
		.filter((value) => value.length > 0);
}

/** A session token is kept as JSON around the token itself. */
function tokenWithin(value: string): string[] {
	const inner = /"token":"([^"]+)"/.exec(value);
	return inner ? [inner[1]] : [];
}

/** A server's text made fit for a message: one line, no control characters, at most 300, no secret. */
export function plainText(serverText: string, secrets: string[]): string {
	let plain = serverText.slice(0, 10 * longestText);
	for (const secret of secrets) plain = plain.replaceAll(secret, hidden);
	// eslint forbids control characters in patterns, hence the Unicode class.
	plain = plain.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
	return plain.length > longestText ? `${plain.slice(0, longestText)}…` : plain;
}
