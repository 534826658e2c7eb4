import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withTemporaryFolder } from '../../support/system/folders.cts';
import { writeRun } from './writtenRuns.cts';

test('each way to poll has a column with its last run', async () => {
	await withTemporaryFolder('soak', async (folder) => {
		await writeFile(join(folder, 'figures.json'), '{}');
		const cursors = { days: 30, 'alerts right': 2, engine: 'cursors', seed: 3 };
		const classic = { days: 90, 'results lost': 0, 'alerts right': 1, engine: 'classic', seed: 1 };
		await writeRun(folder, 'cursors', { measured: 'Measured earlier.', figures: cursors });
		await writeRun(folder, 'cursors', { measured: 'Measured today.', figures: cursors });
		await writeRun(folder, 'classic', { measured: 'Measured today.', figures: classic });
		expect(await readFile(join(folder, 'figures.md'), 'utf8')).toBe(
			[
				'- `classic`: Measured today.',
				'- `cursors`: Measured today.',
				'',
				'| what | `classic` | `cursors` |',
				'| --- | --- | --- |',
				'| days | 90 | 30 |',
				'| results lost | 0 | 0 |',
				'| alerts right | 1 | 2 |',
				'| seed | 1 | 3 |',
				'',
			].join('\n'),
		);
	});
});
