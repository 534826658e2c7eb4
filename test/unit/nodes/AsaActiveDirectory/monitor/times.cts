export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

const firstDay = Date.parse('2026-03-01T00:00:00Z');

/** Milliseconds since 1970 of "06:30" on the first day, or of "d3 06:30" on the third. */
export function at(time: string): number {
	const [, days = '1', hours, minutes] = /^(?:d(\d+) )?(\d+):(\d\d)$/.exec(time) ?? [];
	if (hours === undefined) throw new Error(`Not a time: ${time}`);
	return firstDay + (Number(days) - 1) * day + Number(hours) * hour + Number(minutes) * minute;
}

/** RFC 3339 of a time as `at` takes it, or of milliseconds since 1970. */
export function iso(time: string | number): string {
	return new Date(typeof time === 'number' ? time : at(time)).toISOString().replace('.000Z', 'Z');
}
