import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { type LockSettings, withLock } from './lock.cts';

const MARKER = '.install-complete.json';
const PARTIAL = '.partial-';

/**
 * The folder that keeps what takes minutes to install: N8N_NODES_OKTA_ASA_CACHE if it is set, else
 * `n8n-nodes-okta-asa` in XDG_CACHE_HOME (relative values don't count, as the XDG specification
 * says) or in ~/.cache.
 */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
	if (env.N8N_NODES_OKTA_ASA_CACHE) return env.N8N_NODES_OKTA_ASA_CACHE;
	const xdg = env.XDG_CACHE_HOME ?? '';
	return join(isAbsolute(xdg) ? xdg : join(homedir(), '.cache'), 'n8n-nodes-okta-asa');
}

/** Whether a folder of the cache was installed to its end. */
async function isComplete(folder: string): Promise<boolean> {
	return await readFile(join(folder, MARKER)).then(
		() => true,
		() => false,
	);
}

/**
 * A folder of the cache, installed now if it isn't there yet. Several installers wait for each
 * other. What is installed appears under its name only when it is complete, with a marker in it; an
 * installation that was broken off is done again, from the start.
 *
 * @param install fills the folder it is given; the folder is moved afterwards
 * @returns the folder, and the milliseconds its installation took (0 when it was there)
 * @throws what `install` throws, after removing what it had written
 */
export async function cachedFolder(
	cache: string,
	name: string,
	install: (folder: string) => Promise<void>,
	lock: LockSettings = {},
): Promise<{ folder: string; installMs: number }> {
	const folder = join(cache, name);
	if (await isComplete(folder)) return { folder, installMs: 0 };
	await mkdir(cache, { recursive: true });
	const started = Date.now();
	await withLock(
		`${folder}.lock`,
		async () => {
			if (!(await isComplete(folder))) await installAnew(cache, name, install);
		},
		lock,
	);
	return { folder, installMs: Date.now() - started };
}

async function installAnew(
	cache: string,
	name: string,
	install: (folder: string) => Promise<void>,
): Promise<void> {
	const leftOver = (await readdir(cache)).filter((entry) => entry.startsWith(name + PARTIAL));
	for (const entry of [...leftOver, name]) await remove(join(cache, entry));
	const partial = await mkdtemp(join(cache, name + PARTIAL));
	try {
		await install(partial);
		await writeFile(join(partial, MARKER), JSON.stringify({ name, completedAt: new Date() }));
		await rename(partial, join(cache, name));
	} catch (error) {
		await remove(partial);
		throw error;
	}
}

async function remove(folder: string): Promise<void> {
	await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}
