import type { Schedule } from './schedule';

/** The names of the fields that aren't readable. */
export function unreadable(fields: Record<string, boolean>): string[] {
	return Object.keys(fields).filter((name) => !fields[name]);
}

/** Whether a schedule can be sent back: an inactive user sync job may have none. */
export function readableSchedule({ frequency, start_hour_utc }: Schedule) {
	return {
		frequency: frequency !== null,
		start_hour_utc: frequency !== 24 || start_hour_utc !== null,
	};
}

export function isFlag(value: unknown): boolean {
	return ['true', 'false'].includes(String(value));
}

export function isTextOrNothing(value: unknown): boolean {
	return value === undefined || value === null || typeof value === 'string';
}
