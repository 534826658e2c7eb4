import type { INodeProperties } from 'n8n-workflow';
import { frequencies, type ScheduleBody } from '../../api/schedule';
import type { Item } from '../item';

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
		description:
			'Hour of the day in UTC, 0 to 23; ASA starts the job at a minute of its own choice',
	},
];

/** Stands for a frequency that isn't to change. */
export const keep = 'keep';

/** As `scheduleFields`, for a job that may have a schedule already. */
export const keptScheduleFields = scheduleFields.map((field): INodeProperties => {
	if (field.name !== 'frequency') return field;
	const kept = { name: 'Keep, or Every Hour if New', value: keep };
	return { ...field, options: [kept, ...(field.options ?? [])], default: keep };
});

/**
 * The schedule that the user set.
 *
 * @param frequency hours between two runs
 * @param startHour hour of the day in UTC; read for a daily schedule alone
 * @throws NodeOperationError where the frequency isn't 1, 6, 12 or 24, or the hour isn't 0 to 23
 */
export function readSchedule(item: Item, frequency: unknown, startHour: unknown): ScheduleBody {
	const hours = item.integer(frequency);
	if (hours === undefined || !frequencies.includes(hours)) {
		throw item.error(
			`"Frequency" is ${said(frequency)}`,
			'Enter 1, 6, 12 or 24 hours for "Frequency"',
		);
	}
	if (hours !== 24) return { frequency: hours };
	const hour = item.integer(startHour);
	if (hour === undefined || hour < 0 || hour > 23) {
		throw item.error(
			`"Start Hour (UTC)" is ${said(startHour)}`,
			'Enter a whole number from 0 to 23 for "Start Hour (UTC)"',
		);
	}
	return { frequency: hours, start_hour_utc: hour };
}

function said(value: unknown): string {
	return value === undefined || value === null || value === '' ? 'empty' : String(value);
}
