import '../engine/harness/environment.cts';
import { runTestCase, type TestCase } from './testCase.cts';

/**
 * Reduced runs that `npm run test:soak` printed, with plainer titles. Both failed with a mutant of test/mutants in the
 * source.
 */
const regressions: TestCase[] = [
	{
		finding: 'a job that one incomplete list lacks counts as deleted',
		days: 10,
		connections: 2,
		dialect: 'client',
		engine: 'classic',
		seed: 1,
		inject: ['missingEntries-3'],
		lastPoll: 48,
	},
	{
		finding: "a jump of n8n's clock opens an incident",
		days: 12,
		connections: 2,
		dialect: 'client',
		engine: 'cursors',
		seed: 4,
		inject: ['failureStreaks-2', 'n8nClock-1'],
		lastPoll: 37,
	},
];

test.each(regressions)('$finding', async (testCase) => {
	expect(await runTestCase(testCase)).toEqual([]);
});
