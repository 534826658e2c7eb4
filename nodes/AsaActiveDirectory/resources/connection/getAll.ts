import type { IDataObject } from 'n8n-workflow';
import { isDeleted, readConnection } from '../../api/connection';
import { manyFields, readLimit } from '../fields/many';
import type { Operation } from '../operation';

/** Endpoint 1: lists connections. */
export const getAll: Operation = {
	entry: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many connections',
		description: 'Get the AD connections of the team',
	},
	fields: [
		...manyFields,
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add filter',
			default: {},
			options: [
				{
					displayName: 'Certificate ID',
					name: 'certificateId',
					type: 'string',
					default: '',
					description: 'Only connections with this certificate',
				},
			],
		},
	],
	async execute(item) {
		const { certificateId } = item.collection('filters');
		const query: IDataObject = {};
		if (certificateId) query.certificate_id = String(certificateId).trim();
		const { items } = await item.client.list(
			'listConnections',
			{},
			{
				query,
				limit: readLimit(item),
				keep: (wire) => !isDeleted(wire),
			},
		);
		return items.map((wire) => ({ ...readConnection(wire) }));
	},
};
