import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from '../system/folders.cts';
import { CommandFailed, run } from '../system/processGroup.cts';

/** What a suite measured with. */
export interface MeasuredWith {
	/** Its n8n, such as `n8n 2.41.1` or, if only the engine runs, `n8n-core 2.41.1`. */
	n8n: string;
	/** The version of Node.js that n8n ran on, with or without the `v`; absent: that of this process. */
	node?: string;
}

/**
 * Writes `figures.md`, from which `npm run readme` copies the tables into the pages, below a line that says when and with
 * what they were measured.
 *
 * @param folder the suite's folder
 * @param tables in Markdown
 * @returns the line
 */
export async function writeFigures(
	folder: string,
	tables: string,
	measuredWith: MeasuredWith,
): Promise<string> {
	const line = await describeMeasurement(measuredWith);
	await writeFile(join(folder, 'figures.md'), `${line}\n\n${tables}\n`);
	return line;
}

/** The line that says when and with what something was measured that ends now. */
export async function describeMeasurement(measuredWith: MeasuredWith): Promise<string> {
	return measuredLine(new Date(), await describeCommit(), measuredWith);
}

/** The line above the tables of a suite. */
export function measuredLine(
	date: Date,
	commit: string,
	{ n8n, node = process.version }: MeasuredWith,
): string {
	const day = date.toISOString().slice(0, 10);
	const versions = `${n8n}, Node.js ${node.replace(/^v/, '')}`;
	return `Measured on ${day} at commit ${commit}, with ${versions} and ${availableParallelism()} cores.`;
}

/** A copy of the repository has no commit, and git refuses a folder of another user. */
async function describeCommit(): Promise<string> {
	try {
		const commit = (await git('rev-parse', '--short', 'HEAD')).trim();
		const changes = await git('status', '--porcelain', '--', 'nodes', 'credentials');
		return changes === '' ? commit : `${commit} with uncommitted changes`;
	} catch (error) {
		if (!(error instanceof CommandFailed)) throw error;
		return 'unknown';
	}
}

async function git(...args: string[]): Promise<string> {
	return await run({ command: 'git', args, cwd: repositoryRoot, env: process.env });
}
