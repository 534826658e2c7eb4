import { readFileSync } from 'node:fs';
import { type Manifest, manifestFindings } from '../../../../tools/verify/manifest.cts';

const own = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;

it('finds nothing in this package', () => {
	expect(manifestFindings(own)).toEqual([]);
});

it('finds everything in an empty package.json', () => {
	expect(manifestFindings({})).toHaveLength(10);
});

it.each<[Manifest, string]>([
	[{ name: 'okta-asa' }, 'name'],
	[{ license: 'Apache-2.0' }, 'license'],
	[{ keywords: ['n8n'] }, 'keywords'],
	[{ files: ['dist', 'nodes'] }, 'files'],
	[{ n8n: { strict: false, n8nNodesApiVersion: 1 } }, 'n8n.strict'],
	[{ n8n: { strict: true } }, 'n8n.n8nNodesApiVersion'],
	[{ peerDependencies: { 'n8n-workflow': '^2.0.0' } }, 'peerDependencies'],
	[{ peerDependencies: { 'n8n-workflow': '*', axios: '*' } }, 'peerDependencies'],
	[{ author: { name: 'Somebody' } }, 'author'],
	[{ homepage: '' }, 'homepage'],
	[{ repository: { url: 'git+https://example.com/a/b.git' } }, 'repository.url'],
	[{ dependencies: { axios: '1.18.0' } }, 'dependencies'],
	[{ dependencies: {} }, 'dependencies'],
	[{ optionalDependencies: { fsevents: '2.3.3' } }, 'optionalDependencies'],
	[{ bundledDependencies: ['axios'] }, 'bundledDependencies'],
	[{ overrides: { axios: '1.18.0' } }, 'overrides'],
	[{ scripts: { postinstall: 'node x.js' } }, 'postinstall'],
	[{ scripts: { prepare: 'node x.js' } }, 'prepare'],
])('finds what is wrong with %j', (change, word) => {
	expect(manifestFindings({ ...own, ...change })).toEqual([expect.stringContaining(word)]);
});
