/** Waits that pass at once. */
export interface SkippedWaits {
	/** How long was waited in all since the last call, in milliseconds. */
	takeMs: () => number;
	/** Puts the real clock back. */
	restore: () => void;
}

/** The nodes wait in slices of at most a second; what is longer is a time limit of axios or of the sandbox. */
const longestSliceMs = 1_000;

/**
 * Lets the waits (setTimeout) of this process pass at once, in the order of their ends, and sets the time of day
 * (Date.now) on by as much. What takes real time, requests above all, goes on as it does, and so do time limits.
 *
 * @param pass called with how many milliseconds have passed, for clocks that shall keep pace
 */
export function skipWaits(pass: (milliseconds: number) => void = () => undefined): SkippedWaits {
	const { setTimeout, clearTimeout } = globalThis;
	const { now } = Date;
	let waiting: Array<{ endsAtMs: number; end: () => void; timer: NodeJS.Timeout }> = [];
	let passedMs = 0;
	let takenMs = 0;

	function endNext(): void {
		waiting.sort((a, b) => a.endsAtMs - b.endsAtMs);
		const next = waiting.shift();
		if (!next) return;
		const byMs = Math.max(0, next.endsAtMs - passedMs);
		passedMs += byMs;
		if (byMs > 0) pass(byMs);
		next.end();
	}

	Date.now = () => Math.floor(now() + passedMs);
	globalThis.setTimeout = Object.assign(
		(callback: (...values: unknown[]) => void, milliseconds = 0, ...values: unknown[]) => {
			if (milliseconds > longestSliceMs) return setTimeout(callback, milliseconds, ...values);
			const timer = setTimeout(endNext, 0);
			const endsAtMs = passedMs + milliseconds;
			waiting.push({ endsAtMs, end: () => callback(...values), timer });
			return timer;
		},
		setTimeout,
	);
	globalThis.clearTimeout = (timer) => {
		waiting = waiting.filter((wait) => wait.timer !== timer);
		clearTimeout(timer);
	};
	return {
		takeMs() {
			const ms = passedMs - takenMs;
			takenMs = passedMs;
			return ms;
		},
		restore() {
			Date.now = now;
			globalThis.setTimeout = setTimeout;
			globalThis.clearTimeout = clearTimeout;
		},
	};
}
