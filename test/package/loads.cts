/**
 * Checks a packed tarball the way n8n meets it: unpacked, with nothing but n8n-workflow beside it.
 *
 *     node --require tsx/cjs test/package/loads.cts <tarball>
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';

const NAME = 'n8n-nodes-okta-asa';
const BESIDE_DIST = ['LICENSE', 'README.md', 'package.json'];
const IN_DIST = ['credentials', 'icons', 'nodes'];

interface Manifest {
	dependencies?: object;
	scripts?: Record<string, string>;
	peerDependencies: Record<string, string>;
	n8n: { nodes: string[]; credentials: string[] };
}

interface Loaded {
	name?: string;
	icon?: Icon;
	description?: { name: string; icon?: Icon };
	execute?: unknown;
	poll?: unknown;
}

type Icon = string | { light: string; dark: string };

/** Unpacks the tarball into a node_modules of its own and puts n8n-workflow beside it. */
function unpack(tarball: string, folder: string): string {
	const modules = join(folder, 'node_modules');
	const target = join(modules, NAME);
	mkdirSync(target, { recursive: true });
	execFileSync('tar', ['-xzf', tarball, '-C', target, '--strip-components=1']);
	const workflow = dirname(require.resolve('n8n-workflow/package.json'));
	symlinkSync(workflow, join(modules, 'n8n-workflow'), 'dir');
	return target;
}

function checkFileList(root: string): void {
	assert.deepEqual(readdirSync(root).sort(), [...BESIDE_DIST, 'dist'].sort());
	assert.deepEqual(readdirSync(join(root, 'dist')).sort(), IN_DIST);
	const files = readdirSync(join(root, 'dist'), { recursive: true, encoding: 'utf8' });
	const strange = files.filter((file) =>
		/(test|sandbox|demo|\.tsbuildinfo|(?<!\.d)\.[cm]?ts)$/.test(file),
	);
	assert.deepEqual(strange, [], 'files that are not for n8n');
}

function checkManifest({ dependencies = {}, scripts = {}, peerDependencies }: Manifest): void {
	assert.deepEqual(dependencies, {}, 'runtime dependencies');
	assert.deepEqual(peerDependencies, { 'n8n-workflow': '*' });
	const onInstall = ['preinstall', 'install', 'postinstall', 'prepare'];
	assert.deepEqual(
		onInstall.filter((name) => name in scripts),
		[],
	);
}

/** n8n takes the class whose name is the file's name up to its first dot. */
function load(root: string, path: string): Loaded {
	const file = join(root, path);
	const className = basename(file).split('.')[0];
	const exported = createRequire(join(root, 'package.json'))(file) as Record<
		string,
		new () => Loaded
	>;
	assert.equal(typeof exported[className], 'function', `${path} exports ${className}`);
	return new exported[className]();
}

function checkIcons(root: string, path: string, icon?: Icon): void {
	assert.ok(icon, `${path} has an icon`);
	for (const reference of typeof icon === 'string' ? [icon] : [icon.light, icon.dark]) {
		assert.match(reference, /^file:/, path);
		const file = resolve(root, dirname(path), reference.slice('file:'.length));
		assert.ok(existsSync(file), `${path}: ${reference} is not in the package`);
	}
}

function checkNode(root: string, path: string): void {
	const node = load(root, path);
	assert.ok(node.description?.name, `${path} describes itself`);
	assert.equal(typeof (node.execute ?? node.poll), 'function', `${path} can run`);
	checkIcons(root, path, node.description.icon);
	const codex = path.replace(/\.js$/, '.json');
	assert.ok(existsSync(join(root, codex)), `${codex} is in the package`);
	console.log(`loads: ${path} as ${NAME}.${node.description.name}`);
}

function checkCredential(root: string, path: string): void {
	const credential = load(root, path);
	assert.ok(credential.name, `${path} names itself`);
	checkIcons(root, path, credential.icon);
	console.log(`loads: ${path} as ${credential.name}`);
}

function main(tarball: string | undefined): void {
	assert.ok(tarball, 'which tarball?');
	const folder = mkdtempSync(join(tmpdir(), 'package-check-'));
	try {
		const root = unpack(resolve(tarball), folder);
		const manifest = createRequire(join(root, 'package.json'))('./package.json') as Manifest;
		checkFileList(root);
		checkManifest(manifest);
		assert.equal(manifest.n8n.nodes.length, 2);
		assert.equal(manifest.n8n.credentials.length, 2);
		for (const path of manifest.n8n.credentials) checkCredential(root, path);
		for (const path of manifest.n8n.nodes) checkNode(root, path);
	} finally {
		rmSync(folder, { recursive: true });
	}
}

main(process.argv[2]);
