import { join } from 'node:path';
import { npm } from './npm.cts';
import { Trouble } from '../cli/errors.cts';

/** The root of this clone. */
const CLONE = join(__dirname, '../..');

/**
 * Builds this package into `dist`.
 *
 * @throws Trouble when it can't be built
 */
export async function build(signal?: AbortSignal): Promise<void> {
	try {
		await npm(['run', 'build'], { cwd: CLONE, signal });
	} catch (error) {
		if (!(error instanceof Trouble)) throw error;
		throw new Trouble('this package could not be built; `npm run build` shows why');
	}
}

/**
 * Packs this package, as it would be published.
 *
 * @param folder where the tarball is put
 * @returns the tarball's path
 */
export async function pack(folder: string, signal?: AbortSignal): Promise<string> {
	const args = ['pack', '--json', '--ignore-scripts', `--pack-destination=${folder}`];
	const answer = JSON.parse(await npm(args, { cwd: CLONE, signal })) as PackAnswer;
	const [packed] = Array.isArray(answer) ? answer : Object.values(answer);
	if (!packed) throw new Error('npm pack named no tarball');
	return join(folder, packed.filename);
}

/** npm 12 keys by package name what older ones list. */
type PackAnswer = { filename: string }[] | Record<string, { filename: string }>;
