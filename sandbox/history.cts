import type { Connection, Job, JobKind } from './team.cts';
import { toRfc3339 } from './time.cts';

export type HistoryType =
	| 'connection_created'
	| 'connection_updated'
	| 'connection_deleted'
	| 'job_created'
	| 'job_updated'
	| 'job_schedule_changed'
	| 'job_activated'
	| 'job_deactivated'
	| 'job_deleted'
	| 'run_started'
	| 'run_ended'
	| 'run_skipped'
	| 'run_dropped'
	| 'result_amended';

/** One thing that happened, with everything the API may have forgotten since. */
export interface HistoryEvent {
	/** Position in the history, from 0 without gaps. */
	index: number;
	/** When it happened: RFC 3339, virtual. */
	at: string;
	type: HistoryType;
	connectionId: string;
	connectionName: string;
	domain: string;
	jobKind?: JobKind;
	jobId?: string;
	jobName?: string;
	frequency?: number | null;
	startHourUtc?: number | null;
	isActive?: boolean;
	details: Record<string, unknown>;
}

/** Everything that ever happened in the team, even if the API has dropped it. */
export interface History {
	ofConnection(type: HistoryType, connection: Connection, details?: Record<string, unknown>): void;
	ofJob(type: HistoryType, job: Job, details?: Record<string, unknown>): void;
	/** The events whose index is greater than `after`; -1 gives all. */
	after(after: number): HistoryEvent[];
}

/** @param now milliseconds since 1970, virtual */
export function createHistory(now: () => number): History {
	const events: HistoryEvent[] = [];

	return {
		ofConnection(type, connection, details = {}) {
			events.push({
				index: events.length,
				at: toRfc3339(now()),
				type,
				connectionId: connection.id,
				connectionName: connection.name,
				domain: connection.domain,
				details,
			});
		},
		ofJob(type, job, details = {}) {
			events.push({
				index: events.length,
				at: toRfc3339(now()),
				type,
				connectionId: job.connection.id,
				connectionName: job.connection.name,
				domain: job.connection.domain,
				jobKind: job.kind,
				jobId: job.id,
				jobName: job.settings.name,
				frequency: job.settings.frequency,
				startHourUtc: job.settings.start_hour_utc,
				isActive: job.settings.is_active,
				details,
			});
		},
		after: (after) => events.slice(Math.max(0, after + 1)),
	};
}
