import type { INodeProperties } from 'n8n-workflow';
import type { Connection } from '../../asa/model/connection';
import { hostKey } from '../../asa/model/field';
import type { Item } from '../../operation/item';
import { filtersField, manyFields, readLimit } from '../../operation/listing';
import { findGateway, gatewayField } from '../../operation/locators';
import type { Operation } from '../../operation/operation';
import { isSameId } from '../../util/text';

const certificateFilter: INodeProperties = {
	displayName: 'Certificate ID',
	name: 'certificateId',
	type: 'string',
	default: '',
	description: 'Only connections with this certificate',
};

const domainFilter: INodeProperties = {
	displayName: 'Domain',
	name: 'domain',
	type: 'string',
	default: '',
	placeholder: 'e.g. corp.example.com',
	description: 'Only the connection of this domain. Case is ignored.',
};

const gatewayFilter: INodeProperties = {
	...gatewayField,
	required: false,
	description: 'Only connections that use this gateway',
};

const nameFilter: INodeProperties = {
	displayName: 'Name Contains',
	name: 'nameContains',
	type: 'string',
	default: '',
	placeholder: 'e.g. Corporate',
	description: 'Only connections whose name contains this text. Case is ignored.',
};

/** Endpoint 1: lists connections. Okta documents no query for domain, gateway and name, so they are filtered here. */
export const getAll: Operation = {
	entry: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many connections',
		description: 'Get the AD connections of the team',
	},
	fields: [
		...manyFields,
		filtersField([certificateFilter, domainFilter, gatewayFilter, nameFilter]),
	],
	read(item) {
		const limit = readLimit(item);
		const filters = item.collection('filters');
		const certificateId = item.filterText(certificateFilter);
		const domain = hostKey(item.filterText(domainFilter));
		const name = item.filterText(nameFilter).toLowerCase();
		const findGatewayId = readGateway(item, filters[gatewayFilter.name]);
		return {
			async run() {
				const gateway = await findGatewayId();
				const keep = (connection: Connection) =>
					(domain === '' || hostKey(connection.domain) === domain) &&
					connection.name.toLowerCase().includes(name) &&
					(gateway === '' || isSameId(connection.gateway_id, gateway));
				const connections = await item.client.connections.list({ limit, certificateId, keep });
				return connections.map((connection) => ({ ...connection }));
			},
		};
	},
};

/** Finds the ID of the gateway to filter by; empty if none is chosen. */
function readGateway(item: Item, entered: unknown): () => Promise<string> {
	const value =
		typeof entered === 'object' ? (entered as { value?: unknown } | null)?.value : entered;
	if (String(value ?? '').trim() === '') return async () => '';
	const locator = item.locator({ ...gatewayFilter, name: `filters.${gatewayFilter.name}` });
	return async () => await findGateway(item, locator);
}
