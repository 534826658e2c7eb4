import { mkdir, mkdtemp, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { changedPaths, readSources, untilChanged } from '../../../../tools/dev/sources.cts';

const nodePath = 'nodes/Node/Node.node.ts';
const schema = 'nodes/Node/__schema__/v1.0.0/one/get.json';
const icon = 'icons/node.svg';

let root: string;

beforeEach(async () => {
	root = await mkdtemp(join(tmpdir(), 'sources-'));
	for (const file of [nodePath, schema, icon, 'credentials/One.credentials.ts', 'package.json']) {
		await write(file, 'first');
	}
});

afterEach(() => rm(root, { recursive: true }));

async function write(file: string, text: string) {
	await mkdir(dirname(join(root, file)), { recursive: true });
	await writeFile(join(root, file), text);
}

/** What is seen of a change. */
async function seenOf(change: () => Promise<unknown>): Promise<string[]> {
	const before = await readSources(root);
	await change();
	return changedPaths(before, await readSources(root));
}

it.each([nodePath, schema, icon, 'credentials/One.credentials.ts', 'package.json'])(
	'a change of %s is seen',
	async (file) => {
		expect(await seenOf(() => write(file, 'second!'))).toEqual([file]);
	},
);

it('a file that an editor replaces by another with the same size and time is seen', async () => {
	const time = new Date('2026-01-01');
	await utimes(join(root, nodePath), time, time);
	const replace = async () => {
		await write('new', 'other');
		await utimes(join(root, 'new'), time, time);
		await rename(join(root, 'new'), join(root, nodePath));
	};
	expect(await seenOf(replace)).toEqual([nodePath]);
});

it('new files in new folders and removed ones are seen', async () => {
	expect(await seenOf(() => write('nodes/Other/new/Other.node.ts', 'new'))).toEqual([
		'nodes/Other/new/Other.node.ts',
	]);
	expect(await seenOf(() => rm(join(root, icon)))).toEqual([icon]);
});

it('other files are not looked at', async () => {
	expect(await seenOf(() => write('dist/nodes/Node.js', 'built'))).toEqual([]);
	expect(await seenOf(() => write('README.md', 'text'))).toEqual([]);
});

it('waits until a series of changes is over', async () => {
	const before = await readSources(root);
	const waiting = untilChanged(root, before, AbortSignal.timeout(15_000), 300);
	for (const file of [nodePath, schema, icon]) {
		await write(file, 'second!');
		await new Promise((resolve) => setTimeout(resolve, 60));
	}
	const { changed, sources } = await waiting;
	expect(changed).toEqual([icon, nodePath, schema].sort());
	expect(changedPaths(sources, await readSources(root))).toEqual([]);
});

it('does not wait once it is aborted', async () => {
	const controller = new AbortController();
	const waiting = untilChanged(root, await readSources(root), controller.signal, 50);
	controller.abort(new Error('Ctrl-C'));
	await expect(waiting).rejects.toThrow('Ctrl-C');
});
