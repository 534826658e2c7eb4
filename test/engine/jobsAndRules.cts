import type { JobState } from '../../sandbox/state.cts';
import type { Asa } from './asa.cts';
import { byId, firstConnection, jobsOf, runOperation } from './runOperation.cts';

/** Jobs and projects as they are now, and how to run operations on the jobs of the first connection. */
export function jobsAndRules(asa: () => Asa) {
	const connection = () => firstConnection(asa()).connection;
	const server = () => jobsOf(asa(), 'serverSyncJob', connection());
	const user = () => jobsOf(asa(), 'userSyncJob', connection());
	const projects = () => asa().sandbox.getState().projects;

	const run = (
		resource: string,
		operation: string,
		parameters = {},
		more: Parameters<typeof runOperation>[4] = {},
	) =>
		runOperation(
			asa(),
			resource,
			operation,
			{ connection: byId(connection().id), ...parameters },
			more,
		);

	const serverPath = () => `/${connection().id}/task_settings`;
	const userPath = () => `/${connection().id}/user_sync_task_settings`;

	/** A rule as the form has it. */
	const rule = (priority: number, changes = {}) => ({
		baseDn: `OU=Rule ${priority},DC=corp`,
		ldapQueryFilter: '(cn=*)',
		project: byId(projects()[1].id),
		priority,
		...changes,
	});

	/** The same rule as it is sent. */
	const sentRule = (priority: number) => ({
		base_dn: `OU=Rule ${priority},DC=corp`,
		ldap_query_filter: '(cn=*)',
		project_id: projects()[1].id,
		priority,
	});

	return { server, user, projects, run, serverPath, userPath, rule, sentRule };
}

/** The settings of a server sync job. */
export function settingsOf(job: JobState) {
	if (!('rule_assignments' in job.settings)) throw new Error('No server sync job');
	return job.settings;
}
