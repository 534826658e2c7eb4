import { findGateway, gatewayField } from '../../operation/locators';
import type { Operation } from '../../operation/operation';

/** Endpoint 27: reads the status of a gateway. */
export const getGatewayStatus: Operation = {
	entry: {
		name: 'Get Status',
		value: 'getStatus',
		action: 'Get status of gateway',
		description: 'Get whether a gateway is online, and its storage usage',
	},
	fields: [gatewayField],
	read(item) {
		const locator = item.locator(gatewayField);
		return {
			async run() {
				const id = await findGateway(item, locator);
				return { ...(await item.client.gateways.status(id)) };
			},
		};
	},
};
