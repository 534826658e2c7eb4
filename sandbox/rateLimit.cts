import { ApiError } from './errors.cts';
import type { Switches } from './switches.cts';
import { HOUR, SECOND, toUnixSeconds } from './time.cts';

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
const RETRY_SECONDS_WHEN_CROWDED = 1;

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
				windowEnd = now() + HOUR;
				used = 0;
			}
			inFlight += 1;
			used += 1;
			if (used > switches.rateLimitPerHour) refuse(switches, windowEnd);
			const { maxConcurrentRequests: most } = switches;
			if (most !== null && inFlight > most) {
				refuse(switches, now() + RETRY_SECONDS_WHEN_CROWDED * SECOND);
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

/** @param time milliseconds since 1970 */
export function retryAtHeader(time: number): Record<string, string> {
	return { 'x-ratelimit-retry-at': String(toUnixSeconds(time)) };
}
