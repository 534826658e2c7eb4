import { InvalidInput, type Field } from './field';
import { toInteger } from './json';

/** When a sync job runs. Source: docs/api-contract.md, "Fields". */
export interface Schedule {
	/** Hours between two runs: 1, 6, 12 or 24; null if an inactive user sync job has none. */
	frequency: number | null;
	/** Hour of the day in UTC, 0 to 23, exactly if frequency is 24. */
	start_hour_utc: number | null;
}

/** The frequencies that ASA knows, in hours. */
const frequencies = [1, 6, 12, 24];

/** Hours between two runs. */
export const frequencyField: Field = {
	label: 'Frequency',
	isRequired: true,
	read(answered) {
		const value = toInteger(answered);
		return { value, isWhole: value !== null };
	},
	parse(input, label = 'Frequency') {
		const hours = toInteger(input);
		if (hours !== null && frequencies.includes(hours)) return hours;
		throw new InvalidInput(
			`"${label}" is ${said(input)}`,
			`Enter 1, 6, 12 or 24 hours for "${label}"`,
		);
	},
	keyOf: String,
};

/** The hour of a daily job. Whether a job needs one depends on its frequency. */
export const startHourField: Field = {
	label: 'Start Hour (UTC)',
	read: (answered) => ({ value: readStartHour(answered), isWhole: true }),
	parse(input, label = 'Start Hour (UTC)') {
		const hour = toInteger(input);
		if (hour !== null && hour >= 0 && hour <= 23) return hour;
		throw new InvalidInput(
			`"${label}" is ${said(input)}`,
			`Enter a whole number from 0 to 23 for "${label}"`,
		);
	},
	keyOf: String,
};

/** RFC 3339; JavaScript reads much else as a date too, and by the local clock. */
const timestamp = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i;

/**
 * The hour of the day from either spelling: an integer (client) or an RFC 3339 timestamp (page).
 * Source: docs/api-contract.md, "Where Okta's page and client disagree".
 */
function readStartHour(answered: unknown): number | null {
	const hour = toInteger(answered);
	if (hour !== null) return hour >= 0 && hour <= 23 ? hour : null;
	if (typeof answered !== 'string' || !timestamp.test(answered)) return null;
	const time = new Date(answered);
	return Number.isNaN(time.getTime()) ? null : time.getUTCHours();
}

function said(input: unknown): string {
	return input === undefined || input === null || input === '' ? 'empty' : String(input);
}
