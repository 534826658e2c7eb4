import { realpath, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CliError } from '../cli/errors.cts';
import { cachedFolder } from '../system/cache.cts';
import { exists } from '../system/folders.cts';
import type { LockSettings } from '../system/lock.cts';
import { npm } from '../system/npm.cts';
import { run } from '../system/processGroup.cts';

/** The Node.js that is installed from npm when the system's own doesn't suit. */
const ownNode = '24.21.0';

export interface NodeRuntime {
	/** The program itself. */
	binary: string;
	/** Such as `24.21.0`. */
	version: string;
	major: number;
	installMs: number;
}

/**
 * The Node.js that n8n runs on: this process's own if it suits, else one kept in the cache.
 *
 * @param majors the major versions that suit
 * @throws CliError when neither this process's nor the one that can be installed suits
 */
export async function nodeRuntime(
	majors: number[],
	cache: string,
	lock: LockSettings = {},
): Promise<NodeRuntime> {
	const { node: version } = process.versions;
	const system = majorOf(version);
	if (majors.includes(system)) {
		return { binary: process.execPath, version, major: system, installMs: 0 };
	}
	const major = majorOf(ownNode);
	if (!majors.includes(major)) {
		throw new CliError(`This n8n requires Node.js ${majors.join(' or ')}; this is ${system}`);
	}
	const name = `node-${ownNode}-${process.platform}-${process.arch}`;
	const { folder, installMs } = await cachedFolder(
		cache,
		name,
		(target) => installNode(target, lock.signal),
		lock,
	);
	return { binary: binaryIn(folder), version: ownNode, major, installMs };
}

/** Where node-gyp finds the header files of a Node.js, if they are beside it as usual. */
export async function headersOf(binary: string): Promise<string | undefined> {
	const prefix = dirname(dirname(await realpath(binary)));
	return (await exists(join(prefix, 'include', 'node', 'common.gypi'))) ? prefix : undefined;
}

function majorOf(version: string): number {
	return Number(version.split('.')[0]);
}

/**
 * The npm package `node` only has an install script that fetches the package of the platform. The
 * latter is installed directly: it needs no script, and has the header files.
 */
function platformPackage(): string {
	const { platform, arch } = process;
	const prefix = platform === 'darwin' && arch === 'arm64' ? 'node-bin' : 'node';
	return `${prefix}-${platform}-${arch}`;
}

function binaryIn(folder: string): string {
	return join(folder, 'node_modules', platformPackage(), 'bin', 'node');
}

async function installNode(folder: string, signal?: AbortSignal): Promise<void> {
	await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true }));
	const args = ['install', `${platformPackage()}@${ownNode}`, '--ignore-scripts'];
	await npm(args, { cwd: folder, signal });
	await run({ command: binaryIn(folder), args: ['--version'], env: process.env }, signal);
}
