/** The longest wait that ends at once: n8n's sleep, in the slices of a retry. Longer timers are time-outs of requests. */
const longestWaitMs = 1_000;

/**
 * Ends the waits of retries at once. The time of day (Date.now) goes on by as much as was waited.
 *
 * @returns puts everything back
 */
export function skipWaits(): () => void {
	const { setTimeout } = globalThis;
	const { now } = Date;
	let waitedMs = 0;
	Date.now = () => now() + waitedMs;
	const skip = (callback: (...values: unknown[]) => void, ms = 0, ...values: unknown[]) => {
		if (ms > longestWaitMs) return setTimeout(callback, ms, ...values);
		return setTimeout(() => {
			waitedMs += ms;
			callback(...values);
		});
	};
	globalThis.setTimeout = Object.assign(skip, setTimeout);
	return () => {
		Date.now = now;
		globalThis.setTimeout = setTimeout;
	};
}
