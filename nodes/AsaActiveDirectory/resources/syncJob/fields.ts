import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { JobChanges } from '../../api/jobBody';
import { readSchedule, scheduleFields } from '../fields/schedule';
import type { Item } from '../item';

/** Longest base DN, filter or attribute name that is taken: no limit is known, a slip of the clipboard is. */
export const longTextLimit = 10_000;

export const nameField: INodeProperties = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	default: '',
	placeholder: 'e.g. Hourly sync',
	description: 'Name of the job, at most 255 characters; give each job of a connection its own',
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
	displayName: 'Run Test',
	name: 'runTest',
	type: 'boolean',
	default: true,
	description:
		'Whether ASA runs a test too. It goes along where the whole job is sent, and sends nothing by itself.',
};

/** The schedule as one field of a collection, so that frequency and hour come together. */
export const scheduleCollection: INodeProperties = {
	displayName: 'Schedule',
	name: 'schedule',
	type: 'fixedCollection',
	placeholder: 'Set schedule',
	default: {},
	options: [{ displayName: 'Schedule', name: 'values', values: scheduleFields }],
};

/** What both kinds share: name, state, schedule and run_test, as far as they are set. */
export function readCommon(item: Item, values: IDataObject): JobChanges {
	const changes: JobChanges = {};
	if (isSet(values.name)) changes.name = item.checkText(values.name, 'Name');
	if (isSet(values.isActive)) changes.is_active = item.checkFlag(values.isActive, 'Active');
	if (isSet(values.runTest) && item.checkFlag(values.runTest, 'Run Test')) changes.run_test = true;
	return { ...changes, ...readScheduleValues(item, values) };
}

/** Frequency and hour stand side by side in Create, in a collection of their own in Update. */
function readScheduleValues(item: Item, values: IDataObject): JobChanges {
	const inner = (values.schedule as IDataObject | undefined)?.values as IDataObject | undefined;
	const { frequency, startHourUtc } = inner ? { ...withScheduleDefaults, ...inner } : values;
	return isSet(frequency) ? readSchedule(item, frequency, startHourUtc) : {};
}

/** n8n stores a field of a collection only once it was changed. */
const withScheduleDefaults: IDataObject = Object.fromEntries(
	scheduleFields.map(({ name, default: value }) => [name, value as number]),
);

/** Whether a parameter is there; null stands for one that isn't. */
export function isSet(value: unknown): boolean {
	return value !== undefined && value !== null;
}

/**
 * The texts of a kind that are set, by the names of their fields.
 *
 * @param labels parameter name to field name and label in the interface
 */
export function readTexts<Name extends keyof JobChanges>(
	item: Item,
	values: IDataObject,
	labels: Record<string, readonly [Name, string]>,
): Partial<Record<Name, string>> {
	const texts: Partial<Record<Name, string>> = {};
	for (const [parameter, [name, label]] of Object.entries(labels)) {
		if (isSet(values[parameter])) {
			texts[name] = item.checkText(values[parameter], label, longTextLimit);
		}
	}
	return texts;
}
