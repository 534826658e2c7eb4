import { stripVTControlCharacters } from 'node:util';
import { repositoryRoot } from '../../support/system/folders.cts';
import { toolEnvironment } from '../../support/system/npm.cts';
import { CommandFailed, run } from '../../support/system/processGroup.cts';

export interface ToolResult {
	succeeded: boolean;
	/** What it wrote, without colors; also its errors if it failed. */
	output: string;
}

/**
 * Runs a tool to its end in this clone; that it fails is a result too.
 *
 * @param env what differs from this process's own environment
 * @throws the reason of `signal` once it is aborted
 */
export async function runTool(
	command: string,
	args: string[],
	{ signal, env }: { signal?: AbortSignal; env?: NodeJS.ProcessEnv } = {},
): Promise<ToolResult> {
	const settings = { command, args, cwd: repositoryRoot, env: { ...toolEnvironment(), ...env } };
	try {
		return { succeeded: true, output: stripVTControlCharacters(await run(settings, signal)) };
	} catch (error) {
		if (!(error instanceof CommandFailed)) throw error;
		return { succeeded: false, output: stripVTControlCharacters(error.output) };
	}
}

/** The lines that are not empty. */
export function linesOf(output: string): string[] {
	return output.split('\n').filter((line) => line.trim());
}
