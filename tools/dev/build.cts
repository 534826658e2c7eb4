import { join } from 'node:path';
import { repositoryRoot } from '../../support/system/folders.cts';
import { toolEnvironment } from '../../support/system/npm.cts';
import { CommandFailed, run } from '../../support/system/processGroup.cts';

/** The package exports no path to its program. */
export const gulp = join(repositoryRoot, 'node_modules', 'gulp', 'bin', 'gulp.js');

/**
 * Builds this package into `dist`.
 *
 * @returns why it can't be built, e.g. the compiler's errors; undefined if it was built
 * @throws the reason of `signal` once it is aborted
 */
export async function tryBuild(signal: AbortSignal): Promise<string | undefined> {
	const args = [gulp, 'build'];
	try {
		await run(
			{ command: process.execPath, args, cwd: repositoryRoot, env: toolEnvironment() },
			signal,
		);
		return undefined;
	} catch (error) {
		if (error instanceof CommandFailed) return errorsIn(error.output);
		throw error;
	}
}

/** What gulp wrote, without the progress of its tasks and without stack traces. */
export function errorsIn(output: string): string {
	const lines = output
		.split('\n')
		.map((line) => line.replace(/^\[\d\d:\d\d:\d\d\] /, ''))
		.filter((line) => !/^(Using gulpfile|Starting '|Finished '|'\w+' errored after)/.test(line))
		.filter((line) => line.trim() !== '' && !/^ {4}at /.test(line));
	return lines.join('\n');
}
