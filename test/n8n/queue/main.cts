import {
	failedOf,
	nothingPassed,
	printProblems,
	printSummary,
} from '../../../support/cli/checks.cts';
import { CliError } from '../../../support/cli/errors.cts';
import { writeFigures } from '../../../support/cli/figures.cts';
import { main } from '../../../support/cli/main.cts';
import { runSteps } from '../../../support/cli/progress.cts';
import { releaseOf } from '../../../support/n8n/releases.cts';
import { checksOf } from './checks.cts';
import { n8nConfigurations, chosenConfigurations } from '../../../support/n8n/configurations.cts';
import { figures } from './figures.cts';
import { type Flags, readFlags } from './flags.cts';
import { chosenFailures } from './injectedFailures.cts';
import { runSuite, type SuiteResult } from './runSuite.cts';
import { type ServerPrograms, serverPrograms } from './serverPrograms.cts';
import { QueueTestBed } from './queueTestBed.cts';

/** Runs the trigger on n8n in queue mode, in each configuration, with injected failures. */
async function testQueue(args: string[], signal: AbortSignal): Promise<number> {
	const flags = readFlags(args);
	const { n8nVersion, seed } = flags;
	const configurations = chosenConfigurations(releaseOf(n8nVersion), flags.configuration);
	if (flags.write && configurations.length < n8nConfigurations.length) {
		throw new CliError(
			`--write needs a figure of each configuration; n8n ${n8nVersion} lacks some`,
		);
	}
	const failures = chosenFailures(flags.only);
	const programs = await findPrograms(flags, signal);
	const testBed = await QueueTestBed.create({ n8nVersion, programs, seed, signal });
	try {
		await runSteps(testBed.base.preparationSteps());
		const results: SuiteResult[] = [];
		for (const configuration of configurations) {
			results.push(await runSuite(testBed, configuration, failures));
		}
		return await report(results, flags, testBed.base.install.nodeVersion);
	} finally {
		if (flags.logs) await testBed.keepLogs(flags.logs);
		await testBed.close();
	}
}

async function findPrograms({ install }: Flags, signal: AbortSignal): Promise<ServerPrograms> {
	let programs: ServerPrograms | undefined;
	const find = async () => void (programs = await serverPrograms(install, signal));
	await runSteps([{ title: 'Find Redis and PostgreSQL', run: find }]);
	return programs!;
}

/**
 * Prints the figures and what went wrong.
 *
 * @returns the exit code
 */
async function report(results: SuiteResult[], flags: Flags, node: string): Promise<number> {
	const tables = figures(results, flags.seed);
	console.log(`\n${tables}\n`);
	const checks = results.flatMap((result) => {
		const ofResult = checksOf(result);
		printProblems(ofResult);
		if (failedOf(ofResult).length > 0) console.log(`  again: ${commandOf(result, flags)}`);
		return ofResult;
	});
	const code = printSummary(checks);
	// docs/guarantees.md must not show figures of a run that failed.
	if (flags.write && code === 0) {
		await writeFigures(__dirname, tables, { n8n: `n8n ${flags.n8nVersion}`, node });
	}
	return code;
}

/** What runs the same again. */
function commandOf({ configuration }: SuiteResult, { n8nVersion, seed, only }: Flags): string {
	const chosen = `--configuration ${configuration.name} --n8n-version ${n8nVersion} --seed ${seed}`;
	return `npm run test:queue -- ${chosen}${only ? ` --only '${only}'` : ''}`;
}

void main({ name: 'test:queue', run: testQueue, afterError: nothingPassed });
