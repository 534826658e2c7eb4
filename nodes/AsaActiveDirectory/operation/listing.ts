import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { Item } from './item';

const returnAllField: INodeProperties = {
	displayName: 'Return All',
	name: 'returnAll',
	type: 'boolean',
	default: false,
	description: 'Whether to return all results or only up to a given limit',
};

/** Return All and Limit. */
export const manyFields: INodeProperties[] = [
	returnAllField,
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		description: 'Max number of results to return',
		displayOptions: { show: { returnAll: [false] } },
	},
];

/**
 * How many entries are wanted at most; Infinity with Return All.
 *
 * @throws NodeOperationError if Limit isn't a whole number from 1
 */
export function readLimit(item: Item): number {
	if (item.flag(returnAllField)) return Infinity;
	const limit = Number(item.parameter('limit', 50));
	if (Number.isInteger(limit) && limit >= 1) return limit;
	throw item.error(
		"'Limit' must be a whole number of 1 or greater",
		"Enter 1 or a greater number, or turn on 'Return All'",
	);
}

/** A collection of filters. */
export function filtersField(options: INodeProperties[]): INodeProperties {
	return {
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add filter',
		default: {},
		options,
	};
}

/**
 * A filter by state.
 *
 * @param nouns as in "servers"
 */
export function stateFilter(nouns: string): INodeProperties {
	return {
		displayName: 'State',
		name: 'state',
		type: 'options',
		options: [
			{ name: 'Active', value: 'ACTIVE' },
			{ name: 'Inactive', value: 'INACTIVE' },
		],
		default: 'ACTIVE',
		description: `Only ${nouns} in this state`,
	};
}

/** Simplify drops fields, it renames none. */
export const simplifyField: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};

/**
 * Reads Simplify.
 *
 * @returns a function that reduces an output to the named fields, in their order, if Simplify is on
 */
export function readSimplify(
	item: Item,
	names: readonly string[],
): (output: IDataObject) => IDataObject {
	if (!item.flag(simplifyField)) return (output) => output;
	return (output) => Object.fromEntries(names.map((name) => [name, output[name]]));
}
