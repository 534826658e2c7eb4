import { filtersField, manyFields, readLimit } from '../../operation/listing';
import type { Operation } from '../../operation/operation';

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
		filtersField([
			{
				displayName: 'Certificate ID',
				name: 'certificateId',
				type: 'string',
				default: '',
				description: 'Only connections with this certificate',
			},
		]),
	],
	read(item) {
		const limit = readLimit(item);
		const certificateId = String(item.collection('filters').certificateId ?? '').trim();
		return {
			async run() {
				const connections = await item.client.connections.list({ limit, certificateId });
				return connections.map((connection) => ({ ...connection }));
			},
		};
	},
};
