import { connectionField } from '../../operation/locators';
import type { Operation } from '../../operation/operation';

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
	read(item) {
		const id = item.locator(connectionField).value;
		return { run: async () => ({ ...(await item.client.connections.get(id)) }) };
	},
};
