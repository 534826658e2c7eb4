import type { INodeProperties } from 'n8n-workflow';

/**
 * The sync job that an operation works on. From List stores the job's name (its ID where names repeat),
 * because every update of a job changes its ID: saved workflows must survive that.
 */
export const jobField: INodeProperties = {
	displayName: 'Job',
	name: 'job',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'The sync job to work on. Its name stays when an update gives it a new ID.',
	typeOptions: { loadOptionsDependsOn: ['connection.value'] },
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Select a job...',
			typeOptions: { searchListMethod: 'searchJobs', searchable: true },
		},
		{
			displayName: 'By Name',
			name: 'name',
			type: 'string',
			placeholder: 'e.g. Hourly servers',
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. 229a1621-a1f2-6366-b84d-da4af2e76f2b',
		},
	],
};
