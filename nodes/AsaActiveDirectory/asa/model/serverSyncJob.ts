import {
	flag,
	integer,
	InvalidInput,
	maxLongTextLength,
	optionalText,
	readOnlyText,
	text,
	textSet,
} from './field';
import { isJsonObject, readField, toList, type JsonObject } from './json';
import { Model, type Values } from './model';
import { rows } from './rows';
import { frequencyField, startHourField } from './schedule';

const attribute = { maxLength: maxLongTextLength };
const optionalAttribute = { maxLength: maxLongTextLength, isClearable: true };

/** Which servers of a base DN go to which project. */
export const ruleModel = new Model({
	base_dn: text('Base DN', { maxLength: maxLongTextLength }),
	ldap_query_filter: text('LDAP Query Filter', { maxLength: maxLongTextLength }),
	project_id: text('Project', { maxLength: 1_000 }),
	priority: integer('Priority'),
	id: readOnlyText('ID'),
	project_name: readOnlyText('Project Name'),
});

/** An attribute of the server object that becomes a label. */
export const mappingModel = new Model({
	label: text('Label'),
	value: text('Attribute'),
	is_guid: { ...flag('Is GUID'), isRequired: false },
});

/** What a server sync job consists of. Source: docs/api-contract.md, "Server sync job" (client's names; probable). */
export const serverSyncJobModel = new Model({
	name: text('Name'),
	is_active: flag('Active'),
	frequency: frequencyField,
	start_hour_utc: startHourField,
	hostname_attribute: text('Hostname Attribute', {
		...attribute,
		aliases: ['host_name_attribute'],
	}),
	os_attribute: text('OS Attribute', attribute),
	access_address_attribute: optionalText('Access Address Attribute', optionalAttribute),
	bastion_attribute: optionalText('Bastion Attribute', optionalAttribute),
	alt_names_attributes: textSet('Alt Names Attributes'),
	additional_attribute_mapping: rows(mappingModel, {
		label: 'Attribute Mappings',
		noun: 'mapping',
		max: 10,
		replacedBy: 'label',
	}),
	rule_assignments: rows(ruleModel, {
		label: 'Rule Assignments',
		noun: 'rule',
		min: 1,
		max: 100,
		check: checkPriorities,
	}),
	run_test: { ...flag('Run Test'), isRequired: false, isWriteOnly: true },
});

/**
 * Okta's page shows `is_guid` beside the one mapping, Okta's client inside each mapping.
 * Source: docs/api-contract.md, "Where Okta's page and client disagree".
 */
export function withOwnIsGuid(job: JsonObject): JsonObject {
	const shared = readField(job, 'is_guid') ?? false;
	const mappings = toList(readField(job, 'additional_attribute_mapping'));
	return {
		...job,
		additional_attribute_mapping: mappings.map((mapping) =>
			isJsonObject(mapping)
				? { ...mapping, is_guid: readField(mapping, 'is_guid') ?? shared }
				: mapping,
		),
	};
}

/** Added rules never take the place of others: a priority left at its default isn't a wish to lose a rule. */
function checkPriorities(rules: Values[], wereAdded: boolean): void {
	const priorities = rules.map(({ priority }) => priority);
	const second = priorities.findIndex((priority, index) => priorities.indexOf(priority) < index);
	if (second < 0) return;
	const first = priorities.indexOf(priorities[second]);
	const wayOut = wereAdded
		? 'Enter another "Priority" for the rule that you add, or switch on "Replace Whole Lists" in Options to keep only the rules that you set'
		: 'Enter another "Priority" for each rule';
	throw new InvalidInput(
		`Two "Rule Assignments" have the priority ${String(priorities[second])}`,
		`${ruleInWords(rules[first])}, and ${ruleInWords(rules[second])}. ${wayOut}`,
	);
}

function ruleInWords({ base_dn, ldap_query_filter, project_id }: Values): string {
	return `"${String(base_dn)}" with ${String(ldap_query_filter)} to project ${String(project_id)}`;
}
