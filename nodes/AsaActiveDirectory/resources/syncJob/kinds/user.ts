import type { INodeProperties } from 'n8n-workflow';
import { byDisplayName } from '../../../operation/description';
import {
	activeField,
	baseDnField,
	ldapQueryFilterField,
	nameField,
	runTestField,
} from '../job/fields';
import { simpleJobEnd, simpleJobStart, type KindOfJob } from './kind';

const active = activeField('An active job runs immediately');

const filterField: INodeProperties = {
	...ldapQueryFilterField,
	default: '(objectCategory=person)',
};

const upnField: INodeProperties = {
	displayName: 'UPN Field',
	name: 'upnField',
	type: 'string',
	default: 'userPrincipalName',
	description: 'Directory attribute that contains the user principal name',
};

const sidField: INodeProperties = {
	displayName: 'SID Field',
	name: 'sidField',
	type: 'string',
	default: 'objectSID',
	description: 'Directory attribute that contains the security identifier',
};

/** User sync jobs. Defaults as Okta's console has them. */
export const userSyncJobs: KindOfJob = {
	kind: 'userSyncJob',
	label: 'user sync job',
	createFields: [
		active,
		{ ...baseDnField, required: true },
		{ ...filterField, required: true },
		upnField,
		sidField,
	],
	upsertFields: [
		{
			...baseDnField,
			description: 'Where to look for users. Leave empty to keep the current value.',
		},
		{
			...ldapQueryFilterField,
			description: 'Which objects are users of this job. Leave empty to keep the current value.',
		},
	],
	additionalFields: [runTestField],
	updateFields: [
		active,
		baseDnField,
		filterField,
		nameField,
		runTestField,
		sidField,
		upnField,
	].sort(byDisplayName),
	defaults: { is_active: true, upn_field: 'userPrincipalName', sid_field: 'objectSID' },
	hasLists: false,
	scheduleActivates: false,
	descriptions: {
		activate: 'Activate a user sync job; it runs immediately',
		deactivate: 'Deactivate a user sync job; a run in progress continues',
	},
	activationRemedy:
		"Use the operation Update with 'Active' on and all other fields set, and turn on 'Send Only What Is Set' in Options. It gives the job a new ID.",
	alreadyActive: {},
	async activate(client, ref) {
		await client.jobs('userSyncJob').setUserState(ref, true);
		return {};
	},
	async deactivate(client, ref) {
		await client.jobs('userSyncJob').setUserState(ref, false);
	},
	simpleJob: [...simpleJobStart, 'base_dn', 'ldap_query_filter', ...simpleJobEnd],
};
