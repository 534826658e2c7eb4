import type { JobKind } from '../../asa/model/syncJob';
import { isReadError, type ConnectionSnapshot, type Snapshot } from '../snapshot/types';
import type { ConnectionState, Incident, JobState, OutageIncident, State } from '../state/types';
import type { JobEvaluation } from './draft';
import { endJobs, evaluateJobs } from './jobs';
import { blankEvent, endOutage } from './outage';
import { deriveFacts } from './runs';
import { allKinds, selectedJobs, selectedKinds } from './selection';
import { accessDeadline, type PollContext } from './standing';
import type { AccessDeadline, ConnectionRef, MonitorEvent, Notice, ReadFailure } from './types';
import { normalId } from '../../util/text';
import { laterMs, shortDomain, shortName } from './values';

/** The evaluation of a watched connection, without its outage. */
export interface ConnectionEvaluation {
	connection: ConnectionRef;
	/** The next state. */
	state: ConnectionState;
	evaluations: JobEvaluation[];
	events: MonitorEvent[];
	notices: Notice[];
	/** The lists that could not be read. */
	failures: ReadFailure[];
	/** Whether at least one of its lists was read. */
	isRead: boolean;
}

/**
 * Evaluates the jobs of a connection, each kind separately. While a list cannot be read, no incident of its jobs opens,
 * closes or sends a reminder.
 *
 * @param all all existing connections
 */
export function evaluateConnection(
	snapshot: ConnectionSnapshot,
	all: readonly ConnectionSnapshot[],
	known: ConnectionState | undefined,
	context: PollContext,
): ConnectionEvaluation {
	const result = startConnection(snapshot, known);
	const { selection } = context.settings;
	for (const kind of allKinds) {
		const states = { id: snapshot.id, name: snapshot.name, jobs: known?.jobs[kind] ?? [] };
		const kept = selectedJobs(snapshot, all, kind, states.jobs, selection);
		const dropped = states.jobs.filter((job) => !kept.includes(job));
		const keys = keysOf(dropped.map(({ incident }) => incident));
		if (keys.length > 0) result.notices.push({ kind: 'unwatched', keys });
		result.state.jobs[kind] = kept;
		if (selectedKinds(selection).includes(kind)) readKind(result, snapshot, all, kind, context);
	}
	return result;
}

function startConnection(
	snapshot: ConnectionSnapshot,
	known: ConnectionState | undefined,
): ConnectionEvaluation {
	const { id, name, domain, gatewayId } = snapshot;
	return {
		connection: { id, name, domain, gatewayId },
		state: {
			name: shortName(name),
			domain: shortDomain(domain),
			wasSkipped: false,
			outage: known?.outage ?? null,
			formerSuccessMs: known?.formerSuccessMs ?? null,
			jobs: { serverSyncJob: [], userSyncJob: [] },
		},
		evaluations: [],
		events: [],
		notices: [],
		failures: [],
		isRead: false,
	};
}

function readKind(
	result: ConnectionEvaluation,
	snapshot: ConnectionSnapshot,
	all: readonly ConnectionSnapshot[],
	kind: JobKind,
	context: PollContext,
): void {
	const { state, connection } = result;
	const list = snapshot.lists[kind];
	if (list === undefined) {
		state.wasSkipped = true;
	} else if (isReadError(list)) {
		result.failures.push({ ...list, kind });
	} else {
		const watched = selectedJobs(snapshot, all, kind, list, context.settings.selection);
		const known = state.jobs[kind];
		const { formerSuccessMs } = state;
		const input = { connection, kind, jobs: list, watched, known, formerSuccessMs };
		const evaluated = evaluateJobs(input, context);
		state.jobs[kind] = evaluated.states;
		state.formerSuccessMs = evaluated.formerSuccessMs;
		result.evaluations.push(...evaluated.evaluations);
		result.events.push(...evaluated.events);
		result.isRead = true;
	}
}

/**
 * Closes the incidents of a deleted connection and of its jobs. The deletion is reported once for the connection, not
 * for each job.
 */
export function endConnection(
	connection: ConnectionRef,
	known: ConnectionState,
	context: PollContext,
): MonitorEvent[] {
	const events = allKinds.flatMap((kind) => endJobs(connection, kind, known.jobs[kind], context));
	const place = { connection, access: null, keyFrom: () => '' };
	events.push(...endOutage(known.outage, place, context, 'deleted'));
	if (!context.settings.events.has('syncStopped')) return events;
	return [...events, blankEvent('syncStopped', connection, context)];
}

/** Keys of the open incidents whose trigger was emitted. */
export function openKeys(state: ConnectionState | undefined): string[] {
	if (!state) return [];
	const { outage, jobs } = state;
	const incidents = allKinds.flatMap((kind) => jobs[kind].map(({ incident }) => incident));
	return keysOf([outage?.incident ?? null, ...incidents]);
}

/** Keys of those incidents whose trigger was emitted. */
export function keysOf(incidents: ReadonlyArray<Incident | OutageIncident | null>): string[] {
	return incidents.flatMap((one) => (one?.status === 'notified' ? [one.key] : []));
}

/** The earliest access deadline of a connection's remembered jobs; null if none has one. */
export function earliestAccess({ jobs, formerSuccessMs }: ConnectionState): AccessDeadline | null {
	const successMs = (job: JobState) =>
		deriveFacts(job.runs, job.forgotten, 0).lastSuccess?.startMs ?? null;
	const newestMs = jobs.serverSyncJob.map(successMs).reduce(laterMs, formerSuccessMs);
	const deadlines = [
		...jobs.serverSyncJob
			.filter(hasDeadline)
			.map(({ oldestStartMs }) => accessDeadline('serverSyncJob', newestMs, oldestStartMs)),
		...jobs.userSyncJob
			.filter(hasDeadline)
			.map((job) => accessDeadline('userSyncJob', successMs(job), job.oldestStartMs)),
	];
	return deadlines.reduce(earlier, null);
}

function hasDeadline({ hasBeenActive }: JobState): boolean {
	return hasBeenActive;
}

/** The earlier of two deadlines, either of which may be missing. */
export function earlier(
	one: AccessDeadline | null,
	other: AccessDeadline | null,
): AccessDeadline | null {
	if (!one || !other) return one ?? other;
	return other.endsMs < one.endsMs ? other : one;
}

/**
 * Each connection once, in an order that does not depend on the list. One that is missing from the list and could not
 * be looked up keeps its known name.
 */
export function sortedConnections(
	connections: readonly ConnectionSnapshot[],
	known: ReadonlyMap<string, ConnectionState>,
): ConnectionSnapshot[] {
	const byId = new Map(connections.map((connection) => [normalId(connection.id), connection]));
	const sorted = [...byId].sort(([one], [other]) => (one < other ? -1 : 1));
	return sorted.map(([id, connection]) => {
		const { name, domain } = known.get(id) ?? connection;
		return connection.name === '' ? { ...connection, name, domain } : connection;
	});
}

/*
 * Gateways are read only if a poll opens incidents. Their names are remembered until the last of these incidents ends,
 * so that its items name the gateway to the end. Their status is not, because it would be out of date.
 */

/** Adds to each event the gateway of its connection, as far as it is known. */
export function withGateways(
	events: readonly MonitorEvent[],
	{ gatewayNames }: State,
	{ gateways = [] }: Snapshot,
): MonitorEvent[] {
	const read = new Map(gateways.map((gateway) => [normalId(gateway.id), gateway]));
	return events.map((event) => {
		const id = event.connection?.gatewayId ?? '';
		const name = gatewayNames.get(normalId(id));
		const remembered = name === undefined ? null : { id, name, status: null };
		return { ...event, gateway: read.get(normalId(id)) ?? remembered };
	});
}

/** The names to remember: those of the gateways of all connections with an open incident. */
export function rememberGateways(
	{ gatewayNames, connections: states }: State,
	{ gateways = [], connections }: Snapshot,
): State['gatewayNames'] {
	const names = new Map(gatewayNames);
	for (const { id, name } of gateways) {
		// Without its name it is called by its ID.
		if (name !== id) names.set(normalId(id), shortName(name));
	}
	if (names.size === 0 || isReadError(connections)) return names;
	const needed = new Set(
		connections
			.filter(({ id }) => openKeys(states.get(normalId(id))).length > 0)
			.map(({ gatewayId }) => normalId(gatewayId ?? '')),
	);
	return new Map([...names].filter(([id]) => needed.has(id)));
}
