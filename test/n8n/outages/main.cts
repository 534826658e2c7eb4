import {
	nothingPassed,
	printSummary,
	runCases,
	type TestCase,
} from '../../../support/cli/checks.cts';
import { CliError } from '../../../support/cli/errors.cts';
import { main } from '../../../support/cli/main.cts';
import { chosenConfigurations } from '../../../support/n8n/configurations.cts';
import { releaseOf } from '../../../support/n8n/releases.cts';
import { assertNoSecretStored, noSecretStored } from '../../../support/secrets/storedSecrets.cts';
import { withTemporaryFolder } from '../../../support/system/folders.cts';
import { buildAndPack } from '../../../support/system/package.cts';
import { withTimeLimit } from '../../../support/system/wait.cts';
import { readFlags } from './flags.cts';
import { allScenarios } from './scenarios/index.cts';
import type { Scenario } from './scenarios/scenario.cts';
import { TriggerHarness } from './triggerHarness.cts';

/** For one scenario. On a busy machine a start of n8n alone takes a minute. */
const scenarioLimitMs = 300_000;

/**
 * Runs the trigger in real n8n while its API can't be read. Each configuration has an n8n and a team of its
 * own, and they run at the same time: a scenario mostly waits for polls.
 */
async function testOutages(args: string[], signal: AbortSignal): Promise<number> {
	const { n8nVersion, configuration, only = '' } = readFlags(args);
	const scenarios = allScenarios.filter(({ name }) => name.includes(only));
	if (scenarios.length === 0) throw new CliError(`no scenario has "${only}" in its name`);
	const configurations = chosenConfigurations(releaseOf(n8nVersion), configuration);
	return await withTemporaryFolder('outages', async (folder) => {
		const tarball = await buildAndPack(folder, signal);
		const harnesses: TriggerHarness[] = [];
		try {
			for (const each of configurations) {
				console.log(`\nn8n ${n8nVersion}, ${each.title}:`);
				harnesses.push(await TriggerHarness.create(each, { n8nVersion, tarball, signal }));
				await harnesses.at(-1)!.start();
			}
			console.log('');
			const runs = harnesses.map((harness) =>
				runCases(casesOf(harness, scenarios, signal), signal),
			);
			return printSummary((await Promise.all(runs)).flat());
		} finally {
			for (const harness of harnesses) await harness.close();
		}
	});
}

function casesOf(harness: TriggerHarness, scenarios: Scenario[], signal: AbortSignal): TestCase[] {
	const { name, testBed } = harness;
	const search = () => assertNoSecretStored(testBed.n8n, testBed.sandbox);
	return [
		...scenarios.map((scenario) => caseOf(scenario, harness, signal)),
		{ name: `${name}: ${noSecretStored}`, run: search },
	];
}

function caseOf(scenario: Scenario, harness: TriggerHarness, signal: AbortSignal): TestCase {
	const timeUp = () =>
		`it did not end within ${scenarioLimitMs / 1_000} s; ${harness.describeArrivals()}`;
	const run = async () => {
		await harness.begin();
		try {
			await withTimeLimit(scenarioLimitMs, timeUp, signal, (limited) =>
				scenario.run({ harness, sandbox: harness.sandbox, signal: limited }),
			);
		} finally {
			await harness.end();
		}
	};
	return { name: `${harness.name}: ${scenario.name}`, run };
}

void main({ name: 'test:outages', run: testOutages, afterError: nothingPassed });
