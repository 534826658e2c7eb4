import { copyFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { cachedFolder, cacheFolder } from '../../support/system/cache.cts';
import { npm } from '../../support/system/npm.cts';
import { buildAndPack, unpack } from '../../support/system/package.cts';
import { dependencies } from './package.json';

/** What is measured, and what it is compared with. */
export interface Bench {
	/** The packed package, as it would be published. */
	tarballBytes: number;
	/** The same, unpacked. */
	packageFolder: string;
	/** The folder in which n8n's own nodes are installed. */
	nodesBaseFolder: string;
}

/**
 * Builds, packs and unpacks the package, and installs n8n's own nodes into the cache (once; about a minute, 800 MB).
 *
 * @param folder an empty folder
 * @throws CliError; the reason of `signal` once it is aborted
 */
export async function prepare(
	folder: string,
	signal: AbortSignal,
	report: (text: string) => void,
): Promise<Bench> {
	report('building and packing the package');
	const tarball = await buildAndPack(folder, signal);
	const packageFolder = join(folder, 'package');
	await unpack(tarball, packageFolder, signal);
	const { folder: nodesBaseFolder } = await cachedFolder(
		cacheFolder(),
		`n8n-nodes-base-${dependencies['n8n-nodes-base']}`,
		(target) => installNodesBase(target, signal, report),
		{ signal, onWait: () => report('waiting for another installation') },
	);
	const { size: tarballBytes } = await stat(tarball);
	return { tarballBytes, packageFolder, nodesBaseFolder };
}

/** n8n's own nodes without their n8n-workflow: they take that of the engine they run on. */
async function installNodesBase(
	folder: string,
	signal: AbortSignal,
	report: (text: string) => void,
): Promise<void> {
	report("installing n8n's own nodes");
	for (const file of ['package.json', 'package-lock.json']) {
		await copyFile(join(__dirname, file), join(folder, file));
	}
	await npm(['ci', '--ignore-scripts', '--omit=optional'], { cwd: folder, signal });
	await rm(join(folder, 'node_modules', 'n8n-workflow'), { recursive: true });
}
