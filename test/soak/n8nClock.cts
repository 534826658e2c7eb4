/**
 * n8n's clock in this process: Date stands at the simulated time and goes on from there as fast as the real one, so that
 * a slow machine doesn't use up the time that a poll has. Waits of n8n and of the node (retries, time limits) pass
 * faster.
 */
export interface N8nClock {
	/** Sets the time, in milliseconds since 1970. */
	set: (timeMs: number) => void;
	/** Puts the real clock back. */
	restore: () => void;
}

/** Shorter waits stay as they are: they belong to Node's own machinery. */
const shortestWaitMs = 50;

/** How much faster waits pass: retries of a poll would otherwise take minutes. */
const waitSpeed = 10;

export function installN8nClock(): N8nClock {
	const RealDate = globalThis.Date;
	const realSetTimeout = globalThis.setTimeout;
	let timeMs = RealDate.now();
	let setAt = performance.now();
	const now = () => Math.floor(timeMs + performance.now() - setAt);

	globalThis.Date = new Proxy(RealDate, {
		construct: (target, args: unknown[], newTarget) =>
			Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget) as Date,
		get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
	});
	const faster = (action: (...args: unknown[]) => void, delayMs = 0, ...args: unknown[]) =>
		realSetTimeout(action, delayMs < shortestWaitMs ? delayMs : delayMs / waitSpeed, ...args);
	globalThis.setTimeout = Object.assign(faster, realSetTimeout) as unknown as typeof setTimeout;

	return {
		set(time) {
			timeMs = time;
			setAt = performance.now();
		},
		restore() {
			globalThis.Date = RealDate;
			globalThis.setTimeout = realSetTimeout;
		},
	};
}
