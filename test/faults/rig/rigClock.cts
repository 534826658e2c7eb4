import { AsyncLocalStorage } from 'node:async_hooks';

const current = new AsyncLocalStorage<LaneClock>();

/**
 * Lets each lane have its own time of day in one process (Date.now).
 *
 * @returns puts the common one back
 */
export function startLaneClocks(): () => void {
	const { now } = Date;
	Date.now = () => now() + (current.getStore()?.shiftMs ?? 0);
	return () => {
		Date.now = now;
	};
}

/** n8n's clock in one lane: the process's own, moved to where the simulated team's stands. */
export class LaneClock {
	/** By how much it is ahead of the process's clock. */
	shiftMs = 0;

	/** Does something by this clock, with all that it starts. */
	run<Result>(work: () => Result): Result {
		return current.run(this, work);
	}

	/** @param time RFC 3339; it goes on from there. Call it within `run`. */
	set(time: string): void {
		this.shiftMs += Date.parse(time) - Date.now();
	}

	/** The process's time again. */
	reset(): void {
		this.shiftMs = 0;
	}
}
