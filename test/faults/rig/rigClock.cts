import { AsyncLocalStorage } from 'node:async_hooks';

const current = new AsyncLocalStorage<RigClock>();

/**
 * Gives each rig of this process its own time of day (Date.now).
 *
 * @returns a function that restores the common one
 */
export function startRigClocks(): () => void {
	const { now } = Date;
	Date.now = () => now() + (current.getStore()?.shiftMs ?? 0);
	return () => {
		Date.now = now;
	};
}

/** n8n's clock in one rig: the process's own, shifted to the time of the simulated team. */
export class RigClock {
	/** By how much it is ahead of the process's clock. */
	shiftMs = 0;

	/** Runs something by this clock, and everything that it starts. */
	run<Result>(work: () => Result): Result {
		return current.run(this, work);
	}

	/** @param time RFC 3339; the clock continues from there. Call it within `run`. */
	set(time: string): void {
		this.shiftMs += Date.parse(time) - Date.now();
	}

	/** Back to the process's time. */
	reset(): void {
		this.shiftMs = 0;
	}
}
