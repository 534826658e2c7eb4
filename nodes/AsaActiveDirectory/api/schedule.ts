import { integer } from './wire';

/** When a sync job runs. Source: docs/api-contract.md, "Server sync job". */
export interface Schedule {
	/** Hours between two runs: 1, 6, 12 or 24; null where an inactive user sync job has none. */
	frequency: number | null;
	/** Hour of the day in UTC, 0 to 23, exactly when frequency is 24. */
	start_hour_utc: number | null;
}

/** What endpoints 12 and 21 take. Source: docs/api-contract.md, "Endpoints". */
export interface ScheduleBody {
	/** Hours between two runs: 1, 6, 12 or 24. */
	frequency: number;
	/** Hour of the day in UTC, 0 to 23, exactly when frequency is 24. */
	start_hour_utc?: number;
}

/** The frequencies that ASA knows, in hours. */
export const frequencies = [1, 6, 12, 24];

/** RFC 3339; JavaScript reads much else as a date too, and by the local clock. */
const timestamp = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i;

/**
 * The hour of the day from either spelling: an integer (client) or an RFC 3339 timestamp (page).
 * Source: docs/api-contract.md, "Where Okta's page and client disagree".
 */
export function readStartHour(value: unknown): number | null {
	const hour = integer(value);
	if (hour !== null) return hour >= 0 && hour <= 23 ? hour : null;
	if (typeof value !== 'string' || !timestamp.test(value)) return null;
	const time = new Date(value);
	return Number.isNaN(time.getTime()) ? null : time.getUTCHours();
}
