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

/** The later of two times, either of which may be missing. */
export function laterMs(one: number | null, other: number | null): number | null {
	if (one === null || other === null) return one ?? other;
	return Math.max(one, other);
}

/** If the API's clock moves against n8n's by more than this, either may be wrong. */
const largestJumpMs = hourMs;

/** The relation of the two clocks. Offsets are in milliseconds. */
export interface ClockState {
	/** The API's time minus n8n's time. */
	offsetMs: number;
	/** Another offset that only the last poll has seen. It holds once a second poll confirms it. */
	candidateOffsetMs: number | null;
}

/** The time of a poll. */
export interface PollClock extends ClockState {
	/** The time of the poll in milliseconds since 1970 UTC, cut to whole seconds. */
	nowMs: number;
	/** The later of the poll's time and n8n's clock: a time in the state beyond it was written while a clock was ahead. */
	presentMs: number;
	/** Whether a clock has jumped, so that nothing may open just because time passed. */
	hasJumped: boolean;
}

/**
 * The time of a poll is the API's time. If it has jumped by more than an hour against n8n's clock since the last poll,
 * nothing opens just because time passed, until a second poll confirms the new offset. A poll that doesn't know the API's
 * time has n8n's, and leaves the offset as it is.
 *
 * @param atMs the API's time in milliseconds since 1970 UTC; null if unknown
 * @param hostMs n8n's time in milliseconds since 1970 UTC
 */
export function readClock(
	known: (ClockState & { hostMs: number }) | undefined,
	{ atMs, hostMs }: { atMs: number | null; hostMs: number },
): PollClock {
	const offsetMs = wholeSecondMs((atMs ?? hostMs) - hostMs);
	const agrees = (otherMs: number | null) =>
		otherMs !== null && Math.abs(offsetMs - otherMs) <= largestJumpMs;
	// The state that replaces a damaged one knows no clock.
	const isFirst = !known || known.hostMs === 0;
	const nowMs = wholeSecondMs(atMs ?? hostMs);
	const times = { nowMs, presentMs: Math.max(nowMs, wholeSecondMs(hostMs)) };
	if (!isFirst && atMs === null) {
		const { offsetMs: heldMs, candidateOffsetMs } = known;
		return { ...times, hasJumped: false, offsetMs: heldMs, candidateOffsetMs };
	}
	if (isFirst || agrees(known.offsetMs) || agrees(known.candidateOffsetMs)) {
		return { ...times, hasJumped: false, offsetMs, candidateOffsetMs: null };
	}
	return { ...times, hasJumped: true, offsetMs: known.offsetMs, candidateOffsetMs: offsetMs };
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

/** Polls overlap by less than this. A larger step back means that a clock was corrected. */
const longestOverlapMs = 15 * minuteMs;

/** Whether this poll or a newer one is stored already. Both clocks must agree, because either may be corrected. */
export function isOutdated(
	state: { atMs: number; hostMs: number },
	{ atMs, hostMs }: { atMs: number | null; hostMs: number },
): boolean {
	const lagMs = state.hostMs - hostMs;
	return wholeSecondMs(atMs ?? hostMs) <= state.atMs && lagMs >= 0 && lagMs <= longestOverlapMs;
}
