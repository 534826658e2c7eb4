import { copyFile, mkdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { main } from '../../support/cli/main.cts';
import { withTemporaryFolder } from '../../support/system/folders.cts';
import { buildAndPack, unpack } from '../../support/system/package.cts';
import { runChecks, summaryOf } from './check.cts';
import {
	type Packed,
	readJson,
	reviewChecks,
	supplyChainChecks,
	tarballChecks,
} from './checks.cts';
import { readFlags } from './flags.cts';

/** Builds and packs this package and checks it as n8n's review does. */
async function verify(args: string[], signal: AbortSignal): Promise<number> {
	const { tag, keep } = readFlags(args);
	return await withTemporaryFolder('verify', async (work) => {
		console.log('Building and packing ...');
		const packed = await packAndUnpack(work, signal);
		const tally = await runChecks([
			...reviewChecks(packed, work, signal),
			...tarballChecks(packed, signal),
			...supplyChainChecks(packed.manifest, tag, signal),
		]);
		if (tally.withFindings === 0 && keep) await keepTarball(packed.tarball, keep);
		console.log(summaryOf(tally));
		return tally.withFindings === 0 ? 0 : 1;
	});
}

/** @param work a temporary folder */
async function packAndUnpack(work: string, signal: AbortSignal): Promise<Packed> {
	const tarball = await buildAndPack(work, signal);
	const folder = join(work, 'unpacked');
	await unpack(tarball, folder, signal);
	return { tarball, folder, manifest: await readJson(folder, 'package.json') };
}

async function keepTarball(tarball: string, folder: string): Promise<void> {
	await mkdir(folder, { recursive: true });
	const kept = resolve(folder, basename(tarball));
	await copyFile(tarball, kept);
	console.log(`The tarball is ${kept}`);
}

void main({
	name: 'verify',
	run: verify,
	afterError: () => summaryOf({ ok: 0, notChecked: 0, withFindings: 1 }),
	whenInterrupted: '\nInterrupted; everything is stopped.',
});
