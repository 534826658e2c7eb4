import type { INodeParameterResourceLocator, INodeProperties } from 'n8n-workflow';
import type { AsaClient } from '../../../asa/client';
import { catchNotFound, isNotFound } from '../../../asa/http/errors';
import type { JobRef } from '../../../asa/results';
import { byDisplayName } from '../../../operation/description';
import { projectField } from '../../../operation/locators';
import {
	activeField,
	baseDnField,
	ldapQueryFilterField,
	nameField,
	runTestField,
} from '../job/fields';
import { simpleJobEnd, simpleJobStart, type KindOfJob } from './kind';

const active = activeField(
	'An active job runs immediately. A connection has at most one active server sync job: ASA probably deactivates the other one.',
);

const hostnameField: INodeProperties = {
	displayName: 'Hostname Attribute',
	name: 'hostnameAttribute',
	type: 'string',
	default: 'dNSHostName',
	description: "Directory attribute that contains the server's host name",
};

const osField: INodeProperties = {
	displayName: 'OS Attribute',
	name: 'osAttribute',
	type: 'string',
	default: 'operatingSystem',
	description: "Directory attribute that contains the server's operating system",
};

const serverFilterField: INodeProperties = {
	...ldapQueryFilterField,
	default: '(objectCategory=computer)',
	placeholder: 'e.g. (operatingSystem=*Server*)',
	description: 'Which objects below the base DN are servers of this rule',
};

/** Which servers of a base DN go to which project, a row each. */
const ruleAssignmentsField: INodeProperties = {
	displayName: 'Rule Assignments',
	name: 'ruleAssignments',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, sortable: true },
	placeholder: 'Add rule',
	default: {},
	description: 'Which servers are assigned to which project, 1 to 100 rules',
	options: [
		{
			displayName: 'Rule',
			name: 'rule',
			values: [
				{
					...baseDnField,
					placeholder: 'e.g. OU=Servers,DC=example,DC=com',
					description: 'Where in the directory to look for servers',
				},
				serverFilterField,
				projectField,
				{
					displayName: 'Priority',
					name: 'priority',
					type: 'number',
					default: 1,
					description:
						'A whole number. Must be unique among all rules of the job, including existing ones.',
					hint: 'Must be unique for each rule',
				},
			],
		},
	],
};

/** The same with its first rule begun: a job can't be without one. */
const firstRuleField: INodeProperties = {
	...ruleAssignmentsField,
	default: {
		rule: [
			{
				baseDn: '',
				ldapQueryFilter: String(serverFilterField.default),
				project: projectField.default as INodeParameterResourceLocator,
				priority: 1,
			},
		],
	},
};

/** Attributes of a server object that become labels, a row each. */
const attributeMappingField: INodeProperties = {
	displayName: 'Attribute Mappings',
	name: 'additionalAttributeMapping',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, sortable: true },
	placeholder: 'Add mapping',
	default: {},
	description:
		'Attributes that become labels of the server, up to 10. If the job already maps a label, its attribute is replaced.',
	options: [
		{
			displayName: 'Mapping',
			name: 'mapping',
			values: [
				{
					displayName: 'Label',
					name: 'label',
					type: 'string',
					default: '',
					placeholder: 'e.g. department',
					description: 'Label of the server',
				},
				{
					displayName: 'Attribute',
					name: 'value',
					type: 'string',
					default: '',
					placeholder: 'e.g. department',
					description: 'Directory attribute that contains the value of the label',
				},
				{
					displayName: 'Is GUID',
					name: 'isGuid',
					type: 'boolean',
					default: false,
					description: 'Whether the attribute contains a binary GUID',
				},
			],
		},
	],
};

/** The same as JSON, for rules that come from elsewhere, such as the output of Get. */
const ruleAssignmentsJsonField: INodeProperties = {
	displayName: 'Rule Assignments (JSON)',
	name: 'ruleAssignmentsJson',
	type: 'json',
	default: '[]',
	description:
		'The rules as a JSON array of objects with base_dn, ldap_query_filter, project_id and priority, as in the output of Get',
};

const attributeMappingJsonField: INodeProperties = {
	displayName: 'Attribute Mappings (JSON)',
	name: 'additionalAttributeMappingJson',
	type: 'json',
	default: '[]',
	description:
		'The mappings as a JSON array of objects with label, value and is_guid, as in the output of Get',
};

/** How the rules are entered if they are not in a collection. */
const specifyRulesField: INodeProperties = {
	displayName: 'Specify Rule Assignments',
	name: 'specifyRuleAssignments',
	type: 'options',
	options: [
		{ name: 'Using Fields Below', value: 'fields' },
		{ name: 'Using JSON', value: 'json' },
	],
	default: 'fields',
	description: 'How to enter the rules',
};

/** The rules as fields or as JSON. */
function rulesEitherWay(field: INodeProperties): INodeProperties[] {
	const shownWith = (value: string) => ({ show: { specifyRuleAssignments: [value] } });
	return [
		specifyRulesField,
		{ ...field, displayOptions: shownWith('fields') },
		{ ...ruleAssignmentsJsonField, displayOptions: shownWith('json') },
	];
}

const optionalFields: INodeProperties[] = [
	{
		displayName: 'Access Address Attribute',
		name: 'accessAddressAttribute',
		type: 'string',
		default: '',
		placeholder: 'e.g. networkAddress',
		description: 'Directory attribute that contains the address at which the server is reached',
	},
	{
		displayName: 'Alt Names Attributes',
		name: 'altNamesAttributes',
		type: 'string',
		default: '',
		placeholder: 'e.g. displayName, servicePrincipalName',
		description: 'Directory attributes that contain more names of the server, separated by commas',
	},
	attributeMappingField,
	attributeMappingJsonField,
	{
		displayName: 'Bastion Attribute',
		name: 'bastionAttribute',
		type: 'string',
		default: '',
		placeholder: 'e.g. info',
		description:
			'Directory attribute that contains the bastion through which the server is reached',
	},
	runTestField,
];

/** Server sync jobs. Defaults as Okta's console has them. */
export const serverSyncJobs: KindOfJob = {
	kind: 'serverSyncJob',
	label: 'server sync job',
	createFields: [active, ...rulesEitherWay(firstRuleField), hostnameField, osField],
	upsertFields: rulesEitherWay({
		...ruleAssignmentsField,
		description:
			'Required when creating. When updating, rules are added; each needs a unique priority.',
	}),
	additionalFields: optionalFields,
	updateFields: [
		active,
		hostnameField,
		nameField,
		...optionalFields,
		osField,
		{
			...ruleAssignmentsField,
			description: 'Rules to add. The priority of each must be unique among all rules of the job.',
		},
		ruleAssignmentsJsonField,
	].sort(byDisplayName),
	defaults: {
		is_active: true,
		hostname_attribute: 'dNSHostName',
		os_attribute: 'operatingSystem',
		alt_names_attributes: [],
		additional_attribute_mapping: [],
	},
	hasLists: true,
	scheduleActivates: true,
	descriptions: {
		activate:
			'Activate a server sync job by sending its schedule again; it runs immediately and replaces the active one',
		deactivate: 'Deactivate a server sync job; a run in progress continues',
	},
	activationRemedy: "Use the operation Update with 'Active' on instead. It gives the job a new ID.",
	alreadyActive: { replaced_job_id: null },
	/**
	 * Sends the schedule that the job has: ASA has no other call that switches a server sync job on.
	 * Source: docs/api-contract.md, "Endpoints" (number 12; the activation is probable).
	 */
	async activate(client, ref, job) {
		const { active_task_settings_id: before } = await client.connections.get(ref.connection);
		await client.jobs('serverSyncJob').setSchedule(ref, job);
		const isReplaced = before !== undefined && (await isOff(client, { ...ref, job: before }));
		return { replaced_job_id: isReplaced ? before : null };
	},
	async deactivate(client, ref) {
		await client.jobs('serverSyncJob').deactivateServer(ref);
	},
	simpleJob: [...simpleJobStart, 'rule_assignments', ...simpleJobEnd],
};

/**
 * Whether a job is inactive or gone. Of a connection's jobs one at most is active (certain); that ASA switches the
 * other one off is assumed, so the job is read. The activation has succeeded even if this read fails.
 */
async function isOff(client: AsaClient, ref: JobRef): Promise<boolean> {
	try {
		const job = await catchNotFound(client.jobs('serverSyncJob').get(ref), isNotFound);
		return job === undefined || !job.is_active;
	} catch {
		return true;
	}
}
