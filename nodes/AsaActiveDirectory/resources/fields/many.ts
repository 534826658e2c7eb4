import type { INodeProperties } from 'n8n-workflow';
import type { Item } from '../item';

/** Return All and Limit. */
export const manyFields: INodeProperties[] = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	},
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
 * @throws NodeOperationError where Limit isn't a whole number from 1
 */
export function readLimit(item: Item): number {
	if (item.flag('returnAll', false)) return Infinity;
	const limit = Number(item.parameter('limit', 50));
	if (Number.isInteger(limit) && limit >= 1) return limit;
	throw item.error(
		'"Limit" is not a whole number from 1',
		'Enter 1 or more, or switch on "Return All"',
	);
}
