import { mkdir, mkdtemp, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { changedPaths, readSources, untilChanged } from '../../../../tools/dev/sources.cts';

const NODE = 'nodes/Node/Node.node.ts';
const SCHEMA = 'nodes/Node/__schema__/v1.0.0/one/get.json';
const ICON = 'icons/node.svg';

let root: string;

beforeEach(async () => {
	root = await mkdtemp(join(tmpdir(), 'sources-'));
	for (const file of [NODE, SCHEMA, ICON, 'credentials/One.credentials.ts', 'package.json']) {
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

it.each([NODE, SCHEMA, ICON, 'credentials/One.credentials.ts', 'package.json'])(
	'a change of %s is seen',
	async (file) => {
		expect(await seenOf(() => write(file, 'second!'))).toEqual([file]);
	},
);

it('a file that an editor replaces by another with the same size and time is seen', async () => {
	const time = new Date('2026-01-01');
	await utimes(join(root, NODE), time, time);
	const replace = async () => {
		await write('new', 'other');
		await utimes(join(root, 'new'), time, time);
		await rename(join(root, 'new'), join(root, NODE));
	};
	expect(await seenOf(replace)).toEqual([NODE]);
});

it('new files in new folders and removed ones are seen', async () => {
	expect(await seenOf(() => write('nodes/Other/new/Other.node.ts', 'new'))).toEqual([
		'nodes/Other/new/Other.node.ts',
	]);
	expect(await seenOf(() => rm(join(root, ICON)))).toEqual([ICON]);
});

it('other files are not looked at', async () => {
	expect(await seenOf(() => write('dist/nodes/Node.js', 'built'))).toEqual([]);
	expect(await seenOf(() => write('README.md', 'text'))).toEqual([]);
});

it('waits until a series of changes is over', async () => {
	const before = await readSources(root);
	const waiting = untilChanged(root, before, AbortSignal.timeout(15_000), 300);
	for (const file of [NODE, SCHEMA, ICON]) {
		await write(file, 'second!');
		await new Promise((resolve) => setTimeout(resolve, 60));
	}
	const { changed, sources } = await waiting;
	expect(changed).toEqual([ICON, NODE, SCHEMA].sort());
	expect(changedPaths(sources, await readSources(root))).toEqual([]);
});

it('does not wait once it is aborted', async () => {
	const controller = new AbortController();
	const waiting = untilChanged(root, await readSources(root), controller.signal, 50);
	controller.abort(new Error('Ctrl-C'));
	await expect(waiting).rejects.toThrow('Ctrl-C');
});
