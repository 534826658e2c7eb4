import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CliError } from '../cli/errors.cts';
import { repositoryRoot } from './folders.cts';
import { npm } from './npm.cts';
import { CommandFailed, run } from './processGroup.cts';

/**
 * Builds this package and packs it, as it would be published.
 *
 * @param folder where the tarball is put
 * @returns the tarball's path
 * @throws CliError when it can't be built
 */
export async function buildAndPack(folder: string, signal?: AbortSignal): Promise<string> {
	await build(signal);
	return await pack(folder, signal);
}

async function build(signal?: AbortSignal): Promise<void> {
	try {
		await npm(['run', 'build'], { cwd: repositoryRoot, signal });
	} catch (error) {
		if (!(error instanceof CliError)) throw error;
		throw new CliError('this package could not be built; `npm run build` shows why');
	}
}

async function pack(folder: string, signal?: AbortSignal): Promise<string> {
	const args = ['pack', '--json', '--ignore-scripts', `--pack-destination=${folder}`];
	const answer = JSON.parse(await npm(args, { cwd: repositoryRoot, signal })) as PackOutput;
	const [packed] = Array.isArray(answer) ? answer : Object.values(answer);
	if (!packed) throw new Error('npm pack named no tarball');
	return join(folder, packed.filename);
}

/** npm 12 returns an object by package name, older versions a list. */
type PackOutput = { filename: string }[] | Record<string, { filename: string }>;

/**
 * Unpacks a tarball that npm packed.
 *
 * @param folder made if it isn't there
 * @throws CliError when it is no tarball
 */
export async function unpack(tarball: string, folder: string, signal?: AbortSignal): Promise<void> {
	await mkdir(folder, { recursive: true });
	const args = ['-xzf', tarball, '-C', folder, '--strip-components=1'];
	try {
		await run({ command: 'tar', args, env: process.env }, signal);
	} catch (error) {
		if (!(error instanceof CommandFailed)) throw error;
		throw new CliError(`the tarball can't be unpacked: ${error.output}`);
	}
}
