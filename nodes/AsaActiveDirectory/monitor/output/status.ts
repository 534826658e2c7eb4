import type { JobKind } from '../../asa/model/syncJob';
import { check } from '../index';
import { withResult, type JobEvaluation } from '../rules/draft';
import { selectedConnections, selectedKinds } from '../rules/selection';
import { jobCauses, type JobCause, type Settings } from '../rules/types';
import { isoTime } from '../rules/values';
import { isReadError, type ConnectionSnapshot, type Snapshot } from '../snapshot/types';
import { placeFields, runFields, standingFields, type SyncItem } from './items';

/** The fields that a status shares with the items of the trigger. */
type SharedField =
	| keyof ReturnType<typeof placeFields>
	| keyof ReturnType<typeof runFields>
	| keyof ReturnType<typeof standingFields>;

/** The status of a sync job. If its list could not be read, the fields of the job are null. */
export interface JobStatus extends Pick<SyncItem, SharedField | 'outcome'> {
	/** Whether something is wrong with an active job, or a list could not be read. */
	needs_attention: boolean;
	/** What is wrong, worst first. */
	causes: JobCause[];
	is_active: boolean | null;
	frequency: number | null;
	start_hour_utc: number | null;
	running_since: string | null;
	next_due_at: string | null;
	read_error: string | null;
}

/**
 * The status of every watched job by the rules of the trigger, worst first. No state is needed.
 *
 * @param settings words and limits; events are ignored
 */
export function jobStatuses(snapshot: Snapshot, settings: Settings): JobStatus[] {
	const { connections } = snapshot;
	if (isReadError(connections)) return [];
	const { jobs } = check(undefined, snapshot, settings);
	const present = connections.filter(({ isDeleted }) => !isDeleted);
	const failed = selectedConnections(present, settings.selection).flatMap((connection) =>
		selectedKinds(settings.selection).flatMap((kind) => readErrorStatus(connection, kind) ?? []),
	);
	return [...failed, ...jobs.map(jobStatus)].sort(worstFirst);
}

function jobStatus({ input, newest, standing, holding }: JobEvaluation): JobStatus {
	const run = newest && withResult(input, newest);
	const { connection, kind, job } = input;
	const place = { connection, job: { kind, id: job.id, name: job.name }, gateway: null };
	const isBad = run?.outcome === 'failed' || run?.outcome === 'unknown' || holding.length > 0;
	return {
		outcome: run?.outcome ?? null,
		needs_attention: job.isActive && (isBad || standing.failures > 0),
		causes: holding,
		...placeFields(place),
		...runFields(run),
		...standingFields(standing),
		is_active: job.isActive,
		frequency: job.frequencyHours,
		start_hour_utc: job.startHourUtc,
		running_since: isoTime(standing.runningSinceMs),
		next_due_at: isoTime(standing.nextDueMs),
		read_error: null,
	};
}

function readErrorStatus(connection: ConnectionSnapshot, kind: JobKind): JobStatus | null {
	const list = connection.lists[kind];
	if (list === undefined || !isReadError(list)) return null;
	const { id, name, domain, gatewayId } = connection;
	const place = { connection: { id, name, domain, gatewayId }, job: null, gateway: null };
	return {
		outcome: null,
		needs_attention: true,
		causes: [],
		...placeFields(place),
		job_kind: kind,
		...runFields(null),
		...standingFields(null),
		is_active: null,
		frequency: null,
		start_hour_utc: null,
		running_since: null,
		next_due_at: null,
		read_error: list.message,
	};
}

/** From worst to best. The first match counts. */
const ranks: ReadonlyArray<(status: JobStatus) => boolean> = [
	({ read_error }) => read_error !== null,
	...jobCauses.map(
		(cause) =>
			({ causes }: JobStatus) =>
				causes.includes(cause),
	),
	({ needs_attention }) => needs_attention,
	({ is_active, outcome }) => is_active === true && outcome === null,
	({ is_active, running_since }) => is_active === true && running_since !== null,
	({ is_active }) => is_active === true,
];

function rankOf(status: JobStatus): number {
	const rank = ranks.findIndex((isSo) => isSo(status));
	return rank < 0 ? ranks.length : rank;
}

function worstFirst(one: JobStatus, other: JobStatus): number {
	return rankOf(one) - rankOf(other) || nameOf(one).localeCompare(nameOf(other));
}

function nameOf({ connection_name, job_kind, job_name }: JobStatus): string {
	return [connection_name, job_kind, job_name].join('\n');
}
