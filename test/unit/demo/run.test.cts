import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from '../../../support/system/folders.cts';

let clone: string;

beforeEach(() => {
	clone = mkdtempSync(join(tmpdir(), 'demo-run-'));
	for (const file of ['package.json', 'package-lock.json', 'demo/run.mjs']) {
		cpSync(join(repositoryRoot, file), join(clone, file));
	}
});

afterEach(() => rmSync(clone, { recursive: true }));

/** Runs the command in a clone without node_modules, on a machine without npm. */
function runDemo(...args: string[]) {
	return spawnSync(process.execPath, [join(clone, 'demo', 'run.mjs'), ...args], {
		encoding: 'utf8',
		env: { PATH: clone },
	});
}

it.each(['--help', '-h'])('installs nothing for %s', (flag) => {
	const { status, stdout, stderr } = runDemo(flag);
	expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
	expect(stdout).toContain('Usage: npm run demo -- [options]');
	expect(stdout).not.toContain('Installing');
	expect(existsSync(join(clone, 'node_modules'))).toBe(false);
});

it('says so if npm is missing', () => {
	const { status, stdout, stderr } = runDemo('--once');
	expect(stdout).toContain('Installing');
	expect({ status, stderr }).toEqual({ status: 1, stderr: 'demo: npm was not found\n' });
});
