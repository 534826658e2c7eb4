import type { INodeTypeDescription } from 'n8n-workflow';

/** What the panel says before a run that may surprise. */
export const hints: INodeTypeDescription['hints'] = [
	{
		message: 'Deleting an AD connection deletes its sync jobs and their results too',
		type: 'warning',
		location: 'ndv',
		whenToDisplay: 'beforeExecution',
		displayCondition:
			'={{ $parameter["resource"] === "connection" && $parameter["operation"] === "delete" }}',
	},
];
