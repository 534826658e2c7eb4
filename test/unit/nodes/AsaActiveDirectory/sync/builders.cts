import type {
	ServerTaskResult,
	UserTaskResult,
} from '../../../../../nodes/AsaActiveDirectory/asa/model/result';
import type {
	Observation,
	ObservedConnection,
	ObservedJob,
} from '../../../../../nodes/AsaActiveDirectory/sync/observation';
import {
	eventNames,
	type EventName,
	type Settings,
} from '../../../../../nodes/AsaActiveDirectory/sync/settings';

/** Milliseconds since 1970 of an RFC 3339 time, or of a time on 2026-03-01 as in "06:30". */
export function at(time: string): number {
	return Date.parse(time.includes('T') ? time : `2026-03-01T${time}:00Z`);
}

export const minute = 60_000;
export const hour = 60 * minute;

/** A result of a server sync job that ran for a minute from its start. */
export function serverResult(
	id: string,
	start: number,
	changes: Partial<ServerTaskResult> = {},
): ServerTaskResult {
	return {
		id,
		task_state: 'done',
		status: { summary: null, detailed_summary: null },
		created_at: new Date(start).toISOString(),
		updated_at: new Date(start + minute).toISOString(),
		ad_task_settings_id: 'job-1',
		ad_task_settings_name: 'Servers',
		ad_test_request_id: null,
		rules_summary_status: null,
		...changes,
	};
}

/** A result of a user sync job that ran for a minute from its start. */
export function userResult(
	id: string,
	start: number,
	changes: Partial<UserTaskResult> = {},
): UserTaskResult {
	return {
		id,
		task_state: 'done',
		status: { summary: null, detailed_summary: null },
		created_at: new Date(start).toISOString(),
		updated_at: new Date(start + minute).toISOString(),
		ad_user_sync_task_settings_id: 'job-1',
		ad_user_sync_task_settings_name: 'Users',
		ad_user_sync_test_request_id: null,
		...changes,
	};
}

/** An active hourly job without results. */
export function job(changes: Partial<ObservedJob> = {}): ObservedJob {
	return {
		id: 'job-1',
		name: 'Servers',
		is_active: true,
		frequency: 1,
		start_hour_utc: null,
		results: [],
		history: 'read',
		...changes,
	};
}

/** A connection with server sync jobs. */
export function connection(
	jobs: ObservedJob[],
	changes: Partial<ObservedConnection> = {},
): ObservedConnection {
	return {
		id: '5037b023-7031-407b-8c98-17f0de0c6a3c',
		name: 'Corporate directory',
		domain: 'corp.example.com',
		jobs: { serverSyncJob: jobs, userSyncJob: [] },
		trouble: null,
		...changes,
	};
}

/** One connection with server sync jobs at a time. */
export function observation(now: number, jobs: ObservedJob[]): Observation {
	return { now, connections: [connection(jobs)], missingPaths: [] };
}

/** The trigger's defaults with these events, by default all. */
export function settings(
	changes: Partial<Omit<Settings, 'events'>> = {},
	events: readonly EventName[] = eventNames,
): Settings {
	return {
		events: new Set(events),
		selection: { connections: [], jobKinds: [], jobs: [] },
		includeTestRuns: false,
		failureThreshold: 1,
		failureWords: [],
		overdueGraceMinutes: 30,
		runningLongMinutes: 120,
		reminderHours: 24,
		reportCurrentFailures: true,
		...changes,
	};
}
