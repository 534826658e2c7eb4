import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { repositoryRoot } from '../../support/system/folders.cts';
import { audit } from './audit.cts';
import type { Check } from './check.cts';
import { lint, lintConfigFindings } from './lint.cts';
import { type Lockfile, lockfileFindings, productionTree } from './lockfile.cts';
import { type Manifest, manifestFindings } from './manifest.cts';
import { expectedFiles, fileFindings, sizeFindings } from './packedFiles.cts';
import { sectionFindings } from './readmeSections.cts';
import { releaseFindings } from './release.cts';
import { scan } from './scan.cts';
import { linesOf, runTool } from './tool.cts';
import { pinFindings, provenanceFindings } from './workflows.cts';

/** This package as it would be published. */
export interface Packed {
	tarball: string;
	/** The folder it is unpacked in. */
	folder: string;
	manifest: Manifest;
}

const textOf = (...path: string[]) => readFile(join(repositoryRoot, ...path), 'utf8');

export async function readJson<T>(...path: string[]): Promise<T> {
	return JSON.parse(await readFile(join(...path), 'utf8')) as T;
}

/** Every file below a folder, by its path from there. */
async function filesBelow(folder: string): Promise<string[]> {
	const entries = await readdir(folder, { recursive: true, withFileTypes: true });
	return entries
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

/** What n8n's review checks. */
export function reviewChecks(
	{ folder, manifest }: Packed,
	work: string,
	signal: AbortSignal,
): Check[] {
	return [
		{ title: 'strict lint', run: async () => ({ findings: await lint(signal) }) },
		{ title: 'eslint.config.mjs', run: () => ({ findings: lintConfigFindings() }) },
		{
			title: 'scan of the source',
			run: async () => ({ findings: await scan(repositoryRoot, 'source', work, signal) }),
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

/** The tarball and what it brings along. */
export function tarballChecks({ tarball, folder }: Packed, signal: AbortSignal): Check[] {
	return [
		{
			title: 'files of the tarball',
			async run() {
				const folders = ['credentials', 'icons', 'nodes'];
				const sources = await Promise.all(
					folders.map(async (name) =>
						(await filesBelow(join(repositoryRoot, name))).map((file) => `${name}/${file}`),
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

/** What this package is built with, and how it gets to npm. */
export function supplyChainChecks(
	manifest: Manifest,
	tag: string | undefined,
	signal: AbortSignal,
): Check[] {
	const lockfile = () => readJson<Lockfile>(repositoryRoot, 'package-lock.json');
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
				const names = await readdir(join(repositoryRoot, '.github/workflows'));
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
