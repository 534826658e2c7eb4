import type { INodeProperties } from 'n8n-workflow';

/** What the trigger and Sync Status both ask for. The values that stand when nothing is set are the trigger's too. */

export const failureWords: INodeProperties = {
	displayName: 'Failure Words',
	name: 'failureWords',
	type: 'string',
	default: '',
	placeholder: 'e.g. skipped, unreachable',
	description:
		'Words, separated by commas, that mean failure where the summary of a result contains them, whatever its state says. Pieces of words count too: "error" finds "0 errors".',
};

export const overdueGrace: INodeProperties = {
	displayName: 'Overdue Grace (Minutes)',
	name: 'overdueGraceMinutes',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: 30,
	description:
		'How late a sync job may start before it is overdue; daily jobs have 60 minutes more',
};

export const runningTooLongAfter: INodeProperties = {
	displayName: 'Running Too Long (Minutes)',
	name: 'runningLongMinutes',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 120,
	description: 'When a run that has not ended counts as running too long',
};
