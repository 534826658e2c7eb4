import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFigures } from '../../support/cli/figures.cts';
import { markdownTable } from '../../support/cli/markdownTable.cts';
import { withSection } from '../../tools/readme/sections.cts';
import { engineVersion } from '../helpers/engineVersion.cts';
import { withUnit, type Finding } from './finding.cts';
import { owners, tasks, type ProfileSummary } from './profileSummary.cts';
import type { LargeTeamResult } from './programs/largeTeam.cts';
import { latencies, mostConnections, pollOf } from './scale.cts';
import { findingsTable, shortTable } from './tables.cts';

/** All that the documents are written from. */
export interface Report {
	findings: Finding[];
	rounds: number;
	profiles: Record<'getJobs' | 'getMany', ProfileSummary>;
	largeTeam: LargeTeamResult;
}

const intervals = [1, 5, 10, 15, 60];
const sizes = [10, 40, 100, 400, 1_000];

/** Writes README.md's generated sections and figures.md. */
export async function writeDocuments(
	{ findings, rounds, profiles, largeTeam }: Report,
	folder = __dirname,
): Promise<void> {
	const file = join(folder, 'README.md');
	let readme = await readFile(file, 'utf8');
	const line = await writeFigures(folder, shortTable(findings), { n8n: engineVersion });
	const measured = `${line} Each way was measured in ${rounds} rounds.`;
	readme = withSection(readme, 'figures', `${measured}\n\n${findingsTable(findings)}`);
	readme = withSection(readme, 'profile', profileTable(profiles));
	readme = withSection(readme, 'intervals', intervalTable());
	readme = withSection(readme, 'polls', pollTable(largeTeam));
	await writeFile(file, readme);
}

function profileTable({ getJobs, getMany }: Report['profiles']): string {
	const percent = (share = 0) => `${(share * 100).toFixed(0)} %`;
	const row = (name: string, shares: (summary: ProfileSummary) => Record<string, number>) => [
		name,
		percent(shares(getJobs)[name]),
		percent(shares(getMany)[name]),
	];
	return [
		markdownTable(
			['whose code', '2,000 x Get (job)', 'Get Many of 20,000 results'],
			Object.values(owners).map((owner) => row(owner, (summary) => summary.owners)),
		),
		markdownTable(
			['what it does, whoever does it', '2,000 x Get (job)', 'Get Many of 20,000 results'],
			Object.values(tasks).map((task) => row(task, (summary) => summary.tasks)),
		),
	].join('\n\n');
}

function intervalTable(): string {
	return markdownTable(
		['poll every', 'connections at most, with nothing new'],
		intervals.map((minutes) => [withUnit(minutes, 'min'), String(mostConnections(minutes))]),
	);
}

function pollTable(measured: LargeTeamResult): string {
	return markdownTable(
		[
			'connections',
			'requests a poll',
			...latencies.map((latency) => `its time at ${withUnit(latency, 'ms')}`),
			'state',
			'memory',
			'shortest interval',
		],
		sizes.map((size) => {
			const poll = pollOf(size, measured);
			return [
				String(size),
				String(poll.requests),
				...latencies.map((latency) => withUnit(poll.seconds[latency], 's')),
				withUnit(poll.stateBytes / 1000, 'kB'),
				withUnit(poll.heapBytes / 1e6, 'MB'),
				withUnit(poll.intervalMinutes, 'min'),
			];
		}),
	);
}
