import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { InvalidInput } from '../asa/model/field';
import type { Settings } from './rules/types';

/** Which connections to watch or show. */
export const connectionsField: INodeProperties = {
	displayName: 'Connection Names or IDs',
	name: 'connections',
	type: 'multiOptions',
	typeOptions: { loadOptionsMethod: 'getConnections' },
	default: [],
	description:
		'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
};

/** Which kinds of jobs to watch or show. */
export const jobKindsField: INodeProperties = {
	displayName: 'Job Kinds',
	name: 'jobKinds',
	type: 'multiOptions',
	options: [
		{ name: 'Server Sync Job', value: 'serverSyncJob' },
		{ name: 'User Sync Job', value: 'userSyncJob' },
	],
	default: ['serverSyncJob', 'userSyncJob'],
	description: 'Only jobs of these kinds',
};

/** The options that decide how a job stands. The trigger and Sync Status both have them. */
const ruleFields = {
	accessWarningHours: {
		displayName: 'Access Warning (Hours)',
		name: 'accessWarningHours',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 24,
		description:
			"How many hours before access is expected to end a job counts as at risk. The trigger's Servers at Risk uses it too.",
	},
	failureWords: {
		displayName: 'Failure Words',
		name: 'failureWords',
		type: 'string',
		default: '',
		placeholder: 'e.g. skipped, no objects found',
		description:
			'Words or phrases, separated by commas, that mean failure in a state, a summary or its details. Only whole words match: "0 users" does not match "10 users".',
	},
	overdueGraceMinutes: {
		displayName: 'Overdue Grace (Minutes)',
		name: 'overdueGraceMinutes',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 30,
		description:
			'How many minutes late a job may start before it counts as overdue. Daily jobs get 60 minutes more.',
	},
	runningLongMinutes: {
		displayName: 'Running Too Long (Minutes)',
		name: 'runningLongMinutes',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 120,
		description: 'How many minutes a run may take before it counts as running too long',
	},
	successWords: {
		displayName: 'Success Words',
		name: 'successWords',
		type: 'string',
		default: '',
		placeholder: 'e.g. applied, nothing_to_do',
		description:
			'States, separated by commas, that mean success. A state must match an entry exactly. Summary and details are not searched, so that a word in them cannot hide a failure.',
	},
} satisfies Record<string, INodeProperties>;

/** The options that decide how a job stands, as fields of a collection. */
export const ruleOptions: INodeProperties[] = Object.values(ruleFields);

/**
 * Reads the options of `ruleOptions`; one that is missing or empty has its default.
 *
 * @throws InvalidInput if an expression gave something else
 */
export function readRuleOptions(entered: IDataObject): Pick<Settings, keyof typeof ruleFields> {
	return {
		accessWarningHours: readNumber(ruleFields.accessWarningHours, entered),
		failureWords: readWords(entered.failureWords),
		overdueGraceMinutes: readNumber(ruleFields.overdueGraceMinutes, entered),
		runningLongMinutes: readNumber(ruleFields.runningLongMinutes, entered),
		successWords: readWords(entered.successWords),
	};
}

/**
 * The number in a field of a collection; the default if it is missing or empty.
 *
 * @throws InvalidInput if it is outside the field's limits, or no number
 */
export function readNumber(field: INodeProperties, entered: IDataObject): number {
	const { name, displayName, typeOptions } = field;
	const value = entered[name] ?? '';
	if (value === '') return field.default as number;
	const number = typeof value === 'boolean' ? NaN : Number(value);
	const least = typeOptions?.minValue ?? 0;
	const most = typeOptions?.maxValue ?? Infinity;
	if (Number.isFinite(number) && number >= least && number <= most) return number;
	const limits = most === Infinity ? `${least} or greater` : `from ${least} to ${most}`;
	throw new InvalidInput(
		`'${displayName}' must be ${limits}, got ${JSON.stringify(value)}`,
		`Enter a number for '${displayName}'`,
	);
}

/** The words of a text, separated by commas or line breaks; an expression may give an array. */
function readWords(entered: unknown): string[] {
	return [entered ?? []]
		.flat()
		.flatMap((text) => String(text).split(/[,\n]/))
		.map((word) => word.trim())
		.filter((word) => word !== '');
}
