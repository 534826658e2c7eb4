import { mkdir, mkdtemp, readdir, rename, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { exists, removeFolder } from './folders.cts';
import { type LockSettings, withLock } from './lock.cts';

const marker = '.install-complete.json';
const partialSuffix = '.partial-';

/**
 * The folder that keeps what takes minutes to install: N8N_NODES_OKTA_ASA_CACHE if it is set, else
 * `n8n-nodes-okta-asa` in XDG_CACHE_HOME (relative values are ignored, as the XDG specification
 * says) or in ~/.cache.
 */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
	if (env.N8N_NODES_OKTA_ASA_CACHE) return env.N8N_NODES_OKTA_ASA_CACHE;
	const xdg = env.XDG_CACHE_HOME ?? '';
	return join(isAbsolute(xdg) ? xdg : join(homedir(), '.cache'), 'n8n-nodes-okta-asa');
}

/**
 * A folder of the cache, installed now if it isn't there yet. Several installers wait for each
 * other. A folder appears under its name only when it is complete, with a marker in it; an
 * interrupted installation starts over.
 *
 * @param install fills the folder it is given, which is moved afterwards
 * @returns the folder, and the milliseconds its installation took (0 if it was there)
 * @throws what `install` throws, after removing what it had written
 */
export async function cachedFolder(
	cache: string,
	name: string,
	install: (folder: string) => Promise<void>,
	lock: LockSettings = {},
): Promise<{ folder: string; installMs: number }> {
	const folder = join(cache, name);
	const isComplete = () => exists(join(folder, marker));
	if (await isComplete()) return { folder, installMs: 0 };
	await mkdir(cache, { recursive: true });
	const started = Date.now();
	const installOnce = async () => {
		if (!(await isComplete())) await installFresh(cache, name, install);
	};
	await withLock(`${folder}.lock`, installOnce, lock);
	return { folder, installMs: Date.now() - started };
}

async function installFresh(
	cache: string,
	name: string,
	install: (folder: string) => Promise<void>,
): Promise<void> {
	const leftOver = (await readdir(cache)).filter((entry) => entry.startsWith(name + partialSuffix));
	for (const entry of [...leftOver, name]) await removeFolder(join(cache, entry));
	const partial = await mkdtemp(join(cache, name + partialSuffix));
	try {
		await install(partial);
		await writeFile(join(partial, marker), JSON.stringify({ name, completedAt: new Date() }));
		await rename(partial, join(cache, name));
	} catch (error) {
		await removeFolder(partial);
		throw error;
	}
}
