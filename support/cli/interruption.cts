/** The person at the terminal, or the system, wants the demo to end. */
export class Interrupted extends Error {
	override name = 'Interrupted';

	constructor(readonly exitCode: number) {
		super('Interrupted');
	}
}

const EXIT_CODES = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

/** npm passes on the Ctrl-C that the terminal has sent already: what follows this soon is the same one. */
const SAME_KEY_MS = 1_000;

/**
 * Turns the first Ctrl-C (and SIGTERM, SIGHUP) into an abort, so that everything can be ended in
 * order; a second one ends this process at once.
 *
 * @returns a signal whose reason is an Interrupted
 */
export function listenForInterruption(): AbortSignal {
	const controller = new AbortController();
	let firstAt = 0;
	for (const [name, exitCode] of Object.entries(EXIT_CODES)) {
		process.on(name, () => {
			if (!controller.signal.aborted) {
				firstAt = Date.now();
				controller.abort(new Interrupted(exitCode));
			} else if (Date.now() - firstAt > SAME_KEY_MS) {
				process.exit(exitCode);
			}
		});
	}
	return controller.signal;
}

/** @throws the reason of `signal` once it is aborted */
export async function untilAborted(signal: AbortSignal): Promise<never> {
	return await new Promise((_resolve, reject) => {
		signal.addEventListener('abort', () => reject(signal.reason), { once: true });
		if (signal.aborted) reject(signal.reason);
	});
}

/**
 * A signal that is aborted with `signal`, or after some time with `reason`.
 *
 * @param milliseconds the time
 * @returns the signal, and what to call when it is needed no longer
 */
export function withDeadline(
	signal: AbortSignal,
	milliseconds: number,
	reason: Error,
): { signal: AbortSignal; clear: () => void } {
	const controller = new AbortController();
	const pass = () => controller.abort(signal.reason);
	const timer = setTimeout(() => controller.abort(reason), milliseconds);
	signal.addEventListener('abort', pass, { once: true });
	if (signal.aborted) pass();
	return {
		signal: controller.signal,
		clear: () => {
			clearTimeout(timer);
			signal.removeEventListener('abort', pass);
		},
	};
}
