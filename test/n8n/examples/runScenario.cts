import type { Scenario } from './scenarios/scenario.cts';
import type { ExamplesEnvironment } from './examplesEnvironment.cts';

/**
 * Runs a scenario. One that fails has its workflows unpublished and its faults of the team removed:
 * its triggers would go on running during the scenarios that follow.
 *
 * @throws what the scenario throws; Error with that and why clearing up failed
 */
export async function runScenario(
	scenario: Scenario,
	environment: ExamplesEnvironment,
	signal: AbortSignal,
): Promise<void> {
	try {
		await scenario.run(environment, signal);
	} catch (error) {
		await clearUp(scenario, environment).catch((other: unknown) => {
			throw new Error(`${messageOf(error)}; and then: ${messageOf(other)}`, { cause: error });
		});
		throw error;
	}
}

async function clearUp(scenario: Scenario, environment: ExamplesEnvironment): Promise<void> {
	const { api, sandbox } = environment.testBed;
	await sandbox.setFaults([]);
	for (const { id } of await scenario.workflows(environment)) await api.deactivate(id);
}

function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
