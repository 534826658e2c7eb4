import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

const repositoryRoot = join(__dirname, '../../..');
const textOf = (path: string) => readFileSync(join(repositoryRoot, path), 'utf8');
const { scripts, homepage } = JSON.parse(textOf('package.json')) as {
	scripts: Record<string, string>;
	homepage: string;
};

/** Folders whose files may be named in a page; `dist` is left out, it is there after a build only. */
const folders = readdirSync(repositoryRoot, { withFileTypes: true })
	.filter((entry) => entry.isDirectory())
	.map(({ name }) => name)
	.filter((name) => !['.git', 'node_modules', 'dist'].includes(name));

const pages = [
	...readdirSync(repositoryRoot),
	...folders.flatMap((folder) =>
		readdirSync(join(repositoryRoot, folder), { recursive: true, encoding: 'utf8' }).map((file) =>
			join(folder, file),
		),
	),
].filter((file) => file.endsWith('.md') && !file.includes('node_modules'));

/** In bytes, so that the README opens quickly. */
const largestPicture = 150_000;

/** Every first group of a pattern's matches. */
const all = (text: string, pattern: RegExp) =>
	[...text.matchAll(pattern)].map(([, group]) => group);

/** The anchors that GitHub gives a page's headings. */
function anchorsOf(page: string): string[] {
	return all(textOf(page), /^#+ +(.*?) *$/gm).map((heading) =>
		heading
			.toLowerCase()
			.replace(/[^\p{Letter}\p{Number}\s_-]/gu, '')
			.replaceAll(' ', '-'),
	);
}

it('finds the pages', () => {
	expect(pages).toEqual(
		expect.arrayContaining([
			'README.md',
			'CHANGELOG.md',
			'CONTRIBUTING.md',
			'SECURITY.md',
			'docs/troubleshooting.md',
			'sandbox/README.md',
		]),
	);
});

describe.each(pages)('%s', (page) => {
	const text = textOf(page);

	it('names scripts that package.json has', () => {
		const named = all(text, /\bnpm run (?:--?\w+ )*(\w[\w:-]*)/g);
		expect(named.filter((name) => !(name in scripts))).toEqual([]);
	});

	it('links to files and headings that are there', () => {
		const targets = [...all(text, /\]\(([^)\s]+)\)/g), ...all(text, /<img src="([^"]+)"/g)];
		const links = targets.filter((link) => !/^[a-z]+:/.test(link));
		const broken = links.filter((link) => {
			const [path, anchor] = link.split('#');
			const target = path ? join(dirname(page), path) : page;
			if (!existsSync(join(repositoryRoot, target))) return true;
			return anchor !== undefined && !anchorsOf(target).includes(anchor);
		});
		expect(broken).toEqual([]);
	});

	it('shows small pictures of this repository', () => {
		const pictures = [
			...all(text, /!\[[^\]]*\]\(([^)\s]+)\)/g),
			...all(text, /<img src="([^"]+)"/g),
		];
		// npm resolves relative addresses against the repository.
		expect(pictures.filter((picture) => /^[a-z]+:/.test(picture))).toEqual([]);
		const sizes = pictures.map(
			(picture) => statSync(join(repositoryRoot, dirname(page), picture)).size,
		);
		expect(sizes.filter((size) => size > largestPicture)).toEqual([]);
	});

	it('names files and folders that are there', () => {
		const named = all(text, /`((?:[\w.-]+\/)+[\w.-]*)`/g);
		const own = named.filter((path) => folders.includes(path.split('/')[0]));
		expect(own.filter((path) => !existsSync(join(repositoryRoot, path)))).toEqual([]);
	});
});

/** What n8n links to from the panels of nodes and credentials. */
const linking = ['nodes', 'credentials']
	.flatMap((folder) =>
		readdirSync(join(repositoryRoot, folder), { recursive: true, encoding: 'utf8' }).map((file) =>
			join(folder, file),
		),
	)
	.filter((file) => /\.(credentials\.ts|node\.json)$/.test(file));

it.each(linking)('%s links to headings of the README that are there', (file) => {
	const repository = homepage.split('#')[0];
	const links = all(textOf(file), /["'](https:[^"']+)["']/g).filter((link) =>
		link.startsWith(repository),
	);
	expect(links.length).toBeGreaterThan(0);
	for (const link of links) {
		expect(['readme', ...anchorsOf('README.md')]).toContain(link.slice(`${repository}#`.length));
	}
});
