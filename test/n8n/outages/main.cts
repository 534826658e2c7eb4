import {
	type Check,
	nothingPassed,
	printSummary,
	runCases,
	type TestCase,
} from '../../../support/cli/checks.cts';
import { CliError } from '../../../support/cli/errors.cts';
import { main } from '../../../support/cli/main.cts';
import { runSteps } from '../../../support/cli/progress.cts';
import { type Configuration, chosenConfigurations } from '../../../support/n8n/configurations.cts';
import { releaseOf } from '../../../support/n8n/releases.cts';
import { N8nTestBed } from '../../../support/n8n/testBed.cts';
import { assertNoSecretStored, NO_SECRET_STORED } from '../../../support/secrets/storedSecrets.cts';
import { withTemporaryFolder } from '../../../support/system/folders.cts';
import { build, pack } from '../../../support/system/package.cts';
import { withTimeLimit } from '../../../support/system/wait.cts';
import { credentialsOf } from './credentials.cts';
import { type Flags, readFlags } from './flags.cts';
import { SCENARIOS } from './scenarios/index.cts';
import type { Scenario } from './scenarios/scenario.cts';
import { TriggerHarness } from './triggerHarness.cts';
import { reportWorkflow } from './workflows.cts';

/** For one scenario. */
const SCENARIO_LIMIT_MS = 200_000;

/** Runs the trigger in real n8n, in each configuration, while its API can't be read. */
async function testOutages(args: string[], signal: AbortSignal): Promise<number> {
	const flags = readFlags(args);
	const release = releaseOf(flags.n8nVersion);
	const checks: Check[] = [];
	await withTemporaryFolder('outages', async (folder) => {
		await build(signal);
		const tarball = await pack(folder, signal);
		for (const configuration of chosenConfigurations(release, flags.configuration)) {
			checks.push(...(await runConfiguration(configuration, tarball, flags, signal)));
		}
	});
	return printSummary(checks);
}

async function runConfiguration(
	{ name, title, variables }: Configuration,
	tarball: string,
	{ n8nVersion, only = '' }: Flags,
	signal: AbortSignal,
): Promise<Check[]> {
	console.log(`\nn8n ${n8nVersion}, ${title}:`);
	const testBed = await N8nTestBed.create({
		...{ name: 'outages', n8nVersion, tarball, signal },
		variables: () => variables,
		imports: () => ({
			credentials: credentialsOf(testBed.sandbox),
			workflows: [reportWorkflow(harness.inbox.url)],
		}),
	});
	const harness = new TriggerHarness(testBed);
	const chosen = SCENARIOS.filter((scenario) => scenario.name.includes(only));
	if (chosen.length === 0) throw new CliError(`no scenario has "${only}" in its name`);
	try {
		await runSteps(testBed.steps());
		await harness.activateReports();
		return await runCases(
			[
				...chosen.map((scenario) => caseOf(scenario, name, harness, signal)),
				{
					name: `${name}: ${NO_SECRET_STORED}`,
					run: () => assertNoSecretStored(testBed.n8n, testBed.sandbox),
				},
			],
			signal,
		);
	} finally {
		await testBed.close();
	}
}

function caseOf(
	scenario: Scenario,
	configuration: string,
	harness: TriggerHarness,
	signal: AbortSignal,
): TestCase {
	const timeUp = () =>
		`it did not end within ${SCENARIO_LIMIT_MS / 1_000} s; ${harness.describeArrivals()}`;
	const run = async () => {
		await harness.begin();
		try {
			await withTimeLimit(SCENARIO_LIMIT_MS, '', signal, (limited) =>
				scenario.run({ harness, sandbox: harness.sandbox, signal: limited }),
			);
		} catch (error) {
			throw error instanceof CliError && error.message === '' ? new CliError(timeUp()) : error;
		} finally {
			await harness.end();
		}
	};
	return { name: `${configuration}: ${scenario.name}`, run };
}

void main({ name: 'outages', run: testOutages, afterError: nothingPassed });
