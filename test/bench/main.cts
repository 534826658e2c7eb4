import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Interrupted, listenForInterruption } from '../../support/cli/interruption.cts';
import { Trouble } from '../../support/cli/errors.cts';
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

/** Progress goes to standard error: standard output may be read by a program. */
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

/** What the documents tell beside the findings. */
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
	const judged = findings.map((finding) => ({ ...finding, met: isMet(finding) ?? null }));
	console.log(JSON.stringify({ ...machine, rounds, met, missed, findings: judged }, null, '\t'));
}

/** @returns the exit code */
async function main(signal: AbortSignal): Promise<number> {
	const flags = readFlags(process.argv.slice(2), Object.keys(measures));
	const folder = await mkdtemp(join(tmpdir(), 'asa-bench-'));
	try {
		const bench = await prepare(folder, signal, report);
		const setting = { ...bench, signal, report, rounds: flags.rounds };
		const names = flags.only ? [flags.only] : Object.keys(measures);
		const findings = await runMeasures(names, setting);
		if (flags.write) await writeDocuments(await reportOf(findings, setting));
		print(findings, flags);
		return outcome(findings).missed === 0 ? 0 : 1;
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

function exitCodeOf(error: unknown): number {
	if (error instanceof Interrupted) {
		console.error('Interrupted; everything is stopped.');
		return error.exitCode;
	}
	console.error(error instanceof Trouble ? `bench: ${error.message}` : error);
	return 2;
}

const interruption = listenForInterruption();
main(interruption)
	.catch(exitCodeOf)
	.then((code) => process.exit(code));
