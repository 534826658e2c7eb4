import { join } from 'node:path';
import { CliError } from '../../support/cli/errors.cts';
import { repositoryRoot } from '../../support/system/folders.cts';
import { toolEnvironment } from '../../support/system/npm.cts';
import { CommandFailed, lastLineOf, run } from '../../support/system/processGroup.cts';

/**
 * The environment of what measures. The package and n8n's own nodes are outside of the clone, without the modules
 * that n8n would provide: those they find in the clone, so that there is only one n8n-workflow.
 */
function environment(): NodeJS.ProcessEnv {
	return { ...toolEnvironment(), NODE_PATH: join(repositoryRoot, 'node_modules') };
}

export interface RunSettings {
	signal: AbortSignal;
	/** Called with the progress. */
	report: (text: string) => void;
}

/**
 * Runs a program of the folder `programs` in a process of its own, where it can collect garbage at will.
 *
 * @returns what it wrote, read as JSON
 * @throws CliError when it fails; the reason of `signal` once it is aborted
 */
export async function runProgram<Result>(
	name: string,
	input: object,
	settings: RunSettings,
): Promise<Result> {
	const program = join(__dirname, 'programs', `${name}.cts`);
	const args = ['--expose-gc', '--no-warnings', '--require', 'tsx/cjs', program];
	return await runNode<Result>(name, [...args, JSON.stringify(input)], settings);
}

/**
 * Runs Node.js; see `runProgram`.
 *
 * @param name for the message if it fails
 */
export async function runNode<Result>(
	name: string,
	args: string[],
	{ signal, report }: RunSettings,
): Promise<Result> {
	const command = { command: process.execPath, args, cwd: repositoryRoot, env: environment() };
	try {
		const answer = await run(command, signal, (text) => report(lastLineOf(text)));
		return JSON.parse(answer) as Result;
	} catch (error) {
		if (!(error instanceof CommandFailed)) throw error;
		throw new CliError(`${name} ended with ${error.outcome}:\n${error.output.trim()}`);
	}
}
