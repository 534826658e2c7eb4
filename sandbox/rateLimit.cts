import { ApiError } from './errors.cts';
import type { EffectOf } from './effectTable.cts';
import type { Switches } from './switches.cts';
import { hourMs, secondMs, toUnixSeconds } from './time.cts';

/** Counts the requests of the service user (docs/api-contract.md, "Paging, limits, errors"). */
export interface RateLimit {
	/** Counts one request. @throws ApiError 429 beyond the limit or with too many at once */
	begin(switches: Switches): void;
	/** One request less at once. */
	end(): void;
	/** X-RateLimit-Limit, -Remaining, -Reset. */
	headers(switches: Switches): Record<string, string>;
}

/** After how many virtual seconds to come again when there were too many requests at once (assumed). */
const retrySecondsWhenCrowded = 1;

const retryAtName = 'x-ratelimit-retry-at';

/** @param now milliseconds since 1970, virtual: the hour is a virtual one too */
export function createRateLimit(now: () => number): RateLimit {
	let windowEnd = 0;
	let used = 0;
	let inFlight = 0;

	function refuse(switches: Switches, retryAt: number): never {
		const headers = switches.retryAtHeader ? retryAtHeader(retryAt) : {};
		throw new ApiError('too_many_requests', 'Too many requests', headers);
	}

	return {
		begin(switches) {
			if (now() >= windowEnd) {
				windowEnd = now() + hourMs;
				used = 0;
			}
			inFlight += 1;
			used += 1;
			if (used > switches.rateLimitPerHour) refuse(switches, windowEnd);
			const { maxConcurrentRequests: most } = switches;
			if (most !== null && inFlight > most) {
				refuse(switches, now() + retrySecondsWhenCrowded * secondMs);
			}
		},
		end() {
			inFlight -= 1;
		},
		headers: ({ rateLimitPerHour }) => ({
			'x-ratelimit-limit': String(rateLimitPerHour),
			'x-ratelimit-remaining': String(Math.max(0, rateLimitPerHour - used)),
			'x-ratelimit-reset': String(toUnixSeconds(windowEnd)),
		}),
	};
}

/** How an answer says when to come again. */
export type RetryForm = EffectOf<'status'>['retryForm'];

type Headers = Record<string, string | string[]>;

/**
 * @param now milliseconds since 1970
 * @param seconds from now
 */
export function retryHeaders(form: RetryForm, now: number, seconds: number): Headers {
	const time = now + seconds * secondMs;
	const unixSeconds = String(toUnixSeconds(time));
	switch (form) {
		case 'retryAt':
			return retryAtHeader(time);
		case 'retryAtMilliseconds':
			return { [retryAtName]: String(time) };
		case 'retryAtTwice':
			return { [retryAtName]: [unixSeconds, unixSeconds] };
		case 'retryAtHuge':
			return { [retryAtName]: '9'.repeat(400) };
		case 'retryAfterSeconds':
			return { 'retry-after': String(seconds) };
		case 'retryAfterDate':
			return { 'retry-after': new Date(time).toUTCString() };
		case 'resetOnly':
			return { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': unixSeconds };
	}
}

/** @param time milliseconds since 1970 */
function retryAtHeader(time: number): Record<string, string> {
	return { [retryAtName]: String(toUnixSeconds(time)) };
}
