import { integer } from './wire';

/** When a sync job runs. Source: contract, "Fields". */
export interface Schedule {
	/** Hours between two runs: 1, 6, 12 or 24; null where an inactive user sync job has none. */
	frequency: number | null;
	/** Hour of the day in UTC, 0 to 23, exactly when frequency is 24. */
	start_hour_utc: number | null;
}

/** The frequencies that ASA knows, in hours. */
export const frequencies = [1, 6, 12, 24];

/**
 * The hour of the day from either spelling: an integer (client) or an RFC 3339 timestamp (page).
 * Source: contract, "Where Okta's page and Okta's client disagree".
 */
export function readStartHour(value: unknown): number | null {
	const hour = integer(value);
	if (hour !== null) return hour >= 0 && hour <= 23 ? hour : null;
	if (typeof value !== 'string') return null;
	const time = new Date(value);
	return Number.isNaN(time.getTime()) ? null : time.getUTCHours();
}
