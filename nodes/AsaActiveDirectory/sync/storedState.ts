import type { JobKind } from '../asa/model/syncJob';
import type {
	ConnectionState,
	Incident,
	JobCause,
	JobState,
	ListState,
	PendingRun,
	State,
	Told,
} from './state';

/**
 * The state as n8n stores it: JSON with short names and without what is empty, for the workflow's column is
 * rewritten at each save. The comments of `state.ts` say what each value means.
 */
export interface StoredState {
	v: number;
	at: number;
	said?: string[];
	c: Record<string, StoredConnection>;
}

interface StoredConnection {
	n: string;
	d: string;
	m?: number;
	u?: StoredIncident;
	/** Server sync jobs. */
	s?: StoredList;
	/** User sync jobs. */
	j?: StoredList;
}

type StoredList = [at: number, jobs: Record<string, StoredJob>, unread?: Record<string, number>];

type StoredIncident = [anchor: string, opened: number, told: number, reminded?: number];

type StoredPending = [hash: string, created: number, flags: number, words?: string];

interface StoredJob {
	n: string;
	i: string;
	/** Flags: 1 active, 2 test ids everywhere. */
	f: number;
	/** Schedule. */
	h: string;
	/** Clock. */
	k: number;
	/** Start. */
	s?: number;
	/** Judged, where it isn't the start. */
	j?: number | null;
	/** Cursor, where it isn't the start. */
	c?: number | null;
	/** Seen. */
	e?: string[];
	p?: StoredPending[];
	/** The row of failures: failures, unknowns, since, first result. */
	r?: [number, number, number | null, string | null];
	/** Last success. */
	l?: number;
	/** Incidents: failed, overdue, running long. */
	x?: Array<StoredIncident | 0>;
	/** Gone since. */
	g?: number;
}

/** The version of the stored form; a state of another version is not read. */
const stateVersion = 1;

const toldNumbers: Told[] = ['no', 'yes', 'never'];

const causes: JobCause[] = ['failed', 'overdue', 'running_long'];

const listNames: Record<JobKind, 's' | 'j'> = { serverSyncJob: 's', userSyncJob: 'j' };

/** The stored form of a state. */
export function writeState(state: State): StoredState {
	const connections = [...state.connections].map(([id, value]) => [id, writeConnection(value)]);
	const stored: StoredState = {
		v: stateVersion,
		at: state.at,
		c: Object.fromEntries(connections) as StoredState['c'],
	};
	if (state.said.length > 0) stored.said = state.said;
	return stored;
}

/**
 * Reads a stored state.
 *
 * @returns undefined where it is of another version or damaged: the caller then begins anew
 */
export function readState(stored: unknown): State | undefined {
	try {
		return parseState(stored as StoredState);
	} catch {
		return undefined;
	}
}

function parseState(stored: StoredState): State | undefined {
	if (stored.v !== stateVersion) return undefined;
	const connections = Object.entries(record(stored.c));
	return {
		at: number(stored.at),
		said: array(stored.said ?? []).map(text),
		connections: new Map(connections.map(([id, value]) => [id, readConnection(value)])),
	};
}

function writeConnection(connection: ConnectionState): StoredConnection {
	const stored: StoredConnection = { n: connection.name, d: connection.domain };
	if (connection.misses > 0) stored.m = connection.misses;
	if (connection.unreadable) stored.u = writeIncident(connection.unreadable);
	for (const [kind, list] of Object.entries(connection.lists)) {
		stored[listNames[kind as JobKind]] = writeList(list);
	}
	return stored;
}

function readConnection(stored: StoredConnection): ConnectionState {
	const lists: ConnectionState['lists'] = {};
	for (const [kind, name] of Object.entries(listNames)) {
		const list = stored[name];
		if (list !== undefined) lists[kind as JobKind] = readList(list);
	}
	return {
		name: text(stored.n),
		domain: text(stored.d),
		misses: number(stored.m ?? 0),
		unreadable: stored.u === undefined ? null : readIncident(stored.u),
		lists,
	};
}

function writeList({ at, jobs, unread }: ListState): StoredList {
	const stored: Record<string, StoredJob> = {};
	for (const [key, job] of jobs) stored[key] = writeJob(job);
	return unread.size > 0 ? [at, stored, Object.fromEntries(unread)] : [at, stored];
}

function readList([at, jobs, unread = {}]: StoredList): ListState {
	const entries = Object.entries(record(jobs));
	const counts = Object.entries(record(unread));
	return {
		at: number(at),
		jobs: new Map(entries.map(([key, job]) => [key, readJob(job)])),
		unread: new Map(counts.map(([key, count]) => [key, number(count)])),
	};
}

function writeJob(job: JobState): StoredJob {
	const { name, id, schedule, clock, start, judged, cursor } = job;
	const flags = (job.active ? 1 : 0) + (job.testIdsEverywhere ? 2 : 0);
	const stored: StoredJob = { n: name, i: id, f: flags, h: schedule, k: clock };
	if (start !== null) stored.s = start;
	if (judged !== start) stored.j = judged;
	if (cursor !== start) stored.c = cursor;
	if (job.seen.length > 0) stored.e = job.seen;
	if (job.pending.length > 0) stored.p = job.pending.map(writePending);
	if (job.failures + job.unknowns > 0) {
		stored.r = [job.failures, job.unknowns, job.failingSince, job.firstFailed];
	}
	if (job.lastSuccess !== null) stored.l = job.lastSuccess;
	if (causes.some((cause) => job.incidents[cause])) stored.x = writeIncidents(job.incidents);
	if (job.gone !== null) stored.g = job.gone;
	return stored;
}

function readJob(stored: StoredJob): JobState {
	const start = numberOrNull(stored.s ?? null);
	const [failures, unknowns, failingSince, firstFailed] = stored.r ?? [0, 0, null, null];
	return {
		name: text(stored.n),
		id: text(stored.i),
		active: (number(stored.f) & 1) !== 0,
		testIdsEverywhere: (number(stored.f) & 2) !== 0,
		schedule: text(stored.h),
		clock: number(stored.k),
		start,
		judged: stored.j === undefined ? start : numberOrNull(stored.j),
		cursor: stored.c === undefined ? start : numberOrNull(stored.c),
		seen: array(stored.e ?? []).map(text),
		pending: array(stored.p ?? []).map(readPending),
		failures: number(failures),
		unknowns: number(unknowns),
		failingSince: numberOrNull(failingSince),
		firstFailed: firstFailed === null ? null : text(firstFailed),
		lastSuccess: numberOrNull(stored.l ?? null),
		incidents: readIncidents(array(stored.x ?? [])),
		gone: numberOrNull(stored.g ?? null),
	};
}

function writePending({ hash, created, isTest, quiet, words }: PendingRun): StoredPending {
	const flags = (isTest ? 1 : 0) + (quiet ? 2 : 0);
	return words === null ? [hash, created, flags] : [hash, created, flags, words];
}

function readPending([hash, created, flags, words]: StoredPending): PendingRun {
	return {
		hash: text(hash),
		created: number(created),
		isTest: (number(flags) & 1) !== 0,
		quiet: (number(flags) & 2) !== 0,
		words: words === undefined ? null : text(words),
	};
}

function writeIncidents(incidents: JobState['incidents']): Array<StoredIncident | 0> {
	return causes.map((cause) => {
		const incident = incidents[cause];
		return incident ? writeIncident(incident) : 0;
	});
}

function readIncidents(stored: Array<StoredIncident | 0>): JobState['incidents'] {
	const incidents: JobState['incidents'] = {};
	causes.forEach((cause, index) => {
		const incident = stored[index];
		if (incident) incidents[cause] = readIncident(incident);
	});
	return incidents;
}

function writeIncident({ anchor, opened, told, reminded }: Incident): StoredIncident {
	const stored: StoredIncident = [anchor, opened, toldNumbers.indexOf(told)];
	if (reminded !== null) stored.push(reminded);
	return stored;
}

function readIncident([anchor, opened, told, reminded]: StoredIncident): Incident {
	return {
		anchor: text(anchor),
		opened: number(opened),
		told: toldNumbers[number(told)] ?? 'yes',
		reminded: numberOrNull(reminded ?? null),
	};
}

function damaged(): never {
	throw new TypeError('The stored state is damaged');
}

function text(value: unknown): string {
	return typeof value === 'string' ? value : damaged();
}

function number(value: unknown): number {
	return typeof value === 'number' && Number.isFinite(value) ? value : damaged();
}

function numberOrNull(value: unknown): number | null {
	return value === null ? null : number(value);
}

function array<Entry>(value: Entry[]): Entry[] {
	return Array.isArray(value) ? value : damaged();
}

function record<Entry>(value: Record<string, Entry>): Record<string, Entry> {
	return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : damaged();
}
