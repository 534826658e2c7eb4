import type { JobKind } from '../../asa/model/syncJob';
import type { TaskResult } from '../../asa/model/result';
import { plainText, type Outcome } from '../rules/outcome';
import type { Run } from '../rules/runs';
import type {
	AccessDeadline,
	Cause,
	ClosedBy,
	EventName,
	IncidentAction,
	JobStanding,
	MonitorEvent,
	Severity,
} from '../rules/types';
import { isoTime, secondMs } from '../rules/values';
import { textOf, titleOf } from './messages';

/** An item of the trigger: flat, with the same fields for every event. Times are RFC 3339 UTC. */
export interface SyncItem {
	event: EventName;
	title: string;
	text: string;
	severity: Severity;
	/** Whether an update is more severe than all items of the incident before it. */
	severity_raised: boolean;
	/** Outcome of the run that the item is about, or of the newest run; null if none is known. */
	outcome: Outcome | null;
	/** The worst new cause; in a reminder or at the end, the worst of all causes. */
	cause: Cause | null;
	/** All causes of the incident so far, worst first. */
	causes: Cause[] | null;
	incident_key: string | null;
	incident_action: IncidentAction | null;
	/** When the trigger was emitted. */
	incident_opened_at: string | null;
	/** Whether the same poll triggered and resolved the incident; true on both items. */
	already_resolved: boolean;
	closed_by: ClosedBy | null;
	team: string;
	job_kind: JobKind | null;
	job_id: string | null;
	job_name: string | null;
	connection_id: string | null;
	connection_name: string | null;
	domain: string | null;
	gateway_id: string | null;
	/** Set at polls that open incidents. */
	gateway_name: string | null;
	gateway_status: string | null;
	/** For Servers at Risk: the project, and the servers of it that lose access first. */
	project_name: string | null;
	server_count: number | null;
	servers_at_risk: number | null;
	servers: string[] | null;
	result_id: string | null;
	is_test: boolean | null;
	task_state: string | null;
	summary: string | null;
	detailed_summary: string | null;
	started_at: string | null;
	/** Null while the run is under way. */
	finished_at: string | null;
	duration_seconds: number | null;
	/** End of the first failed run in a row. */
	failing_since: string | null;
	consecutive_failures: number | null;
	/** Whether there may be more failures in a row than known. */
	consecutive_failures_at_least: boolean | null;
	/** End of the last successful run. */
	last_success_at: string | null;
	/** When access through the job probably ends, counted from the start of the last success. */
	access_ends_at: string | null;
	is_sample: boolean;
	/** The result as returned by the API. */
	result: TaskResult | null;
}

/** Converts an event to an item. */
export function itemOf(event: MonitorEvent): SyncItem {
	const { incident, standing, run, isSample } = event;
	return {
		event: event.event,
		title: titleOf(event),
		text: textOf(event),
		severity: event.severity,
		severity_raised: incident?.isSeverityRaised ?? false,
		outcome: run?.outcome ?? null,
		cause: incident?.cause ?? null,
		causes: incident && [...incident.causes],
		incident_key: incident?.key ?? null,
		incident_action: incident?.action ?? null,
		incident_opened_at: isoTime(incident?.openedMs ?? null),
		already_resolved: incident?.isAlreadyResolved ?? false,
		closed_by: incident?.closedBy ?? null,
		team: event.team,
		...placeFields(event),
		...serverFields(event),
		...runFields(run),
		...standingFields(standing, event.outage?.access ?? null),
		...(event.servers && { access_ends_at: isoTime(event.servers.endsMs) }),
		is_sample: isSample,
		result: run?.result ?? null,
	};
}

function serverFields({ servers }: MonitorEvent) {
	return {
		project_name: servers?.project ?? null,
		server_count: servers?.count ?? null,
		servers_at_risk: servers?.atRiskCount ?? null,
		servers: servers && [...servers.hostnames],
	};
}

/** The fields that identify the job and the connection. */
export function placeFields({
	job,
	connection,
	gateway,
}: Pick<MonitorEvent, 'job' | 'connection' | 'gateway'>) {
	return {
		job_kind: job?.kind ?? null,
		job_id: job?.id ?? null,
		job_name: job?.name ?? null,
		connection_id: connection?.id ?? null,
		connection_name: connection?.name ?? null,
		domain: connection?.domain ?? null,
		gateway_id: connection?.gatewayId ?? null,
		gateway_name: gateway?.name ?? null,
		gateway_status: gateway?.status ?? null,
	};
}

/** The fields of a run. */
export function runFields(run: Run | null) {
	const endMs = run && run.outcome !== 'running' ? run.endMs : null;
	const { status, id, task_state } = run?.result ?? {};
	return {
		result_id: id ?? run?.id ?? null,
		is_test: run?.isTest ?? null,
		task_state: task_state ?? null,
		summary: plainText(status?.summary ?? null) || null,
		detailed_summary: plainText(status?.detailed_summary ?? null) || null,
		started_at: isoTime(run?.startMs ?? null),
		finished_at: isoTime(endMs),
		duration_seconds: run && endMs !== null ? (endMs - run.startMs) / secondMs : null,
	};
}

/** The fields of a job's standing. */
export function standingFields(standing: JobStanding | null, access: AccessDeadline | null = null) {
	return {
		failing_since: isoTime(standing?.failingSinceMs ?? null),
		consecutive_failures: standing?.failures ?? null,
		consecutive_failures_at_least: standing?.isCountAtLeast ?? null,
		last_success_at: isoTime(standing?.lastSuccessMs ?? null),
		access_ends_at: isoTime((standing?.access ?? access)?.endsMs ?? null),
	};
}
