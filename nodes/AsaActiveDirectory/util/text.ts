const longestLine = 300;

/**
 * A server's text made fit for a message: one line without control and invisible characters (which could turn
 * its direction or colour a terminal), at most 300 characters.
 */
export function oneLine(text: string): string {
	// eslint forbids control characters in patterns, hence the Unicode classes.
	const line = text
		.slice(0, 10 * longestLine)
		.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
		.trim();
	const cut = line.length > longestLine ? `${line.slice(0, longestLine - 1)}…` : line;
	return cut.toWellFormed();
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

/** The UUID that stands for none. */
export const nilUuid = '00000000-0000-0000-0000-000000000000';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether a text has the form of a UUID. */
export function isUuid(text: string): boolean {
	return uuid.test(text);
}

/** Normalizes an ID for comparison: the case of UUIDs is ignored. Source: docs/api-contract.md, "Fields". */
export function normalId(id: string): string {
	const lower = id.toLowerCase();
	return lower === id || !uuid.test(id) ? id : lower;
}

/** Whether two IDs are the same. An empty ID equals none. */
export function isSameId(one: string, other: string): boolean {
	return one !== '' && normalId(one) === normalId(other);
}

/** Formats a duration in milliseconds, with its two largest units. */
export function durationText(lengthMs: number): string {
	const minutes = Math.max(0, Math.round(lengthMs / 60_000));
	const [days, hours] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24];
	if (days > 0) return `${days} d ${hours} h`;
	return hours > 0 ? `${hours} h ${minutes % 60} min` : `${minutes} min`;
}

/** A text with its first letter in upper case. */
export function capitalized(text: string): string {
	return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A text with a full stop, unless it ends with a mark already. */
export function sentence(text: string): string {
	return /[.!?…]$/.test(text) ? text : `${text}.`;
}
