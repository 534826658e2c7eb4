import type { INodeProperties } from 'n8n-workflow';

/** The result of a sync job that an operation reads. */
export const resultField: INodeProperties = {
	displayName: 'Result',
	name: 'result',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'The result of the job; ASA keeps the last few of them',
	typeOptions: { loadOptionsDependsOn: ['connection.value', 'job.value'] },
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Select a result...',
			typeOptions: { searchListMethod: 'searchResults', searchable: true },
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. 0b1d3bd8-72a6-4a3c-9a8f-0a2a2c4d9c11',
		},
	],
};
