import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JobStatus } from '../../../nodes/AsaActiveDirectory/monitor/output/status';
import type { WorkflowNode } from '../../../support/n8n/workflow.cts';
import { schemaOf, type Schema } from '../schema.cts';
import { type Example, type Link, nodeOf } from './example.cts';

const triggerSchema = join(__dirname, '../../../nodes/AsaActiveDirectory/__schema__/v1.0.0.json');

/** A node that passes its input on, all or in part. */
const passesOn = ['filter', 'if', 'merge', 'noOp', 'splitInBatches', 'switch', 'wait'];

/** By operation, as much as is read of it. Source: Jira Cloud's REST API, Issues and Issue Search. */
const jiraOutputTypes: Record<string, string> = {
	create: '{ key: string }',
	getAll:
		'{ key: string; fields: { labels: string[]; status: { statusCategory: { key: string } } } }',
	transitions: '{ id: string; to: { statusCategory: { key: string } } }',
};

/** Sync Status with Simplify off. Our schemas hold what operations output with Simplify on. */
const fullStatus: Record<keyof JobStatus, string> = {
	needs_attention: 'boolean',
	causes: 'string[]',
	outcome: 'string | null',
	job_kind: 'string | null',
	job_id: 'string | null',
	job_name: 'string | null',
	connection_id: 'string',
	connection_name: 'string',
	domain: 'string',
	gateway_id: 'string | null',
	gateway_name: 'string | null',
	gateway_status: 'string | null',
	result_id: 'string | null',
	is_test: 'boolean | null',
	task_state: 'string | null',
	summary: 'string | null',
	detailed_summary: 'string | null',
	started_at: 'string | null',
	finished_at: 'string | null',
	duration_seconds: 'number | null',
	failing_since: 'string | null',
	consecutive_failures: 'number | null',
	consecutive_failures_at_least: 'boolean | null',
	last_success_at: 'string | null',
	access_ends_at: 'string | null',
	is_active: 'boolean | null',
	frequency: 'number | null',
	start_hour_utc: 'number | null',
	running_since: 'string | null',
	next_due_at: 'string | null',
	read_error: 'string | null',
	recent_runs: '{ outcome: string; started_at: string | null }[] | undefined',
};

/** Nodes of which it is known here what they put out; of all others nothing may be read. */
const outputTypeByNode: Record<string, (example: Example, node: WorkflowNode) => string> = {
	aggregate: (example, node) =>
		`{ ${node.parameters.destinationFieldName}: (${inputType(example, node.name)})[] }`,
	code: (example, node) => codeType(example, node),
	asaActiveDirectory: (_, { parameters: { resource, operation, simplify } }) =>
		resource === 'syncStatus' && simplify === false
			? fieldsType(fullStatus)
			: typeOf(schemaOf(String(resource), String(operation))),
	asaActiveDirectoryTrigger: () => typeOf(JSON.parse(readFileSync(triggerSchema, 'utf8'))),
	// Send and Wait gives its input again if no answer comes in time.
	emailSend: (example, { name, parameters }) =>
		parameters.operation === 'sendAndWait'
			? `(${inputType(example, name)}) & { data?: { approved: boolean } }`
			: '{}',
	dataTable: (example) => fieldsType(tableColumns(example)),
	jira: (_, { parameters }) => jiraOutputTypes[String(parameters.operation)] ?? '{}',
	serviceNow: (_, node) => serviceNowType(node),
	set: (_, node) => assignedType(node),
};

/** The TypeScript type of the fields that a node gets with its items; `{}` if it starts the workflow. */
export function inputType(example: Example, name: string): string {
	return union(linksTo(example, name).map((link) => outputType(example, link)));
}

/**
 * The TypeScript type of the fields that a node outputs, by our schemas and the node's parameters. The
 * empty item of Always Output Data is not distinguished.
 *
 * @param output that of an IF, Switch or Loop Over Items
 */
export function outputType(example: Example, { from, output }: Pick<Link, 'from' | 'output'>) {
	const node = nodeOf(example, from);
	const { onError } = node as { onError?: string };
	const type = ownType(example, node, output);
	return onError?.startsWith('continue') ? `(${type} & { error?: any })` : type;
}

/** The output of a node that `$('name')` reads: of Loop Over Items that of the loop. */
export function namedOutput({ type, name }: WorkflowNode): Pick<Link, 'from' | 'output'> {
	return { from: name, output: kindOf(type) === 'splitInBatches' ? 1 : 0 };
}

function ownType(example: Example, node: WorkflowNode, output: number): string {
	const kind = kindOf(node.type);
	if (kind === 'splitInBatches') return loopType(example, node.name, output);
	if (passesOn.includes(kind)) return inputType(example, node.name);
	return outputTypeByNode[kind]?.(example, node) ?? '{}';
}

function kindOf(type: string): string {
	return type.slice(type.lastIndexOf('.') + 1);
}

/** Loop Over Items gives to the loop what came from before it, and in the end what came back to it. */
function loopType(example: Example, name: string, output: number): string {
	const inLoop = reachable(example, name);
	const links = linksTo(example, name).filter(({ from }) => inLoop.has(from) === (output === 0));
	return union(links.map((link) => outputType(example, link)));
}

function reachable({ links }: Example, start: string): Set<string> {
	const found = new Set<string>();
	const waiting = [start];
	for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
		const next = links.filter(({ from, to }) => from === name && !found.has(to));
		for (const { to } of next) {
			found.add(to);
			waiting.push(to);
		}
	}
	return found;
}

function linksTo({ links }: Example, name: string): Link[] {
	return links.filter(({ kind, to }) => kind === 'main' && to === name);
}

function union(types: string[]): string {
	return types.length === 0 ? '{}' : types.map((type) => `(${type})`).join(' | ');
}

/** The columns of the data table that a workflow creates. */
function tableColumns({ nodes }: Example): Record<string, string> {
	const tables = nodes.map(
		({ parameters }) => parameters.columns as { column?: { name: string }[] },
	);
	const columns = tables.flatMap((table) => table?.column ?? []);
	return Object.fromEntries(columns.map(({ name }) => [name, 'string']));
}

/** The JavaScript of a Code node; empty for any other. */
export function codeOf({ parameters }: Pick<WorkflowNode, 'parameters'>): string {
	return typeof parameters.jsCode === 'string' ? parameters.jsCode : '';
}

/** Where TypeScript finds the code of the node with that index. */
export function codeFileOf(index: number): string {
	return `/code${index}.js`;
}

/** A Code node gives what its code returns. Objects of JavaScript are open to any field; a copy is not. */
function codeType({ nodes }: Example, node: WorkflowNode): string {
	const module = codeFileOf(nodes.indexOf(node));
	const json = `ReturnType<typeof import('${module}').output>[number]['json']`;
	return `{ [Name in keyof ${json}]: ${json}[Name] }`;
}

/** ServiceNow gives the fields that it is asked for, and of a new record all that it has. */
function serviceNowType({ parameters: { operation, options } }: WorkflowNode): string {
	if (operation === 'create') return '{ sys_id: string }';
	const { sysparm_fields: fields = '' } = (options ?? {}) as { sysparm_fields?: string };
	const named = fields.split(',').filter((field) => field !== '');
	return fieldsType(Object.fromEntries(named.map((field) => [field, 'string'])));
}

/** The type of an object, from the types of its fields. */
function fieldsType(types: Record<string, string>): string {
	const fields = Object.entries(types).map(([name, type]) => `${name}: ${type}`);
	return `{ ${fields.join('; ')} }`;
}

/** Edit Fields gives the fields that it sets; a name with dots is a path. */
function assignedType({ parameters }: WorkflowNode): string {
	const { assignments } = parameters.assignments as {
		assignments: { name: string; type: string }[];
	};
	const fields = assignments.map(({ name, type }) => {
		const [last, ...before] = name.split('.').reverse();
		return before.reduce((inner, part) => `{ ${part}: ${inner} }`, `{ ${last}: ${tsType(type)} }`);
	});
	return fields.join(' & ') || '{}';
}

function tsType(type: string): string {
	if (type === 'array') return 'any[]';
	return type === 'object' ? 'Record<string, any>' : type;
}

/** As TypeScript writes what a JSON schema means. */
function typeOf({ type, properties, items }: Schema): string {
	const each = [type].flat().map((name) => {
		if (name === 'integer') return 'number';
		if (name === 'array') return items ? `(${typeOf(items)})[]` : 'any[]';
		if (name !== 'object') return name;
		if (!properties) return 'Record<string, any>';
		const types = Object.entries(properties).map(([key, schema]) => [key, typeOf(schema)]);
		return fieldsType(Object.fromEntries(types));
	});
	return each.join(' | ');
}
