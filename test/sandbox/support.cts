/** The old place of `test/unit/sandbox/support.cts`, for test/engine until its unit tests are moved. */
export { clientOf } from '../unit/sandbox/support.cts';
