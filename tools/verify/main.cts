import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { Interrupted, listenForInterruption } from '../../support/cli/interruption.cts';
import { Trouble } from '../../support/cli/errors.cts';
import { build, pack } from '../../support/system/packPackage.cts';
import { audit } from './audit.cts';
import { type Check, outcomeOf, runChecks } from './check.cts';
import { readFlags } from './flags.cts';
import { lint, lintConfigFindings } from './lint.cts';
import { type Lockfile, lockfileFindings, productionTree } from './lockfile.cts';
import { type Manifest, manifestFindings } from './manifest.cts';
import { expectedFiles, fileFindings, sizeFindings } from './packedFiles.cts';
import { sectionFindings } from './readmeSections.cts';
import { releaseFindings } from './release.cts';
import { scan } from './scan.cts';
import { CLONE, linesOf, runTool } from './tool.cts';
import { pinFindings, provenanceFindings } from './workflows.cts';

/** This package as it would be published. */
interface Packed {
	tarball: string;
	/** The folder it is unpacked in. */
	folder: string;
	manifest: Manifest;
}

const textOf = (...path: string[]) => readFile(join(CLONE, ...path), 'utf8');

async function readJson<T>(...path: string[]): Promise<T> {
	return JSON.parse(await readFile(join(...path), 'utf8')) as T;
}

/** Every file below a folder, by its path from there. */
async function filesBelow(folder: string): Promise<string[]> {
	const entries = await readdir(folder, { recursive: true, withFileTypes: true });
	return entries
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

/** @param work a folder of this run's own */
async function packThis(work: string, signal: AbortSignal): Promise<Packed> {
	await build(signal);
	const tarball = await pack(work, signal);
	const folder = join(work, 'unpacked');
	await mkdir(folder);
	const unpacked = ['-xzf', tarball, '-C', folder, '--strip-components=1'];
	const { succeeded, output } = await runTool('tar', unpacked, { signal });
	if (!succeeded) throw new Trouble(`the tarball can't be unpacked: ${output}`);
	return { tarball, folder, manifest: await readJson(folder, 'package.json') };
}

/** What n8n's review looks at. */
function review({ folder, manifest }: Packed, work: string, signal: AbortSignal): Check[] {
	return [
		{ title: 'strict lint', run: async () => ({ findings: await lint(signal) }) },
		{ title: 'eslint.config.mjs', run: () => ({ findings: lintConfigFindings() }) },
		{
			title: 'scan of the source',
			run: async () => ({ findings: await scan(CLONE, 'source', work, signal) }),
		},
		{
			title: 'scan of the tarball',
			run: async () => ({ findings: await scan(folder, 'tarball', work, signal) }),
		},
		{ title: 'package.json', run: () => ({ findings: manifestFindings(manifest) }) },
		{
			title: 'sections of the README',
			run: async () => ({ findings: sectionFindings(await textOf('README.md')) }),
		},
	];
}

/** What the tarball is and brings along. */
function shipment({ tarball, folder }: Packed, signal: AbortSignal): Check[] {
	return [
		{
			title: 'files of the tarball',
			async run() {
				const folders = ['credentials', 'icons', 'nodes'];
				const sources = await Promise.all(
					folders.map(async (name) =>
						(await filesBelow(join(CLONE, name))).map((file) => `${name}/${file}`),
					),
				);
				const files = await filesBelow(folder);
				const findings = fileFindings(files, expectedFiles(sources.flat()));
				return { findings, note: `${files.length} files` };
			},
		},
		{
			title: 'size of the tarball',
			async run() {
				const { size } = await stat(tarball);
				return { findings: sizeFindings(size), note: `${size} bytes` };
			},
		},
		{
			title: 'nodes and credentials load',
			async run() {
				const args = ['--require', 'tsx/cjs', 'tools/verify/loadPackage.cts', tarball];
				const { succeeded, output } = await runTool(process.execPath, args, { signal });
				const wrong = linesOf(output).filter((line) => !line.startsWith('loads: '));
				return { findings: succeeded ? [] : wrong };
			},
		},
	];
}

/** What this package is made with, and how it gets to npm. */
function supplyChain(manifest: Manifest, tag: string | undefined, signal: AbortSignal): Check[] {
	const lockfile = () => readJson<Lockfile>(CLONE, 'package-lock.json');
	return [
		{
			title: 'package-lock.json',
			run: async () => ({ findings: lockfileFindings(await lockfile(), manifest) }),
		},
		{
			title: 'packages that come along',
			async run() {
				const along = productionTree(await lockfile());
				return { findings: along.map((path) => `${path} is installed too`), note: 'none' };
			},
		},
		{ title: 'npm audit', run: () => audit(signal) },
		{
			title: 'actions of the workflows',
			async run() {
				const names = await readdir(join(CLONE, '.github/workflows'));
				const findings = names.map(async (name) =>
					pinFindings(name, await textOf('.github/workflows', name)),
				);
				return {
					findings: (await Promise.all(findings)).flat(),
					note: `${names.length} workflows`,
				};
			},
		},
		{
			title: 'provenance',
			async run() {
				const text = await textOf('.github/workflows/publish.yml');
				return { findings: provenanceFindings('publish.yml', text) };
			},
		},
		{
			title: tag ? `release ${tag}` : 'changelog',
			async run() {
				const changelog = await textOf('CHANGELOG.md');
				return { findings: releaseFindings(changelog, String(manifest.version), tag) };
			},
		},
	];
}

/** @returns the exit code */
async function main(signal: AbortSignal): Promise<number> {
	const { tag, keep } = readFlags(process.argv.slice(2));
	const work = await mkdtemp(join(tmpdir(), 'verify-'));
	try {
		console.log('Building and packing ...');
		const packed = await packThis(work, signal);
		const tally = await runChecks([
			...review(packed, work, signal),
			...shipment(packed, signal),
			...supplyChain(packed.manifest, tag, signal),
		]);
		if (tally.withFindings === 0 && keep) await keepTarball(packed.tarball, keep);
		console.log(outcomeOf(tally));
		return tally.withFindings === 0 ? 0 : 1;
	} finally {
		await rm(work, { recursive: true, force: true });
	}
}

async function keepTarball(tarball: string, folder: string): Promise<void> {
	await mkdir(folder, { recursive: true });
	const kept = resolve(folder, basename(tarball));
	await copyFile(tarball, kept);
	console.log(`The tarball is ${kept}`);
}

function exitCodeOf(error: unknown): number {
	if (error instanceof Interrupted) {
		console.log('\nInterrupted; everything is stopped.');
		return error.exitCode;
	}
	console.error(error instanceof Trouble ? `verify: ${error.message}` : error);
	console.log(outcomeOf({ ok: 0, notChecked: 0, withFindings: 1 }));
	return 1;
}

const interruption = listenForInterruption();
main(interruption)
	.catch(exitCodeOf)
	.then((code) => process.exit(code));
