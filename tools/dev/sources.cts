import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pause } from '../../support/system/wait.cts';

/** What the build reads, beside its own settings. */
const folders = ['credentials', 'icons', 'nodes'];
const files = ['gulpfile.js', 'package.json', 'tsconfig.json'];

/** How often files are compared, which takes milliseconds; events of the file system differ from one to the next. */
const checkIntervalMs = 500;

/** The state of each file that the build reads, by its path. */
export type Sources = Map<string, string>;

/** @param root the folder of the package */
export async function readSources(root: string): Promise<Sources> {
	const inFolders = await Promise.all(folders.map((folder) => filesBelow(root, folder)));
	const paths = [...files, ...inFolders.flat()];
	const states = await Promise.all(
		paths.map(async (path) => [path, await stateOf(join(root, path))] as const),
	);
	return new Map(states.filter(([, state]) => state !== ''));
}

/** The paths of files that were added, changed or removed. */
export function changedPaths(before: Sources, after: Sources): string[] {
	const paths = new Set([...before.keys(), ...after.keys()]);
	return [...paths].filter((path) => before.get(path) !== after.get(path)).sort();
}

/**
 * Waits for a change, and until no more follow: an editor or git changes many files one by one.
 *
 * @param before the sources as they were last built
 * @returns the paths that differ from `before`, and the sources as they are now
 * @throws the reason of `signal` once it is aborted
 */
export async function untilChanged(
	root: string,
	before: Sources,
	signal: AbortSignal,
	everyMs = checkIntervalMs,
): Promise<{ changed: string[]; sources: Sources }> {
	let last = before;
	for (;;) {
		await pause(everyMs, signal);
		const sources = await readSources(root);
		const isUnchanged = changedPaths(last, sources).length === 0;
		const changed = changedPaths(before, sources);
		if (isUnchanged && changed.length > 0) return { changed, sources };
		last = sources;
	}
}

async function filesBelow(root: string, folder: string): Promise<string[]> {
	const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true });
	return entries
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
}

/** Empty for a file that has gone in the meantime. */
async function stateOf(path: string): Promise<string> {
	try {
		const { mtimeMs, size, ino } = await stat(path);
		return `${mtimeMs} ${size} ${ino}`;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
		throw error;
	}
}
