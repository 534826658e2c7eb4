/** The fields of the trigger's items, which saved workflows hold, in their order. */
export const fields = [
	...['event', 'title', 'text', 'severity', 'severity_raised', 'outcome', 'cause', 'causes'],
	...['incident_key', 'incident_action', 'incident_opened_at', 'already_resolved', 'closed_by'],
	...['team', 'job_kind', 'job_id', 'job_name', 'connection_id', 'connection_name', 'domain'],
	...['gateway_id', 'gateway_name', 'gateway_status'],
	...['project_name', 'server_count', 'servers_at_risk', 'servers'],
	...['result_id', 'is_test', 'task_state'],
	...['summary', 'detailed_summary', 'started_at', 'finished_at', 'duration_seconds'],
	...['failing_since', 'consecutive_failures', 'consecutive_failures_at_least'],
	...['last_success_at', 'access_ends_at', 'is_sample', 'result'],
];
