import { cp, readFile, symlink, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { CliError } from '../../support/cli/errors.cts';
import { repositoryRoot } from '../../support/system/folders.cts';
import type { Mutant } from './mutants/mutant.cts';

const nodeFolder = join('nodes', 'AsaActiveDirectory');

/** What is too large to copy, or is no source. */
const leftOut = ['.git', 'dist', 'node_modules'];

/** A copy of this clone that mistakes are put into; its dependencies are those of the clone. */
export class SourceCopy {
	private constructor(readonly folder: string) {}

	/** @param folder an empty one, or none yet */
	static async create(folder: string): Promise<SourceCopy> {
		const filter = (path: string) => path === repositoryRoot || !leftOut.includes(basename(path));
		await cp(repositoryRoot, folder, { recursive: true, filter });
		await symlink(join(repositoryRoot, 'node_modules'), join(folder, 'node_modules'));
		return new SourceCopy(folder);
	}

	/** The path of a mutant's file. */
	pathOf(mutant: Mutant): string {
		return sourcePath(this.folder, mutant);
	}

	/**
	 * Does work while the mistake is in the source.
	 *
	 * @throws CliError when the source no longer has the text that the mistake replaces
	 */
	async withMutant<T>(mutant: Mutant, work: () => Promise<T>): Promise<T> {
		const path = this.pathOf(mutant);
		const source = await readFile(path, 'utf8');
		await writeFile(path, mutate(source, mutant));
		try {
			return await work();
		} finally {
			await writeFile(path, source);
		}
	}
}

/**
 * The path of a mutant's file.
 *
 * @param root of a clone
 */
export function sourcePath(root: string, { file }: Mutant): string {
	return join(root, nodeFolder, file);
}

/**
 * The source with the mistake in it.
 *
 * @throws CliError unless the text that is replaced occurs exactly once
 */
export function mutate(source: string, { file, search, replacement }: Mutant): string {
	const parts = source.split(search);
	if (parts.length === 2) return parts.join(replacement);
	throw new CliError(
		`${file} has "${search}" ${parts.length - 1} times instead of once; correct test/mutants/mutants/`,
	);
}
