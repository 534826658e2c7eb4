import '../engine/harness/environment.cts';
import { repeat, type TestCase } from './testCase.cts';

/** What a failing soak test has printed. */
const regressions: TestCase[] = [];

test.each(regressions)('$finding', async (testCase) => {
	expect(await repeat(testCase)).toEqual([]);
});
