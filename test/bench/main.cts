import { availableParallelism } from 'node:os';
import { main } from '../../support/cli/main.cts';
import { withTemporaryFolder } from '../../support/system/folders.cts';
import { isMet, outcome, type Finding } from './finding.cts';
import { readFlags, type Flags } from './flags.cts';
import { measures } from './measures/index.cts';
import type { Setting } from './measures/measure.cts';
import { writeDocuments, type Report } from './documents.cts';
import { prepare } from './preparation.cts';
import { runProgram } from './runProgram.cts';
import type { ProfileSummary } from './profileSummary.cts';
import type { LargeTeamResult } from './programs/largeTeam.cts';
import { terminalTable } from './tables.cts';

/** Progress goes to standard error: a program may read standard output. */
function report(text: string): void {
	process.stderr.write(`  ${text}\n`);
}

async function runMeasures(names: string[], setting: Setting): Promise<Finding[]> {
	const findings: Finding[] = [];
	for (const name of names) {
		process.stderr.write(`${name}\n`);
		findings.push(...(await measures[name](setting)));
	}
	return findings;
}

/** What the documents report besides the findings. */
async function reportOf(findings: Finding[], setting: Setting): Promise<Report> {
	const { packageFolder, rounds } = setting;
	process.stderr.write('profiles and scale\n');
	const profileOf = async (work: string) =>
		await runProgram<ProfileSummary>('profile', { packageFolder, work }, setting);
	const profiles = { getJobs: await profileOf('getJobs'), getMany: await profileOf('getMany') };
	const input = { packageFolder, connections: 1_000, latencyMs: 30 };
	const largeTeam = await runProgram<LargeTeamResult>('largeTeam', input, setting);
	return { findings, rounds, profiles, largeTeam };
}

function print(findings: Finding[], { json, rounds }: Flags): void {
	const { met, missed } = outcome(findings);
	if (!json) {
		console.log(`${terminalTable(findings)}\n\n${met} targets met, ${missed} missed`);
		return;
	}
	const machine = { node: process.version, cores: availableParallelism() };
	const rated = findings.map((finding) => ({ ...finding, met: isMet(finding) ?? null }));
	console.log(JSON.stringify({ ...machine, rounds, met, missed, findings: rated }, null, '\t'));
}

/** Measures the package and prints a table, or JSON. */
async function bench(args: string[], signal: AbortSignal): Promise<number> {
	const flags = readFlags(args, Object.keys(measures));
	return await withTemporaryFolder('bench', async (folder) => {
		const prepared = await prepare(folder, signal, report);
		const setting = { ...prepared, signal, report, rounds: flags.rounds };
		const names = flags.only ? [flags.only] : Object.keys(measures);
		const findings = await runMeasures(names, setting);
		if (flags.write) await writeDocuments(await reportOf(findings, setting));
		print(findings, flags);
		return outcome(findings).missed === 0 ? 0 : 1;
	});
}

void main({ name: 'bench', run: bench, log: console.error, errorCode: 2 });
