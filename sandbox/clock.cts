import { createClock } from '@sinonjs/fake-timers';

/** A timer of the virtual clock; hand it back to `cancel`. */
export type VirtualTimer = ReturnType<ReturnType<typeof createClock>['setTimeout']>;

/** The time of the simulated team. All times are milliseconds since 1970, virtual. */
export interface VirtualClock {
	now(): number;
	/** Virtual seconds per real second; 0 means that the clock moves by `advanceTo` only. */
	speed(): number;
	setSpeed(speed: number): void;
	/** Moves the clock by what real time has passed, running everything due in order. */
	catchUp(): void;
	/** Moves the clock to a later time, running everything due in order. */
	advanceTo(time: number): void;
	/** Runs `action` once at that time (at the next move of the clock if it is past). */
	at(time: number, action: () => void): VirtualTimer;
	cancel(timer: VirtualTimer): void;
	/** Ends the clock: it moves no more. */
	stop(): void;
}

/** How often a running clock catches up with real time, in real milliseconds. */
const catchUpEvery = 200;

/**
 * @param startTime milliseconds since 1970
 * @param startSpeed virtual seconds per real second
 */
export function createVirtualClock(startTime: number, startSpeed: number): VirtualClock {
	const timers = createClock(startTime);
	let speed = 0;
	let caughtUpAt = performance.now();
	let heartbeat: NodeJS.Timeout | undefined;

	function catchUp(): void {
		const elapsed = Math.floor((performance.now() - caughtUpAt) * speed);
		if (elapsed < 1) return;
		caughtUpAt += elapsed / speed;
		timers.tick(elapsed);
	}

	function stop(): void {
		speed = 0;
		clearInterval(heartbeat);
	}

	function setSpeed(newSpeed: number): void {
		catchUp();
		stop();
		speed = newSpeed;
		caughtUpAt = performance.now();
		if (speed > 0) heartbeat = setInterval(catchUp, catchUpEvery).unref();
	}

	setSpeed(startSpeed);
	return {
		now: () => timers.now,
		speed: () => speed,
		setSpeed,
		catchUp,
		advanceTo(time) {
			catchUp();
			if (time > timers.now) timers.tick(time - timers.now);
		},
		at: (time, action) => timers.setTimeout(action, Math.max(0, time - timers.now)),
		cancel: (timer) => timers.clearTimeout(timer),
		stop,
	};
}
