import type { JobState } from '../../sandbox/state.cts';

/** The path of a job's kind, below its connection. */
export function pathOf({ kind }: Pick<JobState, 'kind'>): string {
	return kind === 'server' ? 'task_settings' : 'user_sync_task_settings';
}

/** The body that sets a job's schedule as it is. */
export function scheduleOf({ settings }: JobState) {
	const { frequency, start_hour_utc } = settings;
	return frequency === 24 ? { frequency, start_hour_utc } : { frequency };
}

/** The body that creates or updates a job as it is. */
export function requestOf(job: JobState): Record<string, unknown> {
	const request: Record<string, unknown> = { ...job.settings, ...scheduleOf(job) };
	if ('rule_assignments' in request) {
		request.rule_assignments = (request.rule_assignments as Array<Record<string, unknown>>).map(
			({ base_dn, ldap_query_filter, project_id, priority }) => ({
				base_dn,
				ldap_query_filter,
				project_id,
				priority,
			}),
		);
	}
	return Object.fromEntries(Object.entries(request).filter(([, value]) => value !== null));
}
