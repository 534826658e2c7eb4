import { readDate } from './failure';

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
export class Pace {
	private gapMs = 0;

	private nextStart = 0;

	private askedAt = 0;

	/** How long requests may still be kept waiting in all, in milliseconds. */
	private patienceMs: number;

	/** @param budgetMs longest time for all requests together, in milliseconds */
	constructor(budgetMs = Infinity) {
		this.patienceMs = budgetMs * budgetShare;
	}

	/** Takes note of what an answer says of the limit; headers that can't be read slow nothing down. */
	read(headers: Record<string, unknown>): void {
		const limit = Number(headers['x-ratelimit-limit']);
		const remaining = Number(headers['x-ratelimit-remaining']);
		const reset = Number(headers['x-ratelimit-reset']) * 1_000;
		const untilReset = reset - (readDate(headers) ?? Date.now());
		const isNear = remaining <= limit * nearShare && untilReset > 0;
		this.gapMs = isNear ? Math.min(untilReset / Math.max(remaining, 1), longestGapMs) : 0;
	}

	/**
	 * Gives the next request its turn.
	 *
	 * @param now in milliseconds since 1970 UTC
	 * @returns how many milliseconds it has to wait; 0 away from the limit
	 */
	reserve(now: number): number {
		// A clock that was set back must keep nobody waiting until it has caught up.
		if (now < this.askedAt) this.nextStart = now;
		this.askedAt = now;
		const start = Math.max(now, this.nextStart);
		const gap = Math.min(this.gapMs, this.patienceMs * gapShare);
		this.patienceMs -= gap;
		this.nextStart = start + gap;
		return start - now;
	}
}
