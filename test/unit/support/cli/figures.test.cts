import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { measuredLine, writeFigures } from '../../../../support/cli/figures.cts';
import { withTemporaryFolder } from '../../../../support/system/folders.cts';

describe('figures of a suite', () => {
	test('the line above them names day, commit, versions and cores', () => {
		const date = new Date('2026-11-26T23:59:00Z');
		const line = measuredLine(date, 'abc1234', { n8n: 'n8n 2.41.1', node: 'v24.21.0' });
		expect(line).toMatch(
			/^Measured on 2026-11-26 at commit abc1234, with n8n 2\.41\.1, Node\.js 24\.21\.0 and \d+ cores\.$/,
		);
	});

	test('they are written below that line', async () => {
		await withTemporaryFolder('figures', async (folder) => {
			const written = await writeFigures(folder, '| what | figure |', { n8n: 'n8n-core 2.41.1' });
			const [line, table] = (await readFile(join(folder, 'figures.md'), 'utf8')).split('\n\n');
			expect(line).toBe(written);
			expect(line).toContain(`n8n-core 2.41.1, Node.js ${process.version.slice(1)}`);
			expect(line).toMatch(/at commit (unknown|[0-9a-f]{7,}( with uncommitted changes)?),/);
			expect(table).toBe('| what | figure |\n');
		});
	});
});
