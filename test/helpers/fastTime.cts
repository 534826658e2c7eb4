import { ClientRequest } from 'node:http';

/**
 * How many seconds of the node's time pass in a real one: a time-out of 30 s takes three. If time ran faster, healthy
 * requests would time out on a machine that is busy with several runs.
 */
export const speed = 10;

/** Milliseconds of the node's time since this process started, whatever the clock of a rig shows. */
export function elapsedMs(): number {
	return performance.now() * speed;
}

/**
 * Lets time run faster in this process: waits (setTimeout), the time of day (Date.now), and the time-outs of signals and
 * of HTTP requests, which Node.js keeps on timers of its own. The sandbox's clock is its own and isn't touched; waits by
 * node:timers/promises stay real.
 *
 * @returns a function that restores everything
 */
export function speedUpTime(): () => void {
	const { setTimeout } = globalThis;
	const { now } = Date;
	const { setTimeout: setRequestTimeout } = ClientRequest.prototype;
	const { timeout } = AbortSignal;
	const started = now();
	const startedReal = performance.now();
	Date.now = () => Math.floor(started + (performance.now() - startedReal) * speed);
	globalThis.setTimeout = Object.assign(
		(callback: (...values: unknown[]) => void, milliseconds = 0, ...values: unknown[]) =>
			setTimeout(callback, milliseconds / speed, ...values),
		setTimeout,
	);
	ClientRequest.prototype.setTimeout = function (milliseconds, callback) {
		return setRequestTimeout.call(this, Math.ceil(milliseconds / speed), callback);
	};
	AbortSignal.timeout = (milliseconds) =>
		timeout.call(AbortSignal, Math.ceil(milliseconds / speed));
	return () => {
		Date.now = now;
		AbortSignal.timeout = timeout;
		globalThis.setTimeout = setTimeout;
		ClientRequest.prototype.setTimeout = setRequestTimeout;
	};
}
