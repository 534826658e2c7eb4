import type { INodeProperties } from 'n8n-workflow';

export const nameField: INodeProperties = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	default: '',
	placeholder: 'e.g. Hourly sync',
	description:
		'Name of the job, up to 255 characters. Use a unique name for each job of a connection.',
};

/** @param consequence what switching on does for the kind, shown below the switch */
export function activeField(consequence: string): INodeProperties {
	return {
		displayName: 'Active',
		name: 'isActive',
		type: 'boolean',
		default: true,
		description: 'Whether the job runs on its schedule',
		hint: consequence,
	};
}

export const runTestField: INodeProperties = {
	displayName: 'Run Test on Save',
	name: 'runTest',
	type: 'boolean',
	default: true,
	description:
		'Whether ASA also starts a test run. Only takes effect if more than the schedule or the state changes.',
};

export const baseDnField: INodeProperties = {
	displayName: 'Base DN',
	name: 'baseDn',
	type: 'string',
	default: '',
	placeholder: 'e.g. OU=People,DC=example,DC=com',
	description: 'Where in the directory to look for users',
};

export const ldapQueryFilterField: INodeProperties = {
	displayName: 'LDAP Query Filter',
	name: 'ldapQueryFilter',
	type: 'string',
	default: '',
	placeholder: 'e.g. (&(objectCategory=person)(mail=*))',
	description: 'Which objects below the base DN are users of this job',
};

/** How often a sync job runs, and the hour that a daily one needs. */
export const scheduleFields: INodeProperties[] = [
	{
		displayName: 'Frequency',
		name: 'frequency',
		type: 'options',
		options: [
			{ name: 'Every Hour', value: 1 },
			{ name: 'Every 6 Hours', value: 6 },
			{ name: 'Every 12 Hours', value: 12 },
			{ name: 'Every Day', value: 24 },
		],
		default: 1,
		description: 'How often the job runs',
	},
	{
		displayName: 'Start Hour (UTC)',
		name: 'startHourUtc',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 23 },
		default: 0,
		displayOptions: { show: { frequency: [24] } },
		description: 'Hour of the day in UTC, from 0 to 23. ASA chooses the minute.',
	},
];

/** Stands for a frequency that isn't to change. */
export const keepFrequency = 'keep';

/** As `scheduleFields`, for a job that may have a schedule already. */
export const keptScheduleFields = scheduleFields.map((field): INodeProperties => {
	if (field.name !== 'frequency') return field;
	const kept = { name: 'Keep, or Every Hour if New', value: keepFrequency };
	return { ...field, options: [kept, ...(field.options ?? [])], default: keepFrequency };
});

/** The schedule as one field of a collection, so that frequency and hour come together. */
export const scheduleCollection: INodeProperties = {
	displayName: 'Schedule',
	name: 'schedule',
	type: 'fixedCollection',
	placeholder: 'Set schedule',
	default: {},
	options: [{ displayName: 'Schedule', name: 'values', values: scheduleFields }],
};

/** Rows are added unless the user wants them replaced: no rule is lost by the way. */
export const replaceListsOption: INodeProperties = {
	displayName: 'Replace Whole Lists',
	name: 'replaceLists',
	type: 'boolean',
	default: false,
	description:
		'Whether the rules and mappings that you set replace all existing ones. Otherwise they are added: a mapping replaces the existing one with the same label, and the priority of a rule must be unique.',
};
