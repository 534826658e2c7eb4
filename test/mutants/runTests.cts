import { readFile, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { toolEnvironment } from '../../support/system/npm.cts';
import { CommandFailed, run } from '../../support/system/processGroup.cts';

/** The tests of one kind: those in `folder` that import the changed file, directly or not. */
export type Suite = 'unit' | 'engine';

export interface Tests {
	suite: Suite;
	/** Of their random values. */
	seed: number;
}

/** A test file that failed. */
export interface FailedFile {
	/** From the root of the repository; the folder of all tests if they did not end. */
	path: string;
	/** How many of its tests failed, or why that is unknown. */
	failed: number | 'not loaded' | 'did not end';
}

/** A part of what jest writes with `--json`. */
interface JestResults {
	testResults: Array<{
		name: string;
		status: 'passed' | 'failed';
		assertionResults: Array<{ status: string }>;
	}>;
}

const testFiles: Record<Suite, string> = {
	unit: '**/test/unit/{credentials,nodes}/**/*.test.cts',
	engine: '**/test/engine/**/*.test.cts',
};

/** A mistake can make the source loop, which no timeout of jest ends. All tests of a suite take less. */
const longestMs: Record<Suite, number> = { unit: 5 * 60_000, engine: 20 * 60_000 };

/**
 * Runs all tests that have to do with some files, in one process: there they share their modules.
 *
 * @param folder a copy of this clone
 * @returns the test files that failed
 * @throws CommandFailed if jest could not run; the reason of `signal` once it is aborted
 */
export async function findFailures(
	folder: string,
	tests: Tests,
	files: string[],
	signal: AbortSignal,
): Promise<FailedFile[]> {
	const outputFile = `${folder}.results.json`;
	await rm(outputFile, { force: true });
	const timeUp = AbortSignal.timeout(longestMs[tests.suite]);
	try {
		await run(jestCommand(folder, tests, files, outputFile), AbortSignal.any([signal, timeUp]));
		return [];
	} catch (error) {
		if (error === timeUp.reason)
			return [{ path: join('test', tests.suite), failed: 'did not end' }];
		if (!(error instanceof CommandFailed)) throw error;
		const failed = await readFailures(folder, outputFile);
		if (failed.length === 0) throw error;
		return failed;
	}
}

function jestCommand(folder: string, { suite, seed }: Tests, files: string[], outputFile: string) {
	const jest = join(folder, 'node_modules', 'jest', 'bin', 'jest.js');
	// Timers that a failed test leaves behind would keep jest running.
	const output = ['--json', `--outputFile=${outputFile}`];
	const options = ['--ci', '--runInBand', '--forceExit', `--seed=${seed}`, ...output];
	const cache = `--cacheDirectory=${folder}.cache`;
	const testMatch = ['--testMatch', testFiles[suite]];
	return {
		command: process.execPath,
		args: [jest, ...options, cache, ...testMatch, '--findRelatedTests', ...files],
		cwd: folder,
		env: { ...toolEnvironment(), FORCE_COLOR: '0' },
	};
}

/** @returns none if jest wrote no results */
async function readFailures(folder: string, outputFile: string): Promise<FailedFile[]> {
	const text = await readFile(outputFile, 'utf8').catch(() => '{"testResults":[]}');
	return failuresOf(folder, text);
}

/**
 * The test files that failed.
 *
 * @param folder where the tests ran
 * @param json what jest wrote
 */
export function failuresOf(folder: string, json: string): FailedFile[] {
	const { testResults } = JSON.parse(json) as JestResults;
	return testResults
		.filter(({ status }) => status === 'failed')
		.map(
			({ name, assertionResults }): FailedFile => ({
				path: relative(folder, name),
				failed: assertionResults.filter(({ status }) => status === 'failed').length || 'not loaded',
			}),
		)
		.sort((one, other) => rankOf(other) - rankOf(one) || (one.path < other.path ? -1 : 1));
}

const rankOf = ({ failed }: FailedFile) => (typeof failed === 'number' ? failed : 0);
