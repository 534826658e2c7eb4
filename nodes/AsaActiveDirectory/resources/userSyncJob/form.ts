import type { INodeProperties } from 'n8n-workflow';
import { userSyncJobKind } from '../../api/jobKinds';
import { byDisplayName } from '../byDisplayName';
import { baseDnField, ldapQueryFilterField } from '../syncJob/directoryFields';
import { activeField, nameField, readCommon, readTexts, runTestField } from '../syncJob/fields';
import type { JobForm } from '../syncJob/jobForm';

export const active = activeField('An active job runs at once');

const filterField: INodeProperties = {
	...ldapQueryFilterField,
	default: '(objectCategory=person)',
};

const upnField: INodeProperties = {
	displayName: 'UPN Field',
	name: 'upnField',
	type: 'string',
	default: 'userPrincipalName',
	description: "The directory's attribute with the user principal name",
};

const sidField: INodeProperties = {
	displayName: 'SID Field',
	name: 'sidField',
	type: 'string',
	default: 'objectSID',
	description: "The directory's attribute with the security identifier",
};

const texts = {
	baseDn: ['base_dn', 'Base DN'],
	ldapQueryFilter: ['ldap_query_filter', 'LDAP Query Filter'],
	upnField: ['upn_field', 'UPN Field'],
	sidField: ['sid_field', 'SID Field'],
} as const;

/** How a user sync job is entered. Defaults as Okta's console has them. */
export const userSyncJobForm: JobForm = {
	kind: userSyncJobKind,
	createFields: [
		active,
		{ ...baseDnField, required: true },
		{ ...filterField, required: true },
		upnField,
		sidField,
	],
	upsertFields: [
		{ ...baseDnField, description: 'Where the users are looked for; kept where it is empty' },
		{
			...ldapQueryFilterField,
			description: 'Which objects are users of this job; kept where it is empty',
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
	required: [
		['name', 'Name'],
		['is_active', 'Active'],
		['base_dn', 'Base DN'],
		['ldap_query_filter', 'LDAP Query Filter'],
	],
	readChanges: (item, values) => ({
		...readCommon(item, values),
		...readTexts(item, values, texts),
	}),
	addToLists: (_item, _body, changes) => changes,
};
