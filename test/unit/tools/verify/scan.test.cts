import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { scan } from '../../../../tools/verify/scan.cts';

const exception = '/* eslint-disable */\n';
let folder: string;
let temporary: string;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'scan-test-'));
	temporary = join(folder, 'temporary');
	mkdirSync(temporary);
});

afterEach(() => rmSync(folder, { recursive: true }));

function write(path: string, text: string): void {
	mkdirSync(dirname(join(folder, path)), { recursive: true });
	writeFileSync(join(folder, path), text);
}

it('finds a dependency, and what an inline exception hides in the source', async () => {
	write('package.json', '{ "name": "n8n-nodes-a", "dependencies": { "axios": "1.18.0" } }\n');
	write('nodes/A/a.ts', `${exception}console.log(1);\n`);
	const report = await scan(folder, 'source', temporary);
	expect(report.join('\n')).toMatch(/no-console/);
	expect(report.join('\n')).toMatch(/no-runtime-dependencies/);
});

it('finds what an inline exception hides in the tarball', async () => {
	write('dist/nodes/A/a.js', `${exception}console.log(process.env.HOME);\n`);
	const report = await scan(folder, 'tarball', temporary);
	expect(report.join('\n')).toMatch(/no-console[\s\S]*no-restricted-globals/);
});

it('finds that there is nothing to scan', async () => {
	expect(await scan(folder, 'source', temporary)).toEqual(['No files found to analyze']);
});
