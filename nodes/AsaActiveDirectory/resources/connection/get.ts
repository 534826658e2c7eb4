import { connectionField, findConnection } from '../../operation/locators';
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
		const locator = item.locator(connectionField);
		return {
			async run() {
				const id = await findConnection(item, locator);
				return { ...(await item.client.connections.get(id)) };
			},
		};
	},
};
