import type { JobKind } from '../asa/model/syncJob';

/** What can be wrong with a job for a while. */
export type JobCause = 'failed' | 'overdue' | 'running_long';

/** What can be wrong with a job or a connection. */
export type Cause = JobCause | 'unreadable';

/**
 * Whether an incident's opening was put out: `no`, because its event wasn't chosen so far; `yes`; or `never`,
 * because the user doesn't want to hear of what was wrong before the first poll.
 */
export type Told = 'no' | 'yes' | 'never';

/** Something that is wrong now. Times are seconds since 1970 UTC. */
export interface Incident {
	/** What sets it apart from the next one of its job and cause: a result's fingerprint, or a time. */
	anchor: string;
	opened: number;
	told: Told;
	/** When it was last reminded of. */
	reminded: number | null;
}

/** A run that was seen before it ended. */
export interface PendingRun {
	/** Fingerprint of the result's id. */
	hash: string;
	/** When it was created, in seconds since 1970 UTC. */
	created: number;
	isTest: boolean;
	/** What an unknown result said when last seen; null for a run that is known to be running. */
	words: string | null;
	/** Whether it was already like this before the first poll, so that its end isn't news. */
	quiet: boolean;
}

/** What is remembered of a job. Times are seconds since 1970 UTC. */
export interface JobState {
	/** At most 72 bytes of the name, for the report that the job is gone. */
	name: string;
	id: string;
	active: boolean;
	/** Frequency and hour, to notice a change. */
	schedule: string;
	/** Since when the schedule's clock runs, unless a run started later. */
	clock: number;
	/** When the newest scheduled run was created. */
	start: number | null;
	/** When the newest scheduled run that has ended was created. */
	judged: number | null;
	/** When the newest result seen was created; those of that second are listed in `seen`. */
	cursor: number | null;
	seen: string[];
	pending: PendingRun[];
	/** Failed scheduled runs in a row. */
	failures: number;
	/** Scheduled runs in a row that ended with an unknown word. */
	unknowns: number;
	/** When the first run of the row ended, and its result's fingerprint. */
	failingSince: number | null;
	firstFailed: string | null;
	lastSuccess: number | null;
	/** Whether all results of the job carry a test request id, which then says nothing. */
	testIdsEverywhere: boolean;
	incidents: Partial<Record<JobCause, Incident>>;
	/** Since when the job is missing. */
	gone: number | null;
}

/** The jobs of one kind in one connection, by key. */
export interface ListState {
	/** When it was last read, in seconds since 1970 UTC. */
	at: number;
	jobs: Map<string, JobState>;
	/** By job: at how many polls in a row its results were wanted and could not be read; only where at some. */
	unread: Map<string, number>;
}

/** What is remembered of a connection. */
export interface ConnectionState {
	name: string;
	domain: string;
	/** Polls in a row at which something of it could not be read. */
	misses: number;
	unreadable: Incident | null;
	lists: Partial<Record<JobKind, ListState>>;
}

/** All that is remembered between two polls. */
export interface State {
	/** The time of the newest observation in it, in seconds since 1970 UTC. */
	at: number;
	/** What was said once and isn't said again. */
	said: string[];
	connections: Map<string, ConnectionState>;
}

const longestName = 72;

/** No DNS name is longer; else the state could be as large as what a server sends. */
const longestDomain = 253;

/** The beginning of a name that fits into 72 bytes of UTF-8. */
export function shortName(name: string): string {
	let bytes = 0;
	let short = '';
	for (const character of name) {
		bytes += utf8Bytes(character.codePointAt(0) ?? 0);
		if (bytes > longestName) return short;
		short += character;
	}
	return short;
}

/** A domain as the state holds it. */
export function shortDomain(domain: string): string {
	return domain.slice(0, longestDomain);
}

function utf8Bytes(codePoint: number): number {
	if (codePoint < 0x80) return 1;
	if (codePoint < 0x800) return 2;
	return codePoint < 0x10000 ? 3 : 4;
}
