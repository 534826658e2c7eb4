/** n8n's clock, moved on by a test along with the sandbox's. */
export interface HostClock {
	advance: (seconds: number) => void;
	/** Puts the real clock back. */
	restore: () => void;
}

/**
 * Sets the time of day of this process (Date.now). It goes on from there with real time.
 *
 * @param time RFC 3339
 */
export function startHostClock(time: string): HostClock {
	const { now } = Date;
	let shiftMs = Date.parse(time) - now();
	Date.now = () => now() + shiftMs;
	return {
		advance(seconds) {
			shiftMs += seconds * 1000;
		},
		restore() {
			Date.now = now;
		},
	};
}
