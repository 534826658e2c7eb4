import type { IDataObject, INodeParameterResourceLocator, INodeProperties } from 'n8n-workflow';
import type { RuleBody } from '../../api/serverSyncJob';
import { projectField } from '../fields/project';
import type { Item } from '../item';
import { baseDnField, ldapQueryFilterField } from '../syncJob/directoryFields';
import { longTextLimit } from '../syncJob/fields';

/** Most rules of a job. Source: docs/api-contract.md, "Server sync job". */
const mostRules = 100;

/** Which servers of a base DN go to which project, a row each. */
export const ruleAssignmentsField: INodeProperties = {
	displayName: 'Rule Assignments',
	name: 'ruleAssignments',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, sortable: true },
	placeholder: 'Add rule',
	default: {},
	description: 'Which servers go to which project; at least one rule, at most 100',
	options: [
		{
			displayName: 'Rule',
			name: 'rule',
			values: [
				{
					...baseDnField,
					placeholder: 'e.g. OU=Servers,DC=example,DC=com',
					description: 'Where in the directory the servers are looked for',
				},
				{
					...ldapQueryFilterField,
					default: '(objectCategory=computer)',
					placeholder: 'e.g. (operatingSystem=*Server*)',
					description: 'Which objects below the base DN are servers of this rule',
				},
				projectField,
				{
					displayName: 'Priority',
					name: 'priority',
					type: 'number',
					default: 1,
					description: 'A whole number; each rule of a job needs its own, those it has already too',
					hint: 'Each rule needs its own',
				},
			],
		},
	],
};

/** The same with its first rule begun: a job can't be without one. */
export const firstRuleField: INodeProperties = {
	...ruleAssignmentsField,
	default: {
		rule: [
			{
				baseDn: '',
				ldapQueryFilter: '(objectCategory=computer)',
				project: projectField.default as INodeParameterResourceLocator,
				priority: 1,
			},
		],
	},
};

/** Rules from the rows of the form; each must be whole. */
export function readRules(item: Item, value: unknown): RuleBody[] {
	const rows = (value as { rule?: IDataObject | IDataObject[] } | null)?.rule ?? [];
	const rules = (Array.isArray(rows) ? rows : [rows]).map((row, index) =>
		readRule(item, row, `rule ${index + 1}`),
	);
	checkRules(item, rules);
	return rules;
}

function readRule(item: Item, row: IDataObject, where: string): RuleBody {
	const { ldapQueryFilter = '(objectCategory=computer)', priority = 1 } = row;
	return {
		base_dn: item.checkText(row.baseDn, `Base DN of ${where}`, longTextLimit),
		ldap_query_filter: item.checkText(
			ldapQueryFilter,
			`LDAP Query Filter of ${where}`,
			longTextLimit,
		),
		project_id: item.readLocator(row.project, `Project of ${where}`).value,
		priority: readPriority(item, priority, where),
	};
}

function readPriority(item: Item, value: unknown, where: string): number {
	const priority = item.integer(value);
	if (priority !== undefined) return priority;
	throw item.error(
		`"Priority of ${where}" is not a whole number`,
		`Enter a whole number for "Priority" of ${where} under "Rule Assignments"`,
	);
}

/**
 * Checks the rules of a whole job.
 *
 * @param wayOut what to do about two rules with one priority
 * @throws NodeOperationError where there is none, where there are more than 100, or where priorities repeat
 */
export function checkRules(
	item: Item,
	rules: RuleBody[],
	wayOut = 'Enter another "Priority" for each rule',
): void {
	if (rules.length < 1 || rules.length > mostRules) {
		throw item.error(
			`"Rule Assignments" come to ${rules.length} rules`,
			`Enter 1 to ${mostRules} rules under "Rule Assignments"`,
		);
	}
	const priorities = rules.map(({ priority }) => priority);
	const second = priorities.findIndex((priority, index) => priorities.indexOf(priority) < index);
	if (second < 0) return;
	const first = priorities.indexOf(priorities[second]);
	throw item.error(
		`Two "Rule Assignments" have the priority ${priorities[second]}`,
		`${ruleInWords(rules[first])}, and ${ruleInWords(rules[second])}. ${wayOut}`,
	);
}

function ruleInWords({ base_dn, ldap_query_filter, project_id }: RuleBody): string {
	return `"${base_dn}" with ${ldap_query_filter} to project ${project_id}`;
}
