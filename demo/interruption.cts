/** The old place of `support/cli/interruption.cts`, for test/faults and test/quarter until they move. */
export { Interrupted, listenForInterruption } from '../support/cli/interruption.cts';
