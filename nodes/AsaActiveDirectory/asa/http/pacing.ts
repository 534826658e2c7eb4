import { sleep } from 'n8n-workflow';
import type { Endpoint } from '../endpoints';
import { isUntrusted, readDate, type RequestFailure } from './failure';

/** How often a request is sent again at most. */
const maxRetries = 3;

/** The longest single wait in a node's run. */
export const maxWaitMs = 60_000;

const transientStatuses = [429, 502, 503, 504];

/**
 * Milliseconds to wait before a failed request is sent again, or undefined if it must not be: only GET is repeated
 * after a fault, for a write may have been carried out; a write is repeated after 429 alone. Both are repeated if
 * minting failed with a transient error.
 * Source: docs/api-contract.md, "Paging, limits, errors" (0.1 to 3 s added to the API's time, 5 to 10 s if it names none).
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
	// What the API said to the request itself, or to the mint before it.
	const mint: { cause?: string; retryAfterMs?: number } | undefined =
		failure.credentialProblem?.failure;
	const retryAfterMs = failure.retryAfterMs ?? mint?.retryAfterMs;
	if (retryAfterMs !== undefined) return retryAfterMs + 100 + 2_900 * random;
	const isLimited = failure.status === 429 || mint?.cause === 'rate-limited';
	return isLimited ? 5_000 + 5_000 * random : 2 ** attempt * (400 + 400 * random);
}

function mayRepeat(endpoint: Endpoint, failure: RequestFailure): boolean {
	// Without a token nothing was carried out.
	if (failure.credentialProblem) return isTransientCause(failure.credentialProblem.failure?.cause);
	if (endpoint.method !== 'GET') return failure.status === 429;
	if (isUntrusted(failure.networkCode)) return false;
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

/** So near the limit requests are spread out: a twentieth of the hour's requests is left. */
const nearShare = 0.05;

/** The longest time between two requests, in milliseconds: a run of a few must not wait for minutes. */
const longestGapMs = 1_000;

/** What all requests together may wait of a budget: a poll of hundreds must still come to its end. */
const budgetShare = 1 / 2;

/** What one request may take of that, so that some is left for those that follow. */
const gapShare = 1 / 100;

/**
 * Spreads requests out as the API's limit comes near, so that what is left lasts until it is renewed: better a
 * slow run than one that is cut off in its middle by 429.
 * Source: docs/api-contract.md, "Paging, limits, errors" (X-RateLimit-Limit, -Remaining, -Reset on every answer).
 */
export class Throttle {
	private gapMs = 0;

	private nextStartAt = 0;

	private askedAt = 0;

	/** How long requests may still be kept waiting in all, in milliseconds. */
	private allowanceMs: number;

	/** @param budgetMs longest time for all requests together, in milliseconds */
	constructor(budgetMs = Infinity) {
		this.allowanceMs = budgetMs * budgetShare;
	}

	/** Takes note of what an answer says of the limit; headers that can't be read slow nothing down. */
	read(headers: Record<string, unknown>): void {
		const limit = Number(headers['x-ratelimit-limit']);
		const remaining = Number(headers['x-ratelimit-remaining']);
		const resetAt = Number(headers['x-ratelimit-reset']) * 1_000;
		const untilResetMs = resetAt - (readDate(headers) ?? Date.now());
		const isNear = remaining <= limit * nearShare && untilResetMs > 0;
		this.gapMs = isNear ? Math.min(untilResetMs / Math.max(remaining, 1), longestGapMs) : 0;
	}

	/**
	 * Gives the next request its turn.
	 *
	 * @param nowAt in milliseconds since 1970 UTC
	 * @returns how many milliseconds it has to wait; 0 away from the limit
	 */
	reserveMs(nowAt: number): number {
		// A clock that was set back must keep no request waiting until it has caught up.
		if (nowAt < this.askedAt) this.nextStartAt = nowAt;
		this.askedAt = nowAt;
		const startAt = Math.max(nowAt, this.nextStartAt);
		const gapMs = Math.min(this.gapMs, this.allowanceMs * gapShare);
		this.allowanceMs -= gapMs;
		this.nextStartAt = startAt + gapMs;
		return startAt - nowAt;
	}
}
