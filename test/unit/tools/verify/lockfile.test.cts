import { readFileSync } from 'node:fs';
import {
	type Lockfile,
	lockfileFindings,
	productionTree,
} from '../../../../tools/verify/lockfile.cts';
import type { Manifest } from '../../../../tools/verify/manifest.cts';

const manifest = { name: 'a', version: '1.0.0', devDependencies: { jest: '30.5.2' } };
const locked = { version: '30.5.2', integrity: 'sha512-x', dev: true };

function lockfile(changes: Lockfile['packages'] = {}): Lockfile {
	return { packages: { '': manifest, 'node_modules/jest': locked, ...changes } };
}

it('finds nothing in the lockfile of this package, and nothing that comes along', () => {
	const own = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lockfile;
	const ownManifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
	expect(lockfileFindings(own, ownManifest)).toEqual([]);
	expect(productionTree(own)).toEqual([]);
});

it.each<[string, Lockfile['packages'], string]>([
	['another version', { '': { ...manifest, version: '0.9.0' } }, 'version differs'],
	[
		'a range',
		{ '': manifest, 'node_modules/jest': { ...locked, version: '30.5.3' } },
		'jest is not',
	],
	[
		'a host',
		{ 'node_modules/x': { ...locked, resolved: 'https://registry.example.com/x.tgz' } },
		'node_modules/x names where',
	],
	['no checksum', { 'node_modules/x': { version: '1.0.0', dev: true } }, 'has no checksum'],
])('finds %s', (_what, changes, finding) => {
	expect(lockfileFindings(lockfile(changes), manifest)).toEqual([expect.stringContaining(finding)]);
});

it('finds what was added to package.json alone', () => {
	const devDependencies = { ...manifest.devDependencies, zod: '3.25.76' };
	expect(lockfileFindings(lockfile(), { ...manifest, devDependencies })).toEqual([
		'devDependencies differs from package.json',
		'zod is not pinned to 3.25.76',
	]);
});

it('takes what is bundled in another package without a checksum', () => {
	const bundled = { version: '1.0.0', inBundle: true, dev: true };
	expect(lockfileFindings(lockfile({ 'node_modules/jest/x': bundled }), manifest)).toEqual([]);
});

it('reports what a user would get along with the package', () => {
	const along = { version: '1.18.0', integrity: 'sha512-y' };
	const peer = { ...along, peer: true };
	const packages = { 'node_modules/axios': along, 'node_modules/n8n-workflow': peer };
	expect(productionTree(lockfile(packages))).toEqual(['node_modules/axios']);
});
