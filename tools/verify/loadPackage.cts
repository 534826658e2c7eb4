/**
 * Loads a packed tarball the way n8n does: unpacked, with nothing but n8n-workflow beside it.
 *
 *     node --require tsx/cjs tools/verify/loadPackage.cts <tarball>
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';

const packageName = 'n8n-nodes-okta-asa';

interface Manifest {
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
	const target = join(modules, packageName);
	mkdirSync(target, { recursive: true });
	execFileSync('tar', ['-xzf', tarball, '-C', target, '--strip-components=1']);
	const workflow = dirname(require.resolve('n8n-workflow/package.json'));
	symlinkSync(workflow, join(modules, 'n8n-workflow'), 'dir');
	return target;
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
	console.log(`loads: ${path} as ${packageName}.${node.description.name}`);
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
		assert.equal(manifest.n8n.nodes.length, 2);
		assert.equal(manifest.n8n.credentials.length, 1);
		for (const path of manifest.n8n.credentials) checkCredential(root, path);
		for (const path of manifest.n8n.nodes) checkNode(root, path);
	} finally {
		rmSync(folder, { recursive: true });
	}
}

try {
	main(process.argv[2]);
} catch (error) {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
}
