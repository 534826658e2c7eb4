import { join } from 'node:path';
import { toolEnvironment } from '../../support/system/npm.cts';
import { CommandFailed, run } from '../../support/system/processGroup.cts';

/** The tests of one kind: those in `folder` that import the changed file, directly or not. */
export type Suite = 'unit' | 'engine';

const TEST_FILES: Record<Suite, string> = {
	unit: '**/test/unit/{credentials,nodes}/**/*.test.cts',
	engine: '**/test/engine/**/*.test.cts',
};

/** A mistake can make the source loop, which no timeout of jest ends. All tests of a suite take less. */
const LONGEST_MS = 10 * 60_000;

/** jest's own words when tests have failed, rather than jest. */
const FAILED_TESTS = /^Tests: .*\b\d+ failed|^Test Suites: .*\b\d+ failed/m;

/**
 * Runs the tests that have to do with some files, those closest to the first file first, up to the first
 * failure. All run in one process, which is quicker if one of the first fails.
 *
 * @param folder a copy of this clone
 * @returns the name of a test that failed; undefined if all passed
 * @throws CommandFailed if jest could not run; the reason of `signal` once it is aborted
 */
export async function findFailure(
	folder: string,
	suite: Suite,
	files: string[],
	signal: AbortSignal,
): Promise<string | undefined> {
	const jest = join(folder, 'node_modules', 'jest', 'bin', 'jest.js');
	const sequencer = join(__dirname, 'sequencer.js');
	const options = ['--bail', '--ci', '--runInBand', `--testSequencer=${sequencer}`];
	const testMatch = ['--testMatch', TEST_FILES[suite]];
	const command = {
		command: process.execPath,
		args: [jest, ...options, ...testMatch, '--findRelatedTests', ...files],
		cwd: folder,
		env: { ...toolEnvironment(), FORCE_COLOR: '0', MUTATED_FILE: files[0] },
	};
	const timeUp = AbortSignal.timeout(LONGEST_MS);
	try {
		await run(command, AbortSignal.any([signal, timeUp]));
		return undefined;
	} catch (error) {
		if (error === timeUp.reason) return 'the tests did not end';
		if (!(error instanceof CommandFailed) || !FAILED_TESTS.test(error.output)) throw error;
		return /^ {2}● (.*)$/m.exec(error.output)?.[1] ?? 'a test file could not be loaded';
	}
}
