/**
 * Starts the demo, even in a clone in which nothing is installed yet. Plain JavaScript on Node.js alone:
 * it runs before there is anything to compile TypeScript with.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const clone = dirname(dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);

function fail(message) {
	console.error(`demo: ${message}`);
	process.exit(1);
}

/** The options are listed by the demo itself, which can't be loaded before its dependencies. */
const usage = `Usage: npm run demo -- [options]

Runs n8n with this package against a simulated ASA team.
This clone's dependencies are not installed or not current. Run "npm ci" first: then --help lists the options.`;

/** The oldest Node.js that package.json names. */
function assertNode() {
	const { engines } = JSON.parse(readFileSync(join(clone, 'package.json'), 'utf8'));
	const [major, minor] = engines.node.match(/\d+/g).map(Number);
	const [ownMajor, ownMinor] = process.versions.node.split('.').map(Number);
	if (ownMajor > major || (ownMajor === major && ownMinor >= minor)) return;
	fail(`requires Node.js ${major}.${minor} or newer; this is ${process.versions.node}`);
}

function assertPlatform() {
	if (process.platform !== 'win32') return;
	fail('requires Linux or macOS; on Windows run it in the Windows Subsystem for Linux');
}

/** npm writes its own lockfile into node_modules when an installation is complete. */
function dependenciesAreThere() {
	const installed = join(clone, 'node_modules', '.package-lock.json');
	const wanted = join(clone, 'package-lock.json');
	return existsSync(installed) && statSync(installed).mtimeMs >= statSync(wanted).mtimeMs - 1_000;
}

async function installDependencies() {
	console.log("Installing the clone's own dependencies (npm ci) ...");
	const npm = process.env.npm_execpath ?? '';
	const quietly = ['--no-audit', '--no-fund', '--loglevel=error'];
	const soon = ['--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=5000'];
	const args = ['ci', '--include=dev', ...quietly, ...soon];
	const child =
		basename(npm) === 'npm-cli.js'
			? spawn(process.execPath, [npm, ...args], { cwd: clone, detached: true, stdio: 'pipe' })
			: spawn('npm', args, { cwd: clone, detached: true, stdio: 'pipe' });
	let output = '';
	child.stdout.on('data', (text) => (output += text));
	child.stderr.on('data', (text) => (output += text));
	const stop = (signal) => {
		process.kill(-child.pid, 'SIGKILL');
		process.exit(signal === 'SIGINT' ? 130 : 143);
	};
	const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
	for (const signal of signals) process.on(signal, stop);
	const code = await new Promise((resolve) => {
		child.once('error', () => fail('npm was not found'));
		child.once('close', resolve);
	});
	for (const signal of signals) process.off(signal, stop);
	if (code !== 0) fail(reasonOf(code, output));
}

function reasonOf(code, output) {
	const network = /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|ETIMEDOUT)\b/;
	const [unreachable] = network.exec(output) ?? [];
	if (unreachable) return `npm ci: the npm registry can't be reached (${unreachable})`;
	const lines = output.split('\n').filter((line) => line.trim() && !line.includes('.log'));
	return `npm ci ended with ${code}: ${lines.at(-1) ?? 'no output'}`;
}

assertPlatform();
assertNode();
if (!dependenciesAreThere()) {
	if (process.argv.slice(2).some((argument) => ['-h', '--help'].includes(argument))) {
		console.log(usage);
		process.exit();
	}
	await installDependencies();
}
require('tsx/cjs/api').register();
require('./main.cts');
