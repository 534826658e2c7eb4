import type { INodeProperties } from 'n8n-workflow';

/** The gateway through which ASA reaches the directory. */
export const gatewayField: INodeProperties = {
	displayName: 'Gateway',
	name: 'gateway',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	description: 'The gateway through which ASA reaches the directory',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Select a gateway...',
			typeOptions: { searchListMethod: 'searchGateways', searchable: true },
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. 5a3af768-063f-4a12-a056-8ef24e555555',
		},
	],
};
