import type { JobKind } from '../asa/model/syncJob';
import { takeBaseline } from './baseline';
import { due } from './due';
import { newestRun, rowOf, type JobTurn } from './jobTurn';
import type { Observation, ObservedConnection, ObservedJob } from './observation';
import { plain, type Outcome } from './outcome';
import type { Settings } from './settings';
import { seconds, timeText } from './time';

/** What ASA probably keeps of a job's results. Source: docs/api-contract.md, "Behaviour that shapes the product". */
const keptResults = 10;

/** How a sync job stands. Times are RFC 3339 UTC. */
export interface SyncStatus {
	/** Of its newest scheduled run; null where none is known. */
	outcome: Outcome | null;
	job_kind: JobKind | null;
	job_id: string | null;
	job_name: string | null;
	connection_id: string;
	connection_name: string;
	domain: string;
	is_active: boolean | null;
	frequency: number | null;
	start_hour_utc: number | null;
	result_id: string | null;
	task_state: string | null;
	summary: string | null;
	started_at: string | null;
	finished_at: string | null;
	next_due_at: string | null;
	overdue: boolean;
	running: boolean;
	/** Running for longer than is allowed. */
	running_long: boolean;
	consecutive_failures: number;
	/** Whether there may be more failures in a row than those at hand. */
	consecutive_failures_at_least: boolean;
	failing_since: string | null;
	last_success_at: string | null;
	/** Why the connection's jobs could not be read; the job's fields are null then. */
	trouble: string | null;
}

/** How every job of an observation stands by the trigger's rules, worst first. */
export function syncStatus(observation: Observation, settings: Settings): SyncStatus[] {
	const { turns } = takeBaseline(observation, settings);
	const unread = observation.connections.filter(({ trouble }) => trouble !== null).map(unreadable);
	const jobs = turns.map((turn) => jobStatus(turn, observedJob(observation, turn)));
	return [...unread, ...jobs].sort(worstFirst);
}

function observedJob({ connections }: Observation, { connection, kind, draft }: JobTurn) {
	const jobs = connections.find(({ id }) => id === connection.id)?.jobs[kind];
	return jobs?.find(({ id }) => id === draft.id);
}

function jobStatus(turn: JobTurn, observed: ObservedJob | undefined): SyncStatus {
	const { connection, kind, draft, name } = turn;
	const run = newestRun(turn);
	const running = run?.outcome === 'running';
	const row = rowOf(draft);
	return {
		outcome: run?.outcome ?? null,
		job_kind: kind,
		job_id: draft.id,
		job_name: name,
		...placeOf(connection),
		is_active: draft.active,
		frequency: observed?.frequency ?? null,
		start_hour_utc: observed?.start_hour_utc ?? null,
		result_id: run?.result.id ?? null,
		task_state: run?.result.task_state ?? null,
		summary: run && (plain(run.result.status.summary) || null),
		started_at: timeText(run?.created ?? null),
		finished_at: timeText(run && !running ? run.updated : null),
		next_due_at: timeText(nextDue(turn, observed)),
		overdue: draft.incidents.overdue !== undefined,
		running,
		running_long: draft.incidents.running_long !== undefined,
		consecutive_failures: row.length,
		consecutive_failures_at_least: row.length > 0 && !reachesBeginning(turn, observed),
		failing_since: timeText(row.since),
		last_success_at: timeText(draft.lastSuccess),
		trouble: null,
	};
}

/** Whether the runs at hand go back to the first failure in a row, as far as anybody can tell. */
function reachesBeginning({ draft, runs }: JobTurn, observed: ObservedJob | undefined): boolean {
	if (observed?.history !== 'read') return false;
	return draft.lastSuccess !== null || runs.length < keptResults;
}

function placeOf({ id, name, domain }: JobTurn['connection']) {
	return { connection_id: id, connection_name: name, domain };
}

/** In seconds since 1970 UTC. */
function nextDue({ draft, now }: JobTurn, observed: ObservedJob | undefined): number | null {
	if (!observed || draft.start === null) return null;
	const at = due({ ...observed, clock_from: draft.start * 1000 }, now * 1000);
	return at && seconds(at.next_due_at);
}

function unreadable(connection: ObservedConnection): SyncStatus {
	return {
		outcome: null,
		job_kind: null,
		job_id: null,
		job_name: null,
		...placeOf(connection),
		is_active: null,
		frequency: null,
		start_hour_utc: null,
		result_id: null,
		task_state: null,
		summary: null,
		started_at: null,
		finished_at: null,
		next_due_at: null,
		overdue: false,
		running: false,
		running_long: false,
		consecutive_failures: 0,
		consecutive_failures_at_least: false,
		failing_since: null,
		last_success_at: null,
		trouble: connection.trouble,
	};
}

/** From the worst to the best; the first that is so counts. */
const ranks: Array<(status: SyncStatus) => boolean> = [
	({ trouble }) => trouble !== null,
	({ is_active, consecutive_failures }) => is_active === true && consecutive_failures > 0,
	({ running_long }) => running_long,
	({ overdue }) => overdue,
	({ is_active, outcome }) => is_active === true && (outcome === null || outcome === 'unknown'),
	({ is_active, running }) => is_active === true && running,
	({ is_active }) => is_active === true,
	() => true,
];

function worstFirst(a: SyncStatus, b: SyncStatus): number {
	return rankOf(a) - rankOf(b) || nameOf(a).localeCompare(nameOf(b));
}

function rankOf(status: SyncStatus): number {
	return ranks.findIndex((isSo) => isSo(status));
}

function nameOf({ connection_name, job_kind, job_name }: SyncStatus): string {
	return [connection_name, job_kind, job_name].join('\n');
}
