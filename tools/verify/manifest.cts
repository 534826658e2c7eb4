import { isDeepStrictEqual } from 'node:util';

/** As much of a package.json as the checks look at; nothing in it is taken for granted. */
export interface Manifest {
	name?: unknown;
	version?: unknown;
	license?: unknown;
	keywords?: unknown;
	homepage?: unknown;
	author?: { name?: unknown; email?: unknown };
	repository?: { url?: unknown };
	files?: unknown;
	scripts?: Record<string, string>;
	n8n?: { strict?: unknown; n8nNodesApiVersion?: unknown };
	engines?: Record<string, string>;
	dependencies?: Record<string, string>;
	devDependencies?: Record<string, string>;
	peerDependencies?: Record<string, string>;
	[field: string]: unknown;
}

/** npm installs what these fields name, or runs what they name while it installs. */
const dependencyFields = [
	'dependencies',
	'optionalDependencies',
	'bundleDependencies',
	'bundledDependencies',
	'overrides',
];
const installScripts = [
	'preinstall',
	'install',
	'postinstall',
	'preprepare',
	'prepare',
	'postprepare',
	'prepublish',
];

/**
 * What n8n's verification guidelines and npm's provenance ask of a package.json.
 *
 * @returns one line a requirement that is not met
 */
export function manifestFindings(manifest: Manifest): string[] {
	const { name, license, keywords, files, n8n, peerDependencies, repository } = manifest;
	const { author, homepage, scripts = {} } = manifest;
	const requirements: [boolean, string][] = [
		[/^n8n-nodes-[a-z0-9-]+$/.test(String(name)), 'name does not start with "n8n-nodes-"'],
		[license === 'MIT', 'license is not MIT'],
		[
			Array.isArray(keywords) && keywords.includes('n8n-community-node-package'),
			'keywords lack "n8n-community-node-package"',
		],
		[isDeepStrictEqual(files, ['dist']), 'files is not ["dist"]'],
		[n8n?.strict === true, 'n8n.strict is not true'],
		[n8n?.n8nNodesApiVersion === 1, 'n8n.n8nNodesApiVersion is not 1'],
		[
			isDeepStrictEqual(peerDependencies, { 'n8n-workflow': '*' }),
			'peerDependencies is not exactly { "n8n-workflow": "*" }',
		],
		[Boolean(author?.name && author.email), 'author has no name or no email'],
		[Boolean(homepage), 'homepage is missing'],
		[
			/^git\+https:\/\/github\.com\/[\w.-]+\/[\w.-]+\.git$/.test(String(repository?.url)),
			'repository.url is not a GitHub repository, which provenance is tied to',
		],
	];
	return [
		...requirements.filter(([met]) => !met).map(([, finding]) => finding),
		...dependencyFields.filter((field) => field in manifest).map((field) => `has ${field}`),
		...installScripts
			.filter((script) => script in scripts)
			.map((script) => `has the script "${script}", which npm runs on installation`),
	];
}
