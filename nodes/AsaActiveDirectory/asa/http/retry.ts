import { sleep } from 'n8n-workflow';
import type { Endpoint } from '../endpoints';
import type { RequestFailure } from './failure';

/** How often a request is sent again at most. */
const maxRetries = 3;

/** The longest single wait in a node's run. */
export const maxWaitMs = 60_000;

const transientStatuses = [429, 502, 503, 504];

/**
 * Milliseconds to wait before a failed request is sent again, or undefined if it must not be: only GET is repeated
 * after a fault, for a write may have been carried out; a write is repeated after 429 alone. Both are repeated if
 * minting failed with a transient error.
 * Source: docs/api-contract.md, "Paging, limits, errors" (0.1 to 3 s added to the API's time, 5 to 10 s where it names none).
 *
 * @param attempt how many retries there were before, from 0
 * @param random a number from 0 to below 1
 */
export function retryDelayMs(
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

/** What the API said of its limit, to the request itself or to the mint before it; undefined if it isn't that. */
function rateLimitOf(failure: RequestFailure): { retryAfterMs?: number } | undefined {
	if (failure.status === 429) return failure;
	const mint = failure.credentialProblem?.failure;
	return mint?.cause === 'rate-limited' ? mint : undefined;
}

function mayRepeat(endpoint: Endpoint, failure: RequestFailure): boolean {
	// Without a token nothing was carried out.
	if (failure.credentialProblem) return isTransientCause(failure.credentialProblem.failure?.cause);
	if (endpoint.method !== 'GET') return failure.status === 429;
	return failure.networkCode !== undefined || transientStatuses.includes(failure.status ?? 0);
}

function isTransientCause(cause: string | undefined): boolean {
	return cause === 'rate-limited' || cause === 'temporarily-unavailable';
}

/** The longest time until a cancelled execution is noticed. */
const sliceMs = 1_000;

/**
 * Waits in slices of at most a second, so that a cancelled execution isn't kept: n8n's own sleep takes an abort
 * signal in some versions and ignores it in others. The slices are counted, not read from the clock, which may be
 * set meanwhile.
 *
 * @returns whether the whole time passed; false if the signal was given
 */
export async function wait(delayMs: number, signal?: AbortSignal): Promise<boolean> {
	for (let leftMs = delayMs; leftMs > 0 && !signal?.aborted; leftMs -= sliceMs) {
		await sleep(Math.min(leftMs, sliceMs));
	}
	return !signal?.aborted;
}
