import { isDeepStrictEqual } from 'node:util';
import type { Manifest } from './manifest.cts';

/** An entry of package-lock.json; the first one repeats package.json. */
export interface Locked {
	version?: string;
	resolved?: string;
	integrity?: string;
	inBundle?: boolean;
	dev?: boolean;
	peer?: boolean;
	[field: string]: unknown;
}

export interface Lockfile {
	packages: Record<string, Locked>;
}

/** What the lockfile repeats of package.json in its first entry. */
const fieldsOfPackage = [
	'name',
	'version',
	'license',
	'engines',
	'dependencies',
	'optionalDependencies',
	'devDependencies',
	'peerDependencies',
];

/** Every package but this one. */
function installed({ packages }: Lockfile): [string, Locked][] {
	return Object.entries(packages).filter(([path]) => path !== '');
}

/**
 * Whether the lockfile says the same as package.json, pins what it names, and is tied to no registry.
 *
 * @returns one line for each difference
 */
export function lockfileFindings(lockfile: Lockfile, manifest: Manifest): string[] {
	const root = lockfile.packages[''] ?? {};
	const packages = installed(lockfile);
	return [
		...fieldsOfPackage
			.filter((field) => !isDeepStrictEqual(root[field], manifest[field]))
			.map((field) => `${field} differs from package.json`),
		...Object.entries(manifest.devDependencies ?? {})
			.filter(([name, version]) => lockfile.packages[`node_modules/${name}`]?.version !== version)
			.map(([name, version]) => `${name} is not pinned to ${version}`),
		...packages
			.filter(([, { resolved }]) => resolved !== undefined)
			.map(([path]) => `${path} names where it was downloaded from`),
		...packages
			.filter(([, { integrity, inBundle }]) => !integrity && !inBundle)
			.map(([path]) => `${path} has no checksum`),
	];
}

/**
 * The packages that someone who installs this one would get with it.
 *
 * @returns their paths in the lockfile; what is for development, or brought along by n8n, is not among them
 */
export function productionTree(lockfile: Lockfile): string[] {
	return installed(lockfile)
		.filter(([, { dev, peer }]) => !dev && !peer)
		.map(([path]) => path);
}
