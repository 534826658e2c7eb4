import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative, sep } from 'node:path';
import { preProcessFile } from 'typescript';

const repositoryRoot = join(__dirname, '../../..');
const nodeFolder = join('nodes', 'AsaActiveDirectory');

/** What each part may import beside itself and packages: imports run one way. */
const mayImport: Record<string, string[]> = {
	node: ['resources', 'methods', 'trigger', 'operation'],
	resources: ['operation', 'monitor', 'asa', 'util'],
	methods: ['operation', 'monitor', 'asa', 'util'],
	trigger: ['monitor', 'asa', 'util'],
	operation: ['asa', 'util'],
	monitor: ['asa', 'util'],
	asa: ['util'],
	util: [],
	credentials: ['asa'],
	sandbox: [],
};

/** What of asa/ a credential may import. */
const forCredentials = ['asa/auth/', 'asa/endpoints'];

const files = ['credentials', nodeFolder, 'sandbox'].flatMap((folder) =>
	readdirSync(join(repositoryRoot, folder), { recursive: true, encoding: 'utf8' })
		.filter((file) => /\.c?ts$/.test(file))
		.map((file) => join(folder, file)),
);

/** The part that a path from the root belongs to; for a file right in the node's folder, `node`. */
function partOf(path: string): string {
	if (!path.startsWith(nodeFolder)) return path.split(sep)[0];
	const [first] = relative(nodeFolder, path).split(sep);
	return first in mayImport ? first : 'node';
}

/** The paths, from the root, of what a file imports; packages are left out. */
function pathsImported(file: string): string[] {
	const { importedFiles } = preProcessFile(
		readFileSync(join(repositoryRoot, file), 'utf8'),
		true,
		true,
	);
	return importedFiles
		.filter(({ fileName }) => fileName.startsWith('.'))
		.map(({ fileName }) => normalize(join(dirname(file), fileName)));
}

it('every part is here', () => {
	expect([...new Set(files.map(partOf))].sort()).toEqual(Object.keys(mayImport).sort());
});

it.each(Object.entries(mayImport))('%s imports nothing but %j', (part, allowed) => {
	const own = files.filter((file) => partOf(file) === part);
	const wrong = own.flatMap((file) =>
		pathsImported(file)
			.map(partOf)
			.filter((imported) => imported !== part && !allowed.includes(imported))
			.map((imported) => `${file} imports ${imported}`),
	);
	expect(wrong).toEqual([]);
});

it.each(['oracle', 'team'])('the %s of the soak test imports nothing of the product', (folder) => {
	const place = join('test/soak', folder);
	const own = readdirSync(join(repositoryRoot, place)).map((file) => join(place, file));
	const imported = own.flatMap(pathsImported);
	expect(imported.length).toBeGreaterThan(5);
	expect(imported.filter((path) => /^(?:nodes|credentials)/.test(path))).toEqual([]);
});

it('credentials import authentication and endpoints alone', () => {
	const imported = files.filter((file) => partOf(file) === 'credentials').flatMap(pathsImported);
	const others = imported.filter(
		(path) => !forCredentials.some((allowed) => path.startsWith(join(nodeFolder, allowed))),
	);
	expect(imported).not.toEqual([]);
	expect(others).toEqual([]);
});

/** A file and all that it imports, directly or not; types count too. */
function closureOf(file: string, known = new Set<string>()): Set<string> {
	if (known.has(file)) return known;
	known.add(file);
	for (const path of pathsImported(file)) {
		const found = files.find((one) => [`${path}.ts`, join(path, 'index.ts')].includes(one));
		if (found) closureOf(found, known);
	}
	return known;
}

const closureOfPoll = closureOf(join(nodeFolder, 'trigger/poll.ts')).size;

it(`trigger/poll.ts and all that it imports are ${closureOfPoll} files, at most 35`, () => {
	expect(closureOfPoll).toBeGreaterThan(10);
	expect(closureOfPoll).toBeLessThanOrEqual(35);
});

const productFiles = files.filter((file) => partOf(file) !== 'sandbox');

it(`nodes/ and credentials/ have ${productFiles.length} files, at most 110`, () => {
	expect(productFiles.length).toBeGreaterThan(50);
	expect(productFiles.length).toBeLessThanOrEqual(110);
});

it('none of them has more than 300 lines', () => {
	const linesOf = (file: string) =>
		readFileSync(join(repositoryRoot, file), 'utf8').trimEnd().split('\n');
	expect(productFiles.filter((file) => linesOf(file).length > 300)).toEqual([]);
});

it('raw JSON stays within asa/', () => {
	const outside = files.filter((file) => file.startsWith(nodeFolder) && partOf(file) !== 'asa');
	const leaks = outside.filter(
		(file) =>
			pathsImported(file).includes(join(nodeFolder, 'asa/model/json')) ||
			readFileSync(join(repositoryRoot, file), 'utf8').includes('JsonObject'),
	);
	expect(leaks).toEqual([]);
});

/**
 * What each folder beside the package may import, itself excepted. Only the folder that starts the
 * sandbox, as a process, may use its types.
 */
const foldersMayImport: Record<string, string[]> = {
	'support/sandbox': ['support', 'sandbox'],
	support: [],
	demo: ['support'],
	'contract-check': ['support', 'nodes'],
	tools: ['support', 'contract-check', 'nodes'],
};

it.each(Object.entries(foldersMayImport))('%s/ imports nothing but %j', (folder, allowed) => {
	const own = readdirSync(join(repositoryRoot, folder), { recursive: true, encoding: 'utf8' })
		.filter((file) => /\.[cm]?[tj]s$/.test(file))
		.map((file) => join(folder, file))
		.filter((file) => folder !== 'support' || !file.startsWith(join('support', 'sandbox')));
	expect(own.length).toBeGreaterThan(0);
	const wrong = own.flatMap((file) =>
		foldersImported(file)
			.filter((imported) => imported !== folder && !allowed.includes(imported))
			.map((imported) => `${file} imports ${imported}`),
	);
	expect(wrong).toEqual([]);
});

/** The folders of this repository that a file imports something of. */
function foldersImported(file: string): string[] {
	return pathsImported(file)
		.filter((path) => path.includes(sep))
		.map((path) => path.split(sep)[0]);
}

/** These suites run the nodes on n8n-core as the engine tests do, with the harness and the helpers of those. */
const onTheEngine = ['bench', 'faults', 'soak'];

const testFiles = readdirSync(join(repositoryRoot, 'test'), { recursive: true, encoding: 'utf8' })
	.filter((file) => /\.[cm]?[tj]s$/.test(file))
	.map((file) => join('test', file));

/** The folder of a suite, such as `faults` or `n8n/queue`; empty for a file right in `test`. */
function suiteOf(path: string): string {
	const folders = dirname(relative('test', path)).split(sep);
	return folders
		.slice(0, folders[0] === 'n8n' ? 2 : 1)
		.join('/')
		.replace('.', '');
}

const suites = [...new Set(testFiles.map(suiteOf))].filter(Boolean).sort();

it('the suites that run on the engine are among the suites', () => {
	expect(suites).toEqual(expect.arrayContaining([...onTheEngine, 'engine', 'n8n/e2e', 'unit']));
});

it.each(suites)('test/%s imports nothing of another suite, test/helpers excepted', (suite) => {
	const shared = ['', 'helpers', ...(onTheEngine.includes(suite) ? ['engine'] : [])];
	const own = testFiles.filter((file) => suiteOf(file) === suite);
	const wrong = own.flatMap((file) =>
		pathsImported(file)
			.filter((path) => path.startsWith(`test${sep}`) && suiteOf(path) !== suite)
			.filter((path) => !shared.includes(suiteOf(path)) || path.includes('.test'))
			.map((path) => `${file} imports ${path}`),
	);
	expect(wrong).toEqual([]);
});
