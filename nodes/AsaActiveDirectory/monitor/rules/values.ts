import { hash } from 'node:crypto';

export const secondMs = 1000;
export const minuteMs = 60 * secondMs;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

/** RFC 3339, with a blank for the T, without seconds or without a zone too. */
const timestamp = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d)?(?:[.,]\d+)? ?(Z|[+-]\d\d:?\d\d)?$/i;

/**
 * The time of an API text in milliseconds since 1970 UTC, in whole seconds, which is what the state can hold. Null
 * where there is none: Go's zero time is in year 1, so a time before 1970 is no time. Without a zone it is UTC.
 * Source: docs/api-contract.md, "Behaviour that shapes the product".
 */
export function parseTimeMs(text: string): number | null {
	const timeMs = isPlain(text) ? Date.parse(text) : parseTimestamp(text);
	return timeMs > 0 ? wholeSecondMs(timeMs) : null;
}

/** "2026-03-01T06:00:00Z", as nearly all are: read in a third of the time [measured]. */
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

/** RFC 3339 UTC of a time in milliseconds since 1970 UTC, or null where there is none or no date can hold it. */
export function isoTime(timeMs: number | null): string | null {
	const date = new Date(timeMs ?? NaN);
	return Number.isNaN(date.getTime()) ? null : date.toISOString().replace(/\.\d+Z$/, 'Z');
}

/** The later of two times, either of which may be missing. */
export function laterMs(one: number | null, other: number | null): number | null {
	if (one === null || other === null) return one ?? other;
	return Math.max(one, other);
}

/** A jump of the API's clock against n8n's that is larger than this makes both doubtful. */
const largestJumpMs = hourMs;

/** What two polls know of the two clocks. Times and offsets in milliseconds. */
export interface ClockState {
	/** The API's time minus n8n's, as it holds. */
	offsetMs: number;
	/** Another offset, seen at the last poll alone: it holds once a second poll agrees. */
	candidateOffsetMs: number | null;
}

/** The time of a poll. */
export interface PollClock extends ClockState {
	/** The poll's time, in milliseconds since 1970 UTC, in whole seconds. */
	nowMs: number;
	/** Whether one of the clocks has jumped, so that nothing may open because of the time alone. */
	hasJumped: boolean;
}

/**
 * The time of a poll: the API's. Where it has jumped by more than an hour against n8n's clock since the last poll,
 * nothing opens because time went by, until a second poll agrees with the new offset.
 *
 * Either clock may be the wrong one. At such a poll the later of both readings counts, because a time that is too
 * early would make the runs of the day look as if they were still to come.
 *
 * @param atMs the API's time, n8n's where the API doesn't tell it, in milliseconds since 1970 UTC
 * @param hostMs n8n's time, in milliseconds since 1970 UTC
 */
export function readClock(
	known: (ClockState & { hostMs: number }) | undefined,
	{ atMs, hostMs }: { atMs: number; hostMs: number },
): PollClock {
	const offsetMs = wholeSecondMs(atMs - hostMs);
	const agrees = (otherMs: number | null) =>
		otherMs !== null && Math.abs(offsetMs - otherMs) <= largestJumpMs;
	// A state that was damaged knows no clock.
	const isFirst = !known || known.hostMs === 0;
	if (isFirst || agrees(known.offsetMs) || agrees(known.candidateOffsetMs)) {
		return { nowMs: wholeSecondMs(atMs), hasJumped: false, offsetMs, candidateOffsetMs: null };
	}
	return {
		nowMs: wholeSecondMs(Math.max(atMs, hostMs + known.offsetMs)),
		hasJumped: true,
		offsetMs: known.offsetMs,
		candidateOffsetMs: offsetMs,
	};
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** How ids are compared: UUIDs without case. Source: docs/api-contract.md, "Fields". */
export function normalId(id: string): string {
	const lower = id.toLowerCase();
	return lower === id || !uuid.test(id) ? id : lower;
}

/** Whether two ids name the same object; an empty id names none. */
export function isSameId(one: string, other: string): boolean {
	return one !== '' && normalId(one) === normalId(other);
}

/** Eight characters of A-Z, a-z, 0-9, hyphen and underscore that stand for a text: 48 bits of its SHA-256. */
export function fingerprint(text: string): string {
	return hash('sha256', text, 'base64url').slice(0, 8);
}

/** Whose data it is: the host's origin and the team's name. */
export interface Team {
	origin: string;
	name: string;
}

/** Whether it is the same team. Okta compares team names without case. */
export function isSameTeam(one: Team, other: Team): boolean {
	return teamId(one) === teamId(other);
}

/** A team as its keys and comparisons take it. */
export function teamId({ origin, name }: Team): string {
	return `${origin.toLowerCase()}\n${name.toLowerCase()}`;
}

const longestName = 72;

/** No DNS name is longer; else the state could be as large as what a server sends. */
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

/** A domain as the state holds it. */
export function shortDomain(domain: string): string {
	return domain.slice(0, longestDomain);
}
