import { writeFile } from 'node:fs/promises';
import { Interrupted, listenForInterruption } from '../../../support/cli/interruption.cts';
import { releaseOf } from '../../../support/n8n/releases.cts';
import { Trouble } from '../../../support/cli/errors.cts';
import { runSteps } from '../../../support/cli/progress.cts';
import { type CampaignResult, runCampaign } from './suite.cts';
import { checks } from './checks.cts';
import { chosenConfigurations } from './configurations.cts';
import { figures } from './figures.cts';
import { readFlags } from './flags.cts';
import { House } from './house.cts';

/**
 * Runs the trigger on n8n in queue mode, in each configuration, and kills what can be killed.
 *
 * @returns the exit code
 */
async function main(signal: AbortSignal): Promise<number> {
	const flags = readFlags(process.argv.slice(2));
	const release = releaseOf(flags.n8nVersion);
	const configurations = chosenConfigurations(release, flags.configuration);
	const house = new House({ release, mayInstall: flags.install, seed: flags.seed, signal });
	try {
		await runSteps(house.steps(), Boolean(process.stdout.isTTY) && !process.env.CI);
		const results: CampaignResult[] = [];
		for (const configuration of configurations) {
			results.push(await runCampaign(house, configuration, signal));
		}
		const table = figures(results, release.version, flags.seed);
		console.log(`\n${table}\n`);
		const code = conclude(results);
		// Figures of a run that failed must not stand in the README.
		if (flags.figures && code === 0) await writeFile(flags.figures, `${table}\n`);
		return code;
	} finally {
		if (flags.logs) await house.keepLogs(flags.logs);
		await house.close();
	}
}

function conclude(results: CampaignResult[]): number {
	const all = results.flatMap(checks);
	const failed = all.filter(({ problems }) => problems.length > 0);
	for (const { name, problems } of failed) console.log(`FAILED ${name}: ${problems.join('; ')}`);
	console.log(`${all.length - failed.length} passed, ${failed.length} failed`);
	return failed.length === 0 ? 0 : 1;
}

function exitCodeOf(error: unknown): number {
	if (error instanceof Interrupted) {
		console.log('Interrupted; everything is stopped.');
		return error.exitCode;
	}
	console.error(error instanceof Trouble ? `queue: ${error.message}` : error);
	console.log('0 passed, 1 failed');
	return 1;
}

const interruption = listenForInterruption();
main(interruption)
	.catch(exitCodeOf)
	.then((code) => process.exit(code));
