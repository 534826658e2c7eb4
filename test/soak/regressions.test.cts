import '../engine/harness/environment.cts';
import { repeat, type TestCase } from './testCase.cts';

/** What failing soak tests have printed. These two were found with a mistake in the source (test/mutants). */
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
	expect(await repeat(testCase)).toEqual([]);
});
