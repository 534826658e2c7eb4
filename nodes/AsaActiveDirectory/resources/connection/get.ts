import { connectionField } from '../fields/connection';
import type { Operation } from '../operation';
import { fetchConnection } from './connections';

/** Endpoint 3: reads a connection. */
export const get: Operation = {
	entry: {
		name: 'Get',
		value: 'get',
		action: 'Get connection',
		description:
			'Get an AD connection with its gateway, service account and active server sync job',
	},
	fields: [connectionField],
	async execute(item) {
		return { ...(await fetchConnection(item, item.locator('connection', 'Connection').value)) };
	},
};
