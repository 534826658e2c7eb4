import { printProblems, printSummary, runCases } from '../../../../support/cli/checks.cts';

describe('checks', () => {
	let lines: string[] = [];

	beforeEach(() => {
		lines = [];
		jest.spyOn(console, 'log').mockImplementation((line) => lines.push(line));
	});

	afterEach(() => jest.restoreAllMocks());

	it('are printed if they failed, and counted', () => {
		const checks = [
			{ name: 'good', problems: [] },
			{ name: 'bad', problems: ['one', 'two'] },
		];
		printProblems(checks);
		expect(printSummary(checks)).toBe(1);
		expect(printSummary(checks.slice(0, 1))).toBe(0);
		expect(lines).toEqual(['FAILED bad: one; two', '1 passed, 1 failed', '1 passed, 0 failed']);
	});

	it('are made one after the other, and fail by throwing', async () => {
		const cases = [
			{ name: 'bad', run: () => Promise.reject(new Error('broken')) },
			{ name: 'good', run: async () => 'anything' },
		];
		expect(await runCases(cases, new AbortController().signal)).toEqual([
			{ name: 'bad', problems: ['broken'] },
			{ name: 'good', problems: [] },
		]);
		expect(lines).toEqual(['FAILED bad: broken', 'passed: good (0.0 s)']);
	});

	it('end with an interruption', async () => {
		const reason = new Error('interrupted');
		const cases = [{ name: 'bad', run: () => Promise.reject(new Error('broken')) }];
		await expect(runCases(cases, AbortSignal.abort(reason))).rejects.toBe(reason);
	});
});
