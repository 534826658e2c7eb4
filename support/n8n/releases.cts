import { CliError } from '../cli/errors.cts';

/** What installing and starting an n8n release depends on. */
export interface N8nRelease {
	version: string;
	/** The major versions of Node.js it runs on. */
	nodeMajors: number[];
	/** Its packages with native code, which have to be built after an install without scripts. */
	nativePackages: string[];
	/** Versions of dependencies that replace those missing on the npm registry. */
	overrides: Record<string, string>;
	/** Modules that would reach out to the internet or slow the start; an unknown name is fatal to n8n. */
	disabledModules: string[];
	/** Whether polls can be kept in its database, with or without their state (its durable scheduler). */
	hasDurableScheduler: boolean;
}

const releases: N8nRelease[] = [
	{
		version: '2.41.1',
		nodeMajors: [24],
		nativePackages: ['sqlite3', 'isolated-vm'],
		overrides: {},
		disabledModules: ['mcp-registry', 'instance-ai', 'agents', 'chat-hub'],
		hasDurableScheduler: true,
	},
	{
		version: '2.8.4',
		nodeMajors: [20, 22, 24],
		nativePackages: ['sqlite3'],
		overrides: { xlsx: '0.18.5' },
		disabledModules: ['chat-hub'],
		hasDurableScheduler: false,
	},
];

/** Every tested version, newest first. */
export const versions = releases.map(({ version }) => version);

/** The release that is used if none is named. */
export const defaultVersion = '2.41.1';

/** @throws CliError for a version that was not tested */
export function releaseOf(version: string): N8nRelease {
	const release = releases.find((known) => known.version === version);
	if (release) return release;
	const known = releases.map((each) => each.version).join(' and ');
	throw new CliError(`n8n ${version} was not tested with this package; tested: ${known}`);
}
