import { copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withTemporaryFolder } from '../../support/system/folders.cts';
import { writeDocuments } from './documents.cts';

const profile = { busyMilliseconds: 1, owners: {}, tasks: {} };

const largeTeam = {
	...{ connections: 1_000, jobs: 2_000, latencyMs: 30, requests: 2_010, milliseconds: 9_000 },
	...{ cpuMilliseconds: 1_000, stateBytes: 400_000, peakBytes: 4_000_000 },
};

it('both documents say when and with which versions their figures were measured', async () => {
	await withTemporaryFolder('documents', async (folder) => {
		const readme = join(folder, 'README.md');
		await copyFile(join(__dirname, 'README.md'), readme);
		const finding = { measure: 'tarball', against: '', figure: 151, unit: 'kB', headline: 'size' };
		const profiles = { getJobs: profile, getMany: profile };
		await writeDocuments({ findings: [finding], rounds: 7, profiles, largeTeam }, folder);

		const figures = await readFile(join(folder, 'figures.md'), 'utf8');
		const [line] = figures.split('\n');
		expect(line).toMatch(/^Measured on \S+ at commit .+, with n8n-core \d+\.\d+\.\d+, Node\.js /);
		expect(figures).toContain('| size | 151 kB |');
		expect(await readFile(readme, 'utf8')).toContain(
			`<!-- generated: figures -->\n\n${line} Each way was measured in 7 rounds.\n\n| measure |`,
		);
	});
});
