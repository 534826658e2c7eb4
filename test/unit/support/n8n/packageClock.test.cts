import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PackageClock } from '../../../../support/n8n/packageClock.cts';
import { removeFolder, temporaryFolder } from '../../../../support/system/folders.cts';
import { run } from '../../../../support/system/processGroup.cts';

const hourSeconds = 3_600;

/** How far the clock of its module is ahead, and whether its dates are dates elsewhere. */
const moduleText = `
'use strict';
module.exports = (realDate) => ({
	aheadSeconds: Math.round((Date.now() - realDate.now()) / 1_000),
	isDate: new Date('2026-01-05T00:00:00Z') instanceof realDate,
	parsed: Date.parse('1970-01-01T00:00:01Z'),
});`;

describe('the clock of this package in n8n', () => {
	let folder: string;

	beforeEach(async () => {
		folder = await temporaryFolder('packageClock');
		for (const name of ['n8n-nodes-okta-asa', 'n8n-nodes-other']) {
			await mkdir(join(folder, name, 'dist'), { recursive: true });
			await writeFile(join(folder, name, 'dist', 'index.js'), moduleText);
		}
	});

	afterEach(async () => await removeFolder(folder));

	async function readIn(name: string, clock: PackageClock): Promise<unknown> {
		const script = `console.log(JSON.stringify(require('./${name}/dist/index.js')(Date)))`;
		const env = { PATH: process.env.PATH, ...clock.variables };
		const args = ['-e', script];
		return JSON.parse(await run({ command: process.execPath, args, cwd: folder, env }));
	}

	it('is moved on, and what is started later goes by it', async () => {
		const clock = await PackageClock.create(join(folder, 'a folder', 'clock'));
		const expected = { isDate: true, parsed: 1_000 };
		expect(await readIn('n8n-nodes-okta-asa', clock)).toEqual({ aheadSeconds: 0, ...expected });
		await clock.advance(hourSeconds);
		await clock.advance(hourSeconds);
		expect(await readIn('n8n-nodes-okta-asa', clock)).toEqual({
			aheadSeconds: 2 * hourSeconds,
			...expected,
		});
		expect(await readIn('n8n-nodes-other', clock)).toEqual({ aheadSeconds: 0, ...expected });
	});
});
