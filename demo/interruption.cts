/** The old place of these two, for test/faults and test/quarter until they move. */
export { Interrupted } from '../support/cli/errors.cts';
export { listenForInterruption } from '../support/cli/interruption.cts';
