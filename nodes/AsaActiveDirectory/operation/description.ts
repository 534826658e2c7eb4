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
 * The subtitle on the canvas, e.g. "Get Many Results: Server Sync", which n8n cuts off at 192 px. The expression holds
 * the labels of the two dropdowns, because n8n gives it their values only.
 */
export function subtitle(resources: Resource[]): string {
	const operations = resources.flatMap(({ operations: each }) => each);
	const labels = resources.map(({ entry, shortName = entry.name }) => [entry.value, shortName]);
	const actions = operations.map(({ entry }) => [entry.value, entry.name]);
	const operation = `(${labelsOf(actions)})[$parameter["operation"]]`;
	const resource = `(${labelsOf(labels)})[$parameter["resource"]]`;
	return `={{ ${operation} + ": " + ${resource} }}`;
}

/** Labels by the values of their entries, as an object literal. */
function labelsOf(entries: string[][]): string {
	return JSON.stringify(Object.fromEntries(entries));
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
