export const secondMs = 1000;
const minuteMs = 60 * secondMs;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

/**
 * @param milliseconds since 1970
 * @returns RFC 3339 in UTC; without a fraction if there is none, as Okta's samples show it
 */
export function toRfc3339(milliseconds: number): string {
	return new Date(milliseconds).toISOString().replace('.000Z', 'Z');
}

/**
 * @param text RFC 3339
 * @returns milliseconds since 1970
 * @throws RangeError when the text is no time
 */
export function fromRfc3339(text: string): number {
	const milliseconds = Date.parse(text);
	if (!/^\d{4}-\d\d-\d\dT/.test(text) || Number.isNaN(milliseconds)) {
		throw new RangeError(`"${text}" is no RFC 3339 time, for example 2026-01-05T00:00:00Z`);
	}
	return milliseconds;
}

/** Whole seconds since 1970, as the rate-limit headers count. */
export function toUnixSeconds(milliseconds: number): number {
	return Math.ceil(milliseconds / secondMs);
}
