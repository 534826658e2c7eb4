import type { INodeParameters } from 'n8n-workflow';
import type { JobState } from '../../sandbox/state.cts';
import type { Fixture } from './operationRow.cts';
import { byId } from './runOperation.cts';

/** What differs between the two kinds of jobs, for rows that both have. */
export interface Kind {
	resource: string;
	jobs: string;
	results: string;
	job: (fixture: Fixture) => JobState;
	/** What only this kind's form asks for when a job is created. */
	fields: (fixture: Fixture) => INodeParameters;
	/** The body of a job with these fields. */
	body: (fixture: Fixture) => object;
	/** Endpoint numbers. */
	numbers: Record<
		'list' | 'create' | 'get' | 'update' | 'delete' | 'schedule' | 'results' | 'result' | 'test',
		number
	>;
}

export const serverKind: Kind = {
	resource: 'serverSyncJob',
	jobs: 'task_settings',
	results: 'task_results',
	job: ({ server }) => server,
	fields: ({ project }) => ({
		ruleAssignments: {
			rule: [{ baseDn: 'OU=New', ldapQueryFilter: '(cn=*)', project: byId(project), priority: 5 }],
		},
	}),
	body: ({ project }) => ({
		hostname_attribute: 'dNSHostName',
		os_attribute: 'operatingSystem',
		alt_names_attributes: [],
		additional_attribute_mapping: [],
		rule_assignments: [
			{ base_dn: 'OU=New', ldap_query_filter: '(cn=*)', project_id: project, priority: 5 },
		],
	}),
	numbers: {
		list: 6,
		create: 7,
		get: 8,
		update: 9,
		delete: 10,
		schedule: 12,
		results: 13,
		result: 14,
		test: 15,
	},
};

export const userKind: Kind = {
	resource: 'userSyncJob',
	jobs: 'user_sync_task_settings',
	results: 'user_sync_task_results',
	job: ({ user }) => user,
	fields: () => ({ baseDn: 'OU=New', ldapQueryFilter: '(cn=*)' }),
	body: () => ({
		base_dn: 'OU=New',
		ldap_query_filter: '(cn=*)',
		upn_field: 'userPrincipalName',
		sid_field: 'objectSID',
	}),
	numbers: {
		list: 16,
		create: 17,
		get: 18,
		update: 19,
		delete: 20,
		schedule: 21,
		results: 24,
		result: 25,
		test: 23,
	},
};
