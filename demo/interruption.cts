/** The old place of these two, for test/faults until it moves. */
export { Interrupted } from '../support/cli/errors.cts';
export { listenForInterruption } from '../support/cli/interruption.cts';
