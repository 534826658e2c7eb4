import type { INodeProperties } from 'n8n-workflow';
import { filtersField, manyFields, readLimit } from '../../operation/listing';
import type { Operation } from '../../operation/operation';

const nameFilter: INodeProperties = {
	displayName: 'Name Contains',
	name: 'nameContains',
	type: 'string',
	default: '',
	placeholder: 'e.g. frankfurt',
	description: 'Only gateways whose name contains this text',
};

/** Endpoint 26: lists gateways. */
export const getGateways: Operation = {
	entry: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many gateways',
		description: 'Get the gateways of the team',
	},
	fields: [...manyFields, filtersField([nameFilter])],
	read(item) {
		const limit = readLimit(item);
		const contains = item.filterText(nameFilter);
		return {
			async run() {
				const gateways = await item.client.gateways.list({ contains, limit });
				return gateways.map((gateway) => ({ ...gateway }));
			},
		};
	},
};
