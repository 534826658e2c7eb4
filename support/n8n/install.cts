import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CliError } from '../cli/errors.cts';
import { cachedFolder } from '../system/cache.cts';
import type { LockSettings } from '../system/lock.cts';
import { npm, toolEnvironment } from '../system/npm.cts';
import { CommandFailed, run } from '../system/processGroup.cts';
import { headersOf, type NodeRuntime, nodeRuntime } from './nodeRuntime.cts';
import type { N8nRelease } from './releases.cts';

/** An n8n that can be started. */
export interface N8nInstall {
	release: N8nRelease;
	nodeBinary: string;
	nodeVersion: string;
	/** n8n's program, to be run by `nodeBinary`. */
	program: string;
	/** Milliseconds that the installation took; 0 when it was there. */
	installMs: number;
}

export interface InstallSettings {
	cache: string;
	signal?: AbortSignal;
	/** Called with a few words on what is being done. */
	report?: (text: string) => void;
}

/**
 * An n8n from the cache, installed there now if it isn't yet (3 to 5 minutes, 3 GB), with a Node.js
 * of its own if this process's doesn't suit.
 *
 * @throws CliError in one line; the reason of `signal` once it is aborted
 */
export async function installN8n(
	release: N8nRelease,
	{ cache, signal, report = () => undefined }: InstallSettings,
): Promise<N8nInstall> {
	const lock: LockSettings = {
		signal,
		onWait: () => report('waiting for another installation'),
	};
	const node = await nodeRuntime(release.nodeMajors, cache, lock);
	const name = `n8n-${release.version}-node${node.major}-${process.platform}-${process.arch}`;
	const { folder, installMs } = await cachedFolder(
		cache,
		name,
		(target) => installInto(target, release, node, { signal, report }),
		lock,
	);
	return {
		release,
		nodeBinary: node.binary,
		nodeVersion: node.version,
		program: join(folder, 'node_modules', 'n8n', 'bin', 'n8n'),
		installMs: installMs + node.installMs,
	};
}

/**
 * Install scripts stay off: some of n8n's optional parts fetch programs from elsewhere. Its native
 * packages are built by name afterwards, and loaded once before the folder counts as installed.
 */
async function installInto(
	folder: string,
	{ version, overrides, nativePackages }: N8nRelease,
	node: NodeRuntime,
	{ signal, report }: { signal?: AbortSignal; report: (text: string) => void },
): Promise<void> {
	const headers = await headersOf(node.binary);
	const env = headers ? { npm_config_nodedir: headers } : {};
	const npmSettings = { cwd: folder, nodeBinary: node.binary, env, signal };
	await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, overrides }));
	report('downloading');
	await npm(['install', `n8n@${version}`, '--omit=dev', '--ignore-scripts'], npmSettings);
	report(`building ${nativePackages.join(' and ')}`);
	await npm(['rebuild', ...nativePackages, '--ignore-scripts=false'], npmSettings);
	await loadEach(nativePackages, folder, node.binary, signal);
}

async function loadEach(
	packages: string[],
	cwd: string,
	nodeBinary: string,
	signal?: AbortSignal,
): Promise<void> {
	for (const name of packages) {
		const args = ['--no-node-snapshot', '-e', 'require(process.argv[1])', name];
		const env = toolEnvironment(nodeBinary);
		try {
			await run({ command: nodeBinary, args, cwd, env }, signal);
		} catch (error) {
			if (!(error instanceof CommandFailed)) throw error;
			throw new CliError(
				`n8n's package ${name} could not be built: it needs Python 3, make and a C++ compiler`,
			);
		}
	}
}
