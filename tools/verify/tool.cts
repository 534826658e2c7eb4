import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { toolEnvironment } from '../../support/system/npm.cts';
import { CommandFailed, run } from '../../support/system/processGroup.cts';

/** The root of this clone. */
export const CLONE = join(__dirname, '../..');

export interface Ended {
	succeeded: boolean;
	/** What it wrote, without colours; its errors too, where it failed. */
	output: string;
}

/**
 * Runs a tool to its end in this clone; that it fails is an answer too.
 *
 * @param env what differs from this process's own environment
 * @throws the reason of `signal` once it is aborted
 */
export async function runTool(
	command: string,
	args: string[],
	{ signal, env }: { signal?: AbortSignal; env?: NodeJS.ProcessEnv } = {},
): Promise<Ended> {
	const settings = { command, args, cwd: CLONE, env: { ...toolEnvironment(), ...env } };
	try {
		return { succeeded: true, output: stripVTControlCharacters(await run(settings, signal)) };
	} catch (error) {
		if (!(error instanceof CommandFailed)) throw error;
		return { succeeded: false, output: stripVTControlCharacters(error.output) };
	}
}

/** The lines that say something. */
export function linesOf(output: string): string[] {
	return output.split('\n').filter((line) => line.trim());
}
