import type { JobKindName } from '../../api/jobKinds';
import { isReadError, type ConnectionSnapshot } from '../snapshot/types';
import type { ConnectionState, Incident, JobState, TroubleIncident } from '../state/types';
import type { JobEvaluation } from './draft';
import { endJobs, evaluateJobs } from './jobs';
import { deriveFacts } from './runs';
import { allKinds, watchedJobs, watchedKinds } from './selection';
import { accessDeadline, type PollContext } from './standing';
import { blankEvent, endTrouble } from './trouble';
import type { AccessDeadline, ConnectionRef, MonitorEvent, Notice, ReadFailure } from './types';
import { laterMs, shortDomain, shortName } from './values';

/** What a poll says of a watched connection, but for its trouble. */
export interface ConnectionEvaluation {
	connection: ConnectionRef;
	/** What is remembered from now on. */
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
 * Evaluates the jobs of a connection, each kind by itself: what can be read is judged on, and of what can't be read
 * nothing opens, closes or reminds.
 *
 * @param all all connections that are there
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
		const kept = watchedJobs(snapshot, all, kind, states.jobs, selection);
		const dropped = states.jobs.filter((job) => !kept.includes(job));
		const keys = keysOf(dropped.map(({ incident }) => incident));
		if (keys.length > 0) result.notices.push({ kind: 'unwatched', keys });
		result.state.jobs[kind] = kept;
		if (watchedKinds(selection).includes(kind)) readKind(result, snapshot, all, kind, context);
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
			wasUnread: false,
			trouble: known?.trouble ?? null,
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
	kind: JobKindName,
	context: PollContext,
): void {
	const { state, connection } = result;
	const list = snapshot.lists[kind];
	if (list === undefined) {
		state.wasUnread = true;
	} else if (isReadError(list)) {
		result.failures.push({ ...list, kind });
	} else {
		const watched = watchedJobs(snapshot, all, kind, list, context.settings.selection);
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
 * Ends a connection that is gone, with the incidents of its jobs; where something of it was watched, it is reported
 * once instead of each of its jobs.
 */
export function endConnection(
	connection: ConnectionRef,
	known: ConnectionState,
	context: PollContext,
): MonitorEvent[] {
	const events = allKinds.flatMap((kind) => endJobs(connection, kind, known.jobs[kind], context));
	const place = { connection, access: null, keyFrom: () => '' };
	events.push(...endTrouble(known.trouble, place, context, 'deleted'));
	if (!context.settings.events.has('syncStopped')) return events;
	return [...events, blankEvent('syncStopped', connection, context)];
}

/** Keys of the incidents that were put out and are open. */
export function openKeys({ trouble, jobs }: ConnectionState): string[] {
	const incidents = allKinds.flatMap((kind) => jobs[kind].map(({ incident }) => incident));
	return keysOf([trouble?.incident ?? null, ...incidents]);
}

/** Keys of those incidents that were put out. */
export function keysOf(incidents: ReadonlyArray<Incident | TroubleIncident | null>): string[] {
	return incidents.flatMap((one) => (one?.status === 'notified' ? [one.key] : []));
}

/** When the first of a connection's remembered jobs loses access; null where none does. */
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
