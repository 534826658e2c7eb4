import { join } from 'node:path';
import { toolEnvironment } from '../../support/system/npm.cts';
import { ProcessGroup } from '../../support/system/processGroup.cts';
import { Trouble } from '../../support/cli/errors.cts';

const CLONE = join(__dirname, '../..');

/**
 * The environment of what measures. The package and n8n's own nodes lie outside of the clone, without the modules
 * that n8n would give them: those they find in the clone, so that there is one n8n-workflow only.
 */
function environment(): NodeJS.ProcessEnv {
	return { ...toolEnvironment(), NODE_PATH: join(CLONE, 'node_modules') };
}

export interface RunSettings {
	signal: AbortSignal;
	/** Told how far it is. */
	report: (text: string) => void;
}

/**
 * Runs a program of the folder `programs` in a process of its own, where it can collect garbage at will.
 *
 * @returns what it wrote, read as JSON
 * @throws Trouble where it fails; the reason of `signal` once it is aborted
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
 * @param name what it is called where it fails
 */
export async function runNode<Result>(
	name: string,
	args: string[],
	{ signal, report }: RunSettings,
): Promise<Result> {
	signal.throwIfAborted();
	const group = new ProcessGroup({
		command: process.execPath,
		args,
		cwd: CLONE,
		env: environment(),
	});
	let answer = '';
	let said = '';
	group.onOutput((text, stream) => {
		if (stream === 'stdout') answer += text;
		else {
			said += text;
			report(text.trim().split('\n').at(-1) ?? '');
		}
	});
	const interrupt = () => void group.stop(2_000);
	signal.addEventListener('abort', interrupt, { once: true });
	const outcome = await group.ended;
	signal.removeEventListener('abort', interrupt);
	await group.stop();
	signal.throwIfAborted();
	if (outcome !== 0) throw new Trouble(`${name} ended with ${outcome}:\n${said.trim()}`);
	return JSON.parse(answer) as Result;
}
