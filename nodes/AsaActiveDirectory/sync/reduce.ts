import type { JobKind } from '../asa/model/syncJob';
import type { SyncEvent } from './events';
import { fingerprint } from './fingerprint';
import { jobKeys, knownKeys, nameKey } from './jobKeys';
import type { HistoryState, Observation, ObservedConnection, ObservedJob } from './observation';
import { prune } from './prune';
import { dropConnection, patience, reduceConnection } from './reduceConnection';
import { loseJob, reduceJob } from './reduceJob';
import { requestsPerHour, shortestInterval } from './requestRate';
import { watchedKinds, watchesConnection, type Selection, type Settings } from './settings';
import { shortName, type ConnectionState, type ListState, type State } from './state';
import { minuteMs, seconds } from './time';

const testIdsNote =
	'All results of a job carry a test request ID, so such results count as scheduled runs';

const unreadNote =
	'The results of a sync job could not be read at three polls in a row, so the trigger goes on with its most recent result alone until they can';

/** What an observation brings about. */
export interface Reduction {
	state: State;
	/** Oldest run first; the events of one run in a fixed order. */
	events: SyncEvent[];
	/** What should be said in the log, once. */
	notes: string[];
}

/** Two polls never overlap by more than this; a larger step back is a corrected clock. */
const longestOverlapMs = 15 * minuteMs;

/**
 * The rules of the trigger: what happened since the state was made, and the state that follows. It has no side
 * effect and no clock; the same state and observation give the same events.
 *
 * @param state undefined at the first poll: a baseline is taken
 * @param settings what the user chose; events that weren't chosen are followed, but not put out
 */
export function reduce(
	state: State | undefined,
	observation: Observation,
	settings: Settings,
): Reduction {
	const { now } = observation;
	if (state && isOutdated(state, now)) return { state, events: [], notes: [] };
	const step: Step = {
		before: state,
		settings,
		now,
		events: [],
		notes: new Set([...observation.missingPaths, ...tooOften(state, observation, settings)]),
	};
	const connections = new Map<string, ConnectionState>();
	for (const connection of observation.connections) {
		connections.set(connection.id, nextConnection(step, connection));
	}
	for (const [id, connection] of state?.connections ?? []) {
		if (connections.has(id) || !watchesConnection(settings.selection, id)) continue;
		connections.set(id, lostConnection(step, id, connection));
	}
	const said = state?.said ?? [];
	const fresh = [...step.notes].filter((note) => !said.includes(fingerprint(note)));
	const isThere = new Set(observation.connections.map(({ id }) => id));
	const next = { at: seconds(now), said: [...said, ...fresh.map(fingerprint)], connections };
	return {
		state: prune(next, isThere),
		events: step.events.sort((a, b) => a.at - b.at),
		notes: fresh,
	};
}

/** What to say where polls follow each other faster than the API's limit allows for so many connections. */
function tooOften(
	before: State | undefined,
	{ connections, now }: Observation,
	{ selection }: Settings,
): string[] {
	const shortest = shortestInterval(connections.length, watchedKinds(selection).length);
	// Ticks come a little early or late.
	const isSeldom = !before || seconds(now) - before.at >= shortest * 60 - 30;
	if (shortest <= 1 || isSeldom) return [];
	return [
		`The connections of this trigger take more requests than the ${requestsPerHour.toLocaleString('en')} an hour that ASA allows, unless it polls every ${shortest} minutes or less often. Change the poll times, or choose connections`,
	];
}

/** An observation and what it has brought about so far. */
interface Step {
	before: State | undefined;
	settings: Settings;
	/** Milliseconds since 1970 UTC. */
	now: number;
	events: SyncEvent[];
	notes: Set<string>;
}

/** Whether a newer observation than this one was taken into the state already: polls may overlap. */
function isOutdated(state: State, now: number): boolean {
	const ahead = state.at - seconds(now);
	return ahead > 0 && ahead * 1000 <= longestOverlapMs;
}

function nextConnection(step: Step, observed: ObservedConnection): ConnectionState {
	const { before, settings, now } = step;
	const known = before?.connections.get(observed.id);
	const lists: ConnectionState['lists'] = {};
	for (const kind of watchedKinds(settings.selection)) {
		const jobs = observed.jobs[kind];
		const list = known?.lists[kind];
		if (jobs) lists[kind] = nextList(step, observed, kind, jobs);
		else if (list) lists[kind] = list;
	}
	const { state, events } = reduceConnection(observed, known, settings, seconds(now));
	step.events.push(...events);
	return { ...state, lists };
}

function nextList(
	step: Step,
	connection: ObservedConnection,
	kind: JobKind,
	jobs: ObservedJob[],
): ListState {
	const { before, settings, now } = step;
	const list = before?.connections.get(connection.id)?.lists[kind];
	const keys = jobKeys(jobs);
	const formerKeys = knownKeys(jobs, keys, list);
	const newsSince = newsSinceFor(before, connection.id, kind);
	const next: ListState = { at: seconds(now), jobs: new Map(), unread: new Map() };
	const found = new Set<string>();
	jobs.forEach((observed, index) => {
		const formerKey = formerKeys[index];
		const known = formerKey === undefined ? undefined : list?.jobs.get(formerKey);
		if (formerKey !== undefined) found.add(formerKey);
		const key = keys[index];
		const unread = countUnread(list?.unread.get(key) ?? 0, observed.history);
		if (unread > 0) next.unread.set(key, unread);
		if (observed.history === 'not read' && unread < patience) {
			if (known) next.jobs.set(key, known);
			else next.at = list?.at ?? next.at;
			return;
		}
		const turn = reduceJob({ connection, kind, key, observed, known, newsSince, settings, now });
		next.jobs.set(key, turn.state);
		step.events.push(...turn.events);
		if (turn.state.testIdsEverywhere) step.notes.add(testIdsNote);
		if (observed.history === 'not read') step.notes.add(unreadNote);
	});
	loseMissing(step, connection, kind, list, next, found);
	return next;
}

/** At how many polls in a row the results of a job could not be read, this one included. */
function countUnread(before: number, history: HistoryState): number {
	if (history === 'not needed') return before;
	return history === 'not read' ? Math.min(before + 1, patience) : 0;
}

/**
 * Since when results of jobs that aren't remembered are news, in seconds since 1970 UTC: since their list was
 * read last, or, for a new connection, since the last poll. Infinity where all of them are part of a baseline.
 */
export function newsSinceFor(
	state: State | undefined,
	connectionId: string,
	kind: JobKind,
): number {
	if (!state) return Infinity;
	const connection = state.connections.get(connectionId);
	return connection ? (connection.lists[kind]?.at ?? Infinity) : state.at;
}

/** Jobs that are remembered but weren't there: gone, or not chosen any more. */
function loseMissing(
	step: Step,
	connection: { id: string; name: string; domain: string },
	kind: JobKind,
	list: ListState | undefined,
	next: ListState,
	found: ReadonlySet<string>,
): void {
	const { settings, now } = step;
	for (const [key, known] of list?.jobs ?? []) {
		if (found.has(key) || next.jobs.has(key)) continue;
		if (!watchesJob(settings.selection, connection.id, kind, key, known.name)) continue;
		const turn = loseJob({ connection, kind, key, settings, now }, known);
		next.jobs.set(key, turn.state);
		step.events.push(...turn.events);
	}
}

/** Whether a remembered job is among the chosen ones, told by its key, or by its short name. */
function watchesJob(
	{ jobs }: Selection,
	connectionId: string,
	kind: JobKind,
	key: string,
	name: string,
): boolean {
	if (jobs.length === 0) return true;
	const isIt = (chosen: string) => nameKey(chosen) === key || shortName(chosen) === name;
	return jobs.some(
		(job) => job.connectionId === connectionId && job.kind === kind && isIt(job.name),
	);
}

function lostConnection(step: Step, id: string, known: ConnectionState): ConnectionState {
	const { settings, now } = step;
	const connection = { id, name: known.name, domain: known.domain };
	const lists: ConnectionState['lists'] = {};
	for (const kind of watchedKinds(settings.selection)) {
		const list = known.lists[kind];
		if (!list) continue;
		lists[kind] = { at: seconds(now), jobs: new Map(), unread: new Map() };
		loseMissing(step, connection, kind, list, lists[kind], new Set());
	}
	step.events.push(...dropConnection(connection, known, settings, seconds(now)));
	return { ...known, misses: 0, unreadable: null, lists };
}
