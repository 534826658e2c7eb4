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
	{
		message:
			'This job is chosen by its ID, and an update may give it a new one. Choose it by its name to find it again',
		type: 'info',
		location: 'ndv',
		whenToDisplay: 'beforeExecution',
		displayCondition:
			'={{ $parameter["operation"] === "update" && $parameter["job"]?.mode === "id" }}',
	},
];
