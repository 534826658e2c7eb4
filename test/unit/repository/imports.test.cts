import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative, sep } from 'node:path';
import { preProcessFile } from 'typescript';

const ROOT = join(__dirname, '../../..');
const NODE = join('nodes', 'AsaActiveDirectory');

/** What each part may import beside itself and packages: imports run one way. */
const MAY_IMPORT: Record<string, string[]> = {
	node: ['resources', 'trigger', 'listSearch'],
	resources: ['watch', 'sync', 'api'],
	trigger: ['watch', 'sync', 'api'],
	listSearch: ['watch', 'sync', 'api'],
	watch: ['sync', 'api'],
	sync: ['api'],
	api: [],
	credentials: ['api'],
	sandbox: [],
};

const files = ['credentials', NODE, 'sandbox'].flatMap((folder) =>
	readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
		.filter((file) => /\.c?ts$/.test(file))
		.map((file) => join(folder, file)),
);

/** The part that a path from the root belongs to; for a file right in the node's folder, `node`. */
function partOf(path: string): string {
	if (!path.startsWith(NODE)) return path.split(sep)[0];
	const [first] = relative(NODE, path).split(sep);
	return first in MAY_IMPORT ? first : 'node';
}

/** The parts that a file imports something of; packages are none. */
function partsImported(file: string): string[] {
	const { importedFiles } = preProcessFile(readFileSync(join(ROOT, file), 'utf8'), true, true);
	return importedFiles
		.filter(({ fileName }) => fileName.startsWith('.'))
		.map(({ fileName }) => partOf(normalize(join(dirname(file), fileName))));
}

it('every part is here', () => {
	expect([...new Set(files.map(partOf))].sort()).toEqual(Object.keys(MAY_IMPORT).sort());
});

it.each(Object.entries(MAY_IMPORT))('%s imports nothing but %j', (part, allowed) => {
	const own = files.filter((file) => partOf(file) === part);
	const wrong = own.flatMap((file) =>
		partsImported(file)
			.filter((imported) => imported !== part && !allowed.includes(imported))
			.map((imported) => `${file} imports ${imported}`),
	);
	expect(wrong).toEqual([]);
});
