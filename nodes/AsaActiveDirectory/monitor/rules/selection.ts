import type { JobKind } from '../../asa/model/syncJob';
import {
	isReadError,
	type ConnectionSnapshot,
	type JobList,
	type JobSnapshot,
} from '../snapshot/types';
import type { MissingChoice } from '../state/types';
import type { PollContext } from './standing';
import type { Choice, JobChoice, Selection } from './types';
import { normalId } from '../../util/text';
import { fingerprint, hourMs, shortName } from './values';

/** Both kinds, in the order in which they are read and reported. */
export const allKinds: readonly JobKind[] = ['serverSyncJob', 'userSyncJob'];

interface Named {
	id: string;
	name: string;
}

/** The kinds of jobs that are watched. */
export function selectedKinds({ jobKinds }: Selection): JobKind[] {
	return allKinds.filter((kind) => jobKinds.length === 0 || jobKinds.includes(kind));
}

/**
 * The watched connections: those chosen as connections and, if jobs are chosen, those with chosen jobs.
 *
 * @param all all existing connections
 */
export function selectedConnections<Connection extends Named>(
	all: readonly Connection[],
	{ connections, jobs }: Selection,
): Connection[] {
	if (connections.length + jobs.length === 0) return [...all];
	const index = indexOf(all);
	const chosen = chosenOf(index, connections);
	const places = chosenOf(
		index,
		jobs.map(({ connection }) => connection),
	);
	return all.filter((connection) => chosen.has(connection) && places.has(connection));
}

/**
 * The watched jobs of a list.
 *
 * @param connection the connection of the list
 * @param all all existing connections, including that one
 */
export function selectedJobs<Connection extends Named, Job extends Named>(
	connection: Connection,
	all: readonly Connection[],
	kind: JobKind,
	list: readonly Job[],
	selection: Selection,
): Job[] {
	if (!selectedKinds(selection).includes(kind)) return [];
	if (selection.jobs.length === 0) return [...list];
	const connections = indexOf(all);
	const here = selection.jobs.filter(
		(choice) => choice.kind === kind && named(choice.connection, connections).includes(connection),
	);
	const chosen = new Set(here.flatMap(({ job }) => named(job, indexOf(list))));
	return list.filter((job) => chosen.has(job));
}

/** Objects by ID and by name. Names are shortened as in the state. */
interface Index<Object extends Named> {
	all: readonly Object[];
	byId: Map<string, Object[]>;
	byName: Map<string, Object[]>;
}

function indexOf<Object extends Named>(all: readonly Object[]): Index<Object> {
	const index: Index<Object> = { all, byId: new Map(), byName: new Map() };
	for (const object of all) {
		add(index.byId, normalId(object.id), object);
		add(index.byName, shortName(object.name), object);
	}
	return index;
}

function add<Object>(map: Map<string, Object[]>, key: string, object: Object): void {
	const objects = map.get(key);
	if (objects) objects.push(object);
	else map.set(key, [object]);
}

/** The chosen objects; all objects if nothing is chosen. */
function chosenOf<Object extends Named>(
	index: Index<Object>,
	choices: readonly Choice[],
): Set<Object> {
	if (choices.length === 0) return new Set(index.all);
	return new Set(choices.flatMap((choice) => named(choice, index)));
}

/** The objects with the ID of a choice, or with its name if no object has the ID. */
function named<Object extends Named>({ id, name }: Choice, index: Index<Object>): Object[] {
	const byId = id === '' ? undefined : index.byId.get(normalId(id));
	return byId ?? (name === '' ? [] : (index.byName.get(shortName(name)) ?? []));
}

/** A choice that does not exist or that the other choices leave out, as errors name it. */
export interface MissingEntry {
	/** Identifies the choice in the state. */
	mark: string;
	/** Null for a choice of a connection. */
	kind: JobKind | null;
	/** The name, or the ID if the choice has no name. */
	name: string;
	/** The connection of a chosen job. */
	connectionName: string | null;
	/** Whether its kind or its connection is not among those chosen. */
	leftOutBy: 'kind' | 'connection' | null;
}

/** The result of looking for the choices. */
export interface ChoiceCheck {
	missing: MissingEntry[];
	/** Marks of the choices that may be in a list that was not read. */
	undetermined: string[];
}

/** Looks for every chosen connection and job in a snapshot. */
export function checkChoices(
	connections: readonly ConnectionSnapshot[],
	selection: Selection,
): ChoiceCheck {
	const present = connections.filter(({ isDeleted }) => !isDeleted);
	const check: ChoiceCheck = { missing: [], undetermined: [] };
	const index = indexOf(present);
	for (const choice of selection.connections) {
		if (named(choice, index).length === 0) check.missing.push(connectionEntry(choice));
	}
	const watched = indexOf(selectedConnections(present, selection));
	for (const choice of selection.jobs) {
		const leftOutBy = leftOut(choice, index, watched, selection);
		const isThere = leftOutBy === null && findJob(choice, watched);
		if (isThere === null) check.undetermined.push(jobEntry(choice, null).mark);
		else if (!isThere) check.missing.push(jobEntry(choice, leftOutBy));
	}
	return check;
}

/** Which other choice leaves out a chosen job whose connection exists. */
function leftOut(
	{ connection, kind }: JobChoice,
	all: Index<ConnectionSnapshot>,
	watched: Index<ConnectionSnapshot>,
	selection: Selection,
): MissingEntry['leftOutBy'] {
	if (named(connection, all).length === 0) return null;
	if (!selectedKinds(selection).includes(kind)) return 'kind';
	return named(connection, watched).length === 0 ? 'connection' : null;
}

/** Whether a chosen job exists; null if a list that may hold it was not read. */
function findJob(choice: JobChoice, connections: Index<ConnectionSnapshot>): boolean | null {
	const lists = named(choice.connection, connections).map(({ lists }) => lists[choice.kind]);
	if (lists.some((list) => isJobList(list) && named(choice.job, indexOf(list)).length > 0))
		return true;
	return lists.every(isJobList) ? false : null;
}

function isJobList(list: JobList | undefined): list is JobSnapshot[] {
	return list !== undefined && !isReadError(list);
}

function connectionEntry({ id, name }: Choice): MissingEntry {
	const mark = fingerprint(`${normalId(id)}\n${name}`);
	return { mark, kind: null, name: name || id, connectionName: null, leftOutBy: null };
}

function jobEntry(
	{ connection, kind, job }: JobChoice,
	leftOutBy: MissingEntry['leftOutBy'],
): MissingEntry {
	const parts = [normalId(connection.id), connection.name, kind, normalId(job.id), job.name];
	const connectionName = connection.name || connection.id;
	const mark = fingerprint(parts.join('\n'));
	return { mark, kind, name: job.name || job.id, connectionName, leftOutBy };
}

/** The missing choices to report at this poll, and the next state of all missing choices. */
export interface ChoiceReport {
	choices: Map<string, MissingChoice>;
	reported: MissingEntry[];
}

/** Reports a choice that is missing at two polls in a row, and again after each reminder interval. */
export function reportChoices(
	known: ReadonlyMap<string, MissingChoice>,
	{ missing, undetermined }: ChoiceCheck,
	{ nowMs, hasJumped, settings: { reminderHours } }: PollContext,
): ChoiceReport {
	const choices = new Map([...known].filter(([mark]) => undetermined.includes(mark)));
	const reported = missing.filter(({ mark }) => {
		const { polls = 0, reportedMs = null } = known.get(mark) ?? {};
		const isDueAgain = !hasJumped && nowMs - (reportedMs ?? nowMs) >= reminderHours * hourMs;
		const isReported = polls >= 1 && (reportedMs === null || isDueAgain);
		choices.set(mark, {
			polls: Math.min(polls + 1, 2),
			reportedMs: isReported ? nowMs : reportedMs,
		});
		return isReported;
	});
	return { choices, reported };
}
