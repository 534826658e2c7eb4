import type { IDataObject } from 'n8n-workflow';
import type { JobKind } from '../asa/model/syncJob';
import type { TaskResult } from '../asa/model/result';
import type { IncidentAction, SyncEvent } from './events';
import { plain, type Outcome } from './outcome';
import type { Run } from './runs';
import type { EventName } from './settings';
import type { Cause } from './state';
import { timeText } from './time';
import { textOf, titleOf } from './words';

/** What the trigger puts out: flat, and the same for both kinds of jobs. Times are RFC 3339 UTC. */
export interface SyncItem {
	event: EventName;
	title: string;
	text: string;
	/** Of the run that the item is about, or of the newest one; null where none is known. */
	outcome: Outcome | null;
	/** What was or is wrong; null for results, and for jobs that stopped while nothing was wrong. */
	cause: Cause | null;
	job_kind: JobKind | null;
	job_id: string | null;
	job_name: string | null;
	connection_id: string;
	connection_name: string;
	domain: string;
	result_id: string | null;
	is_test: boolean | null;
	task_state: string | null;
	summary: string | null;
	detailed_summary: string | null;
	started_at: string | null;
	finished_at: string | null;
	duration_seconds: number | null;
	/** The same from an incident's opening to its end; null where the item belongs to none. */
	incident_key: string | null;
	incident_action: IncidentAction | null;
	failing_since: string | null;
	consecutive_failures: number;
	last_success_at: string | null;
	/** The result as the API answers it, in one spelling. */
	result: TaskResult | null;
}

/** The item of an event. */
export function itemOf(event: SyncEvent): SyncItem {
	const { place, run, row } = event;
	const { connection, job } = place;
	return {
		event: event.event,
		title: titleOf(event),
		text: textOf(event),
		outcome: run?.outcome ?? null,
		cause: event.cause,
		job_kind: job?.kind ?? null,
		job_id: job?.id ?? null,
		job_name: job?.name ?? null,
		connection_id: connection.id,
		connection_name: connection.name,
		domain: connection.domain,
		...runFields(run),
		incident_key: event.incidentKey,
		incident_action: event.action,
		failing_since: timeText(row.since ?? (event.cause === 'failed' ? event.since : null)),
		consecutive_failures: row.length,
		last_success_at: timeText(event.lastSuccess),
		result: run?.result ?? null,
	};
}

/** An item as n8n's execution data takes it. */
export function dataOf(item: SyncItem): IDataObject {
	return { ...item, result: item.result && { ...item.result } };
}

type RunFields = Pick<
	SyncItem,
	| 'result_id'
	| 'is_test'
	| 'task_state'
	| 'summary'
	| 'detailed_summary'
	| 'started_at'
	| 'finished_at'
	| 'duration_seconds'
>;

function runFields(run: Run | null): RunFields {
	const hasEnded = run !== null && run.outcome !== 'running';
	return {
		result_id: run?.result.id ?? null,
		is_test: run?.isTest ?? null,
		task_state: run?.result.task_state ?? null,
		summary: run && (plain(run.result.status.summary) || null),
		detailed_summary: run && (plain(run.result.status.detailed_summary) || null),
		started_at: timeText(run?.created ?? null),
		finished_at: timeText(hasEnded ? run.updated : null),
		duration_seconds: hasEnded ? Math.max(0, run.updated - run.created) : null,
	};
}
