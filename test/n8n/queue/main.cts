import { writeFile } from 'node:fs/promises';
import { nothingPassed, printProblems, printSummary } from '../../../support/cli/checks.cts';
import { main } from '../../../support/cli/main.cts';
import { runSteps } from '../../../support/cli/progress.cts';
import { releaseOf } from '../../../support/n8n/releases.cts';
import { checksOf } from './checks.cts';
import { type Configuration, chosenConfigurations } from './configurations.cts';
import { figures } from './figures.cts';
import { type Flags, readFlags } from './flags.cts';
import { runSuite, type SuiteResult } from './runSuite.cts';
import { type ServerPrograms, serverPrograms } from './serverPrograms.cts';
import { TestEnvironment } from './testEnvironment.cts';

/** Runs the trigger on n8n in queue mode, in each configuration, with injected failures. */
async function testQueue(args: string[], signal: AbortSignal): Promise<number> {
	const flags = readFlags(args);
	const { n8nVersion, seed } = flags;
	const configurations = chosenConfigurations(releaseOf(n8nVersion), flags.configuration);
	const programs = await findPrograms(flags, signal);
	const environment = await TestEnvironment.create({ n8nVersion, programs, seed, signal });
	try {
		await runSteps(environment.testBed.preparationSteps());
		return await runConfigurations(environment, configurations, flags);
	} finally {
		if (flags.logs) await environment.keepLogs(flags.logs);
		await environment.close();
	}
}

async function findPrograms({ install }: Flags, signal: AbortSignal): Promise<ServerPrograms> {
	let programs: ServerPrograms | undefined;
	const find = async () => void (programs = await serverPrograms(install, signal));
	await runSteps([{ title: 'Find Redis and PostgreSQL', run: find }]);
	return programs!;
}

async function runConfigurations(
	environment: TestEnvironment,
	configurations: Configuration[],
	flags: Flags,
): Promise<number> {
	const results: SuiteResult[] = [];
	for (const configuration of configurations) {
		results.push(await runSuite(environment, configuration));
	}
	const tables = figures(results, flags.n8nVersion, flags.seed);
	console.log(`\n${tables}\n`);
	const checks = results.flatMap(checksOf);
	printProblems(checks);
	const code = printSummary(checks);
	// The README must not show figures of a run that failed.
	if (flags.figures && code === 0) await writeFile(flags.figures, `${tables}\n`);
	return code;
}

void main({ name: 'queue', run: testQueue, afterError: nothingPassed });
