import { Interrupted } from './errors.cts';

const exitCodes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

/** npm forwards the Ctrl-C that the terminal has already sent: a repeat within this time is the same one. */
const sameKeyMs = 1_000;

/**
 * Turns the first Ctrl-C (or SIGTERM, SIGHUP) into an abort, so that everything can be stopped in
 * order. A second one ends this process at once.
 *
 * @returns a signal whose reason is an Interrupted
 */
export function listenForInterruption(): AbortSignal {
	const controller = new AbortController();
	let firstAt = 0;
	for (const [name, exitCode] of Object.entries(exitCodes)) {
		process.on(name, () => {
			if (!controller.signal.aborted) {
				firstAt = Date.now();
				controller.abort(new Interrupted(exitCode));
			} else if (Date.now() - firstAt > sameKeyMs) {
				process.exit(exitCode);
			}
		});
	}
	return controller.signal;
}
