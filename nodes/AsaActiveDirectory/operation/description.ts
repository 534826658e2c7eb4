import type { INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';
import type { Operation, Resource } from './operation';
import { sharedOptions } from './sharedOptions';

/** The node's parameters: the two dropdowns, and each operation's fields, shown for it alone. */
export function describe(resources: Resource[]): INodeProperties[] {
	return [
		{
			displayName: 'Resource',
			name: 'resource',
			type: 'options',
			noDataExpression: true,
			options: resources.map(({ entry }) => entry),
			default: 'connection',
		},
		...resources.flatMap(describeResource),
	];
}

/**
 * What stands below the node on the canvas, e.g. "Get Many Results: Server Sync Job": an expression that knows the
 * labels of the two dropdowns, for n8n offers it their values alone.
 */
export function subtitle(resources: Resource[]): string {
	const operations = resources.flatMap(({ operations: each }) => each);
	const operation = `(${labelsOf(operations)})[$parameter["operation"]]`;
	const resource = `(${labelsOf(resources)})[$parameter["resource"]]`;
	return `={{ ${operation} + ": " + ${resource} }}`;
}

/** The labels of the entries by their values, as an object literal. */
function labelsOf(described: Array<Pick<Operation | Resource, 'entry'>>): string {
	return JSON.stringify(
		Object.fromEntries(described.map(({ entry }) => [entry.value, entry.name])),
	);
}

function describeResource({ entry, operations }: Resource): INodeProperties[] {
	const show = { resource: [entry.value] };
	return [
		{
			displayName: 'Operation',
			name: 'operation',
			type: 'options',
			noDataExpression: true,
			displayOptions: { show },
			options: operations.map((operation) => operation.entry),
			default: defaultOperation(operations),
		},
		...operations.flatMap((operation) =>
			updateDisplayOptions({ show: { ...show, operation: [operation.entry.value] } }, [
				...operation.fields,
				optionsOf(operation),
			]),
		),
	];
}

/** Get Many changes nothing and asks for least. */
function defaultOperation(operations: Operation[]): string {
	return operations.find(({ entry }) => entry.value === 'getAll')?.entry.value ?? '';
}

/**
 * Puts parameters into the order of their names, whatever their case. Not by localeCompare: its first call takes long
 * (docs/decisions.md, "Loading the package").
 */
export function byDisplayName(a: INodeProperties, b: INodeProperties): number {
	return a.displayName.toLowerCase() < b.displayName.toLowerCase() ? -1 : 1;
}

function optionsOf({ options = [] }: Operation): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [...options, ...sharedOptions].sort(byDisplayName),
	};
}
