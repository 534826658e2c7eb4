import { ROOT } from '../../support/system/folders.cts';
import { toolEnvironment } from '../../support/system/npm.cts';
import { CommandFailed, run } from '../../support/system/processGroup.cts';

/**
 * Builds this package into `dist`.
 *
 * @returns what the build wrote if it failed, e.g. the compiler's errors
 * @throws the reason of `signal` once it is aborted
 */
export async function tryBuild(signal: AbortSignal): Promise<string | undefined> {
	const gulp = require.resolve('gulp/bin/gulp.js');
	const args = [gulp, 'build', '--silent'];
	try {
		await run({ command: process.execPath, args, cwd: ROOT, env: toolEnvironment() }, signal);
		return undefined;
	} catch (error) {
		if (error instanceof CommandFailed) return error.output.trim();
		throw error;
	}
}
