import type { Endpoint } from './endpoints';
import type { RequestFailure } from './failure';

/** How often a request is sent again at most. */
export const maxRetries = 3;

/** The longest single wait in a node's run, in milliseconds. */
export const maxWaitMs = 60_000;

const passingStatuses = [429, 502, 503, 504];

/**
 * Milliseconds to wait before a failed request is sent again, or undefined where it must not be: only GET is
 * repeated after a fault, for a write may have been carried out; a write is repeated after 429 alone. Either is
 * where no token could be minted for it because of a fault that passes.
 * Source: docs/api-contract.md, "Paging, limits, errors" (0.1 to 3 s added to the API's time, 5 to 10 s where it names none).
 *
 * @param attempt how many retries there were before, from 0
 * @param random a number from 0 to below 1
 */
export function retryDelay(
	endpoint: Endpoint,
	failure: RequestFailure,
	attempt: number,
	random: number,
): number | undefined {
	if (attempt >= maxRetries || !mayRepeat(endpoint, failure)) return undefined;
	const limit = rateLimitOf(failure);
	if (!limit) return 2 ** attempt * (400 + 400 * random);
	if (limit.retryAfterMs === undefined) return 5_000 + 5_000 * random;
	return limit.retryAfterMs + 100 + 2_900 * random;
}

/** What the API said of its limit, to the request itself or to the mint before it; undefined where it isn't that. */
function rateLimitOf(failure: RequestFailure): { retryAfterMs?: number } | undefined {
	if (failure.status === 429) return failure;
	const mint = failure.credentialProblem?.failure;
	return mint?.cause === 'rate-limited' ? mint : undefined;
}

function mayRepeat(endpoint: Endpoint, failure: RequestFailure): boolean {
	// Where no token could be minted for now, nothing was carried out.
	if (failure.credentialProblem) return isPassingCause(failure.credentialProblem.failure?.cause);
	if (endpoint.method !== 'GET') return failure.status === 429;
	return failure.networkCode !== undefined || passingStatuses.includes(failure.status ?? 0);
}

function isPassingCause(cause: string | undefined): boolean {
	return cause === 'rate-limited' || cause === 'temporarily-unavailable';
}
