import { hash } from 'node:crypto';

export const secondMs = 1000;
export const minuteMs = 60 * secondMs;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

/** RFC 3339; a space instead of T, no seconds and no zone are accepted. */
const timestamp = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d)?(?:[.,]\d+)? ?(Z|[+-]\d\d:?\d\d)?$/i;

/**
 * Parses a time of the API to milliseconds since 1970 UTC, cut to whole seconds, which is what the state can hold.
 * A time without a zone is UTC. A time before 1970 is none, because Go's zero time is in year 1.
 * Source: docs/api-contract.md, "Behaviour that shapes the product".
 *
 * @returns null if there is no time
 */
export function parseTimeMs(text: string): number | null {
	const timeMs = isPlain(text) ? Date.parse(text) : parseTimestamp(text);
	return timeMs > 0 ? wholeSecondMs(timeMs) : null;
}

/** The usual form, "2026-03-01T06:00:00Z", which Date.parse reads in half the time (docs/decisions.md, "What was simplified"). */
function isPlain(text: string): boolean {
	return text.length === 20 && text[10] === 'T' && text[19] === 'Z';
}

function parseTimestamp(text: string): number {
	const match = timestamp.exec(text.trim());
	if (!match) return NaN;
	const [, date, time, seconds = ':00', zone = 'Z'] = match;
	return Date.parse(`${date}T${time}${seconds}${zone.toUpperCase()}`);
}

/** The last whole second up to a time in milliseconds. */
export function wholeSecondMs(timeMs: number): number {
	return Math.floor(timeMs / secondMs) * secondMs;
}

/** Formats a time in milliseconds since 1970 UTC as RFC 3339 UTC; null if there is no valid time. */
export function isoTime(timeMs: number | null): string | null {
	const date = new Date(timeMs ?? NaN);
	return Number.isNaN(date.getTime()) ? null : date.toISOString().replace(/\.\d+Z$/, 'Z');
}

/** The earlier of two times, either of which may be missing. */
export function earlierMs(one: number | null, other: number | null): number | null {
	if (one === null || other === null) return one ?? other;
	return Math.min(one, other);
}

/** The later of two times, either of which may be missing. */
export function laterMs(one: number | null, other: number | null): number | null {
	if (one === null || other === null) return one ?? other;
	return Math.max(one, other);
}

/** The fingerprint of a text: 48 bits of its SHA-256 as eight characters of A-Z, a-z, 0-9, hyphen and underscore. */
export function fingerprint(text: string): string {
	return hash('sha256', text, 'base64url').slice(0, 8);
}

/** The origin of the host and the name of the team. */
export interface Team {
	origin: string;
	name: string;
}

/** Whether two teams are the same. Okta ignores the case of team names. */
export function isSameTeam(one: Team, other: Team): boolean {
	return teamId(one) === teamId(other);
}

/** A team as text, for keys and comparisons. */
export function teamId({ origin, name }: Team): string {
	return `${origin.toLowerCase()}\n${name.toLowerCase()}`;
}

const longestName = 72;

/** The length of the longest DNS name. Without a limit a server could make the state grow. */
const longestDomain = 253;

/** The beginning of a name that fits into 72 bytes of UTF-8. */
export function shortName(name: string): string {
	if (name.length * 3 <= longestName) return name;
	let bytes = 0;
	let short = '';
	for (const character of name) {
		bytes += utf8Bytes(character.codePointAt(0) ?? 0);
		if (bytes > longestName) return short;
		short += character;
	}
	return short;
}

function utf8Bytes(codePoint: number): number {
	if (codePoint < 0x80) return 1;
	if (codePoint < 0x800) return 2;
	return codePoint < 0x10000 ? 3 : 4;
}

/** A domain, shortened as in the state. */
export function shortDomain(domain: string): string {
	return domain.slice(0, longestDomain);
}
