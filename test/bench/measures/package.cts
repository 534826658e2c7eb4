import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Finding } from '../finding.cts';
import { runNode } from '../runProgram.cts';
import { median } from '../statistics.cts';
import type { Setting } from './measure.cts';

/** Prints the milliseconds that the files named on the command line take to load. */
const loader = `
require('n8n-workflow');
const before = performance.now();
for (const file of process.argv.slice(1)) require(file);
console.log(performance.now() - before);
`;

interface Manifest {
	n8n: { nodes: string[]; credentials: string[] };
}

/** The time that n8n takes to load the package, in fresh processes. */
export async function measureLoading(setting: Setting): Promise<Finding[]> {
	const { packageFolder, rounds } = setting;
	const manifest = await readFile(join(packageFolder, 'package.json'), 'utf8');
	const { nodes, credentials } = (JSON.parse(manifest) as Manifest).n8n;
	const files = [...nodes, ...credentials].map((path) => join(packageFolder, path));
	const load = () => runNode<number>('loading', ['-e', loader, ...files], setting);
	// The first one reads the files from the disk.
	await load();
	const milliseconds: number[] = [];
	for (let round = 0; round < 2 * rounds + 1; round++) milliseconds.push(await load());
	return [
		{
			measure: 'loading both nodes and both credentials',
			against: 'n8n-workflow, already loaded',
			figure: median(milliseconds),
			rounds: milliseconds,
			unit: 'ms',
			target: { of: 'figure', is: 'below', limit: 40 },
			headline: 'loading the package',
		},
	];
}

/** The size of what is published. */
export async function measureTarball({ tarballBytes }: Setting): Promise<Finding[]> {
	return [
		{
			measure: 'packed tarball',
			against: '',
			figure: tarballBytes / 1000,
			unit: 'kB',
			target: { of: 'figure', is: 'at most', limit: 150 },
			headline: 'packed package',
		},
	];
}
