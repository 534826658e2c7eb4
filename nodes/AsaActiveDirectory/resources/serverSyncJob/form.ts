import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { addRules, mergeRows, type JobChanges } from '../../api/jobBody';
import { serverSyncJobKind } from '../../api/jobKinds';
import { byDisplayName } from '../byDisplayName';
import type { Item } from '../item';
import {
	activeField,
	isSet,
	longTextLimit,
	nameField,
	readCommon,
	readTexts,
	runTestField,
} from '../syncJob/fields';
import type { JobForm } from '../syncJob/jobForm';
import { attributeMappingField, checkMappings, readMappings } from './mappings';
import { checkRules, firstRuleField, readRules, ruleAssignmentsField } from './rules';

const active = activeField(
	"An active job runs at once, and probably takes the place of the connection's active server sync job",
);

const hostnameField: INodeProperties = {
	displayName: 'Hostname Attribute',
	name: 'hostnameAttribute',
	type: 'string',
	default: 'dNSHostName',
	description: "The directory's attribute with the server's host name",
};

const osField: INodeProperties = {
	displayName: 'OS Attribute',
	name: 'osAttribute',
	type: 'string',
	default: 'operatingSystem',
	description: "The directory's attribute with the server's operating system",
};

const optionalFields: INodeProperties[] = [
	{
		displayName: 'Access Address Attribute',
		name: 'accessAddressAttribute',
		type: 'string',
		default: '',
		placeholder: 'e.g. networkAddress',
		description: "The directory's attribute with the address under which the server is reached",
	},
	{
		displayName: 'Alt Names Attributes',
		name: 'altNamesAttributes',
		type: 'string',
		default: '',
		placeholder: 'e.g. displayName, servicePrincipalName',
		description: "The directory's attributes with more names of the server, separated by commas",
	},
	attributeMappingField,
	{
		displayName: 'Bastion Attribute',
		name: 'bastionAttribute',
		type: 'string',
		default: '',
		placeholder: 'e.g. info',
		description: "The directory's attribute with the bastion through which the server is reached",
	},
	runTestField,
];

/** Parameters with a text that can't be empty. */
const requiredTexts = {
	hostnameAttribute: ['hostname_attribute', 'Hostname Attribute'],
	osAttribute: ['os_attribute', 'OS Attribute'],
} as const;

/** Parameters whose empty text takes the attribute away. */
const optionalTexts = {
	accessAddressAttribute: ['access_address_attribute', 'Access Address Attribute'],
	bastionAttribute: ['bastion_attribute', 'Bastion Attribute'],
} as const;

/** How a server sync job is entered. Defaults as Okta's console has them. */
export const serverSyncJobForm: JobForm = {
	kind: serverSyncJobKind,
	createFields: [active, firstRuleField, hostnameField, osField],
	upsertFields: [
		{
			...ruleAssignmentsField,
			description:
				'Which servers go to which project; needed to create, added to those there are, each with a priority of its own',
		},
	],
	additionalFields: optionalFields,
	updateFields: [
		active,
		hostnameField,
		nameField,
		...optionalFields,
		osField,
		{
			...ruleAssignmentsField,
			description: 'Rules to add; each needs a priority that no other rule of the job has',
		},
	].sort(byDisplayName),
	defaults: {
		is_active: true,
		hostname_attribute: 'dNSHostName',
		os_attribute: 'operatingSystem',
		alt_names_attributes: [],
		additional_attribute_mapping: [],
	},
	required: [
		['name', 'Name'],
		['frequency', 'Schedule'],
		['is_active', 'Active'],
		['hostname_attribute', 'Hostname Attribute'],
		['os_attribute', 'OS Attribute'],
		['rule_assignments', 'Rule Assignments'],
	],
	readChanges(item, values) {
		return {
			...readCommon(item, values),
			...readTexts(item, values, requiredTexts),
			...readOptionalTexts(item, values),
			...readLists(item, values),
		};
	},
	addToLists(item, body, changes) {
		const { rule_assignments, additional_attribute_mapping } = changes;
		const lists: JobChanges = {};
		if (rule_assignments && 'rule_assignments' in body) {
			lists.rule_assignments = addRules(body.rule_assignments, rule_assignments);
			checkRules(item, lists.rule_assignments, clashWayOut);
		}
		if (additional_attribute_mapping && 'additional_attribute_mapping' in body) {
			const { additional_attribute_mapping: rows } = body;
			lists.additional_attribute_mapping = mergeRows(
				rows,
				additional_attribute_mapping,
				({ label }) => label,
			);
			checkMappings(item, lists.additional_attribute_mapping);
		}
		return { ...changes, ...lists };
	},
};

/** Added rules never take the place of others: a priority left at its default isn't a wish to lose a rule. */
const clashWayOut =
	'Enter another "Priority" for the rule that you add, or switch on "Replace Whole Lists" in Options to keep only the rules that you set';

function readOptionalTexts(item: Item, values: IDataObject): JobChanges {
	const changes: JobChanges = {};
	for (const [parameter, [name, label]] of Object.entries(optionalTexts)) {
		const value = values[parameter];
		if (!isSet(value)) continue;
		const isEmpty = String(value).trim() === '';
		changes[name] = isEmpty ? undefined : item.checkText(value, label, longTextLimit);
	}
	return changes;
}

function readLists(item: Item, values: IDataObject): JobChanges {
	const { altNamesAttributes, additionalAttributeMapping, ruleAssignments } = values;
	const changes: JobChanges = {};
	if (isSet(altNamesAttributes)) changes.alt_names_attributes = readNames(altNamesAttributes);
	if (isSet(additionalAttributeMapping)) {
		changes.additional_attribute_mapping = readMappings(item, additionalAttributeMapping);
	}
	if (isSet(ruleAssignments)) changes.rule_assignments = readRules(item, ruleAssignments);
	return changes;
}

/** Names from a text with commas or from a list. */
function readNames(value: unknown): string[] {
	const names: unknown[] = Array.isArray(value) ? value : String(value).split(',');
	return names.map((name) => String(name).trim()).filter((name) => name !== '');
}
