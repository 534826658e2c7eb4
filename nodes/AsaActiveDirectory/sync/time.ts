/** State keeps times in whole seconds since 1970 UTC; everything else here counts milliseconds. */
export function seconds(milliseconds: number): number {
	return Math.floor(milliseconds / 1000);
}

/**
 * Milliseconds since 1970 UTC of an RFC 3339 time, or null where it can't be read or stands for none: Go's zero time
 * lies in year 1. Source: docs/api-contract.md, "Behaviour that shapes the product".
 */
export function parseTime(text: string): number | null {
	const time = Date.parse(text);
	return Number.isNaN(time) || time < 0 ? null : time;
}

/** RFC 3339 UTC of a time in seconds, or null where there is none or it is no time. */
export function timeText(time: number | null): string | null {
	const date = new Date((time ?? NaN) * 1000);
	return Number.isNaN(date.getTime()) ? null : date.toISOString().replace('.000Z', 'Z');
}

export const minuteMs = 60_000;
export const hourMs = 3_600_000;
