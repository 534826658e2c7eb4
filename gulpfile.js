const { execFile } = require('node:child_process');
const { rm } = require('node:fs/promises');
const { promisify } = require('node:util');
const { dest, series, src } = require('gulp');

const outDir = 'dist';

/** Removes what an earlier build left. */
async function clean() {
	await rm(outDir, { recursive: true, force: true });
}

/** Compiles nodes and credentials with the compiler's own settings in tsconfig.json. */
async function compile() {
	const compiler = require.resolve('typescript/bin/tsc');
	try {
		await promisify(execFile)(process.execPath, [compiler]);
	} catch (error) {
		throw new Error(`TypeScript found errors:\n${error.stdout}`, { cause: error });
	}
}

/** Copies what n8n reads beside the code: icons, codex files and output schemas. */
function copyAssets() {
	const assets = ['icons/*.svg', 'nodes/**/*.node.json', 'nodes/**/__schema__/**/*.json'];
	return src(assets, { base: '.', encoding: false }).pipe(dest(outDir));
}

exports.clean = clean;
exports.build = series(clean, compile, copyAssets);
exports.default = exports.build;
