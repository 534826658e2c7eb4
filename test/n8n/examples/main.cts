import { resolve } from 'node:path';
import type { INodeTypeDescription } from 'n8n-workflow';
import {
	nothingPassed,
	printSummary,
	runCases,
	type TestCase,
} from '../../../support/cli/checks.cts';
import { CliError } from '../../../support/cli/errors.cts';
import { commandLine, n8nVersionOption, parseFlags } from '../../../support/cli/flags.cts';
import { main } from '../../../support/cli/main.cts';
import { runSteps } from '../../../support/cli/progress.cts';
import { exampleFiles, readExample } from '../../../support/examples/readyExample.cts';
import type { WorkflowImport } from '../../../support/n8n/workflow.cts';
import { assertNoSecretStored } from '../../../support/secrets/storedSecrets.cts';
import { withTimeLimit } from '../../../support/system/wait.cts';
import { exampleProblems } from '../../helpers/examples/check.cts';
import { exampleOf } from '../../helpers/examples/example.cts';
import { runScenario } from './runScenario.cts';
import { allScenarios } from './scenarios/index.cts';
import type { Scenario } from './scenarios/scenario.cts';
import { secretCase } from './secretCase.cts';
import { createExamplesEnvironment, type ExamplesEnvironment } from './examplesEnvironment.cts';

/** For one scenario. */
const scenarioLimitMs = 180_000;

const description =
	'Checks every example against the node types of a real n8n, and runs the examples there.';

/**
 * Imports every example into a real n8n unchanged, checks it node by node against the node types that
 * this n8n has, and runs those that can be run, against the sandbox and stand-ins of other services.
 * Then searches what n8n has stored for secrets.
 */
async function testExamples(args: string[], signal: AbortSignal): Promise<number> {
	const { n8nVersion, only, screenshots } = readFlags(args);
	const scenarios = allScenarios.filter(({ name }) => name.includes(only));
	const workflows = async (opened: ExamplesEnvironment) => await workflowsFor(opened, scenarios);
	const environment = await createExamplesEnvironment({
		...{ n8nVersion, signal, workflows },
		screenshots: screenshots && resolve(screenshots, n8nVersion),
	});
	const { testBed } = environment;
	try {
		await runSteps(testBed.steps());
		console.log(`\nEvery example by the node types of n8n ${n8nVersion}:`);
		const checked = await runCases(await exampleCases(environment), signal);
		console.log(`\nThe examples run in n8n ${n8nVersion}:`);
		const ran = await runCases(scenarioCases(environment, scenarios), signal);
		console.log('\nAfterwards:');
		const search = () => assertNoSecretStored(testBed.n8n, testBed.sandbox);
		const searched = await runCases([secretCase(search, only === '')], signal);
		console.log('');
		return printSummary([...checked, ...ran, ...searched]);
	} finally {
		await testBed.close();
	}
}

interface Flags {
	n8nVersion: string;
	only: string;
	/** A folder for screenshots, with a subfolder for the version. Absent: none are taken. */
	screenshots?: string;
}

function readFlags(args: string[]): Flags {
	const command = commandLine('test:examples', description)
		.addOption(n8nVersionOption())
		.option('--only <text>', 'run only the scenarios whose name contains this text', '')
		.option('--screenshots <folder>', 'keep screenshots in this folder');
	return parseFlags<Flags>(command, args);
}

/** Every example as it is, and those that are run once more, with what their notes say to set. */
async function workflowsFor(
	environment: ExamplesEnvironment,
	scenarios: Scenario[],
): Promise<WorkflowImport[]> {
	const unchanged = exampleFiles.map((file) => ({ ...readExample(file), id: unchangedId(file) }));
	const toRun = await Promise.all(scenarios.map(({ workflows }) => workflows(environment)));
	return [...unchanged, ...toRun.flat()];
}

function unchangedId(file: string): string {
	return `unchanged-${file.replace('.json', '')}`;
}

async function exampleCases(environment: ExamplesEnvironment): Promise<TestCase[]> {
	const types = (await environment.testBed.api.nodeTypes()) as INodeTypeDescription[];
	return exampleFiles.map((file) => ({
		name: file,
		run: () => checkExample(environment, file, types),
	}));
}

/** @throws CliError with what n8n's node types don't know, or if n8n doesn't hold the whole example */
async function checkExample(
	{ testBed }: ExamplesEnvironment,
	file: string,
	types: INodeTypeDescription[],
): Promise<void> {
	const problems = exampleProblems(exampleOf(file), types);
	const { nodes } = await testBed.api.workflow(unchangedId(file));
	const missing = readExample(file).nodes.filter(({ id }) => !nodes.some((node) => node.id === id));
	const lost = missing.map(({ name }) => `${name}: was not imported`);
	if (problems.length + lost.length > 0) throw new CliError([...problems, ...lost].join('; '));
}

function scenarioCases(environment: ExamplesEnvironment, scenarios: Scenario[]): TestCase[] {
	const timeUp = `it did not end within ${scenarioLimitMs / 1_000} s`;
	const { signal } = environment.testBed;
	const caseOf = (scenario: Scenario): TestCase => ({
		name: scenario.name,
		run: () =>
			withTimeLimit(scenarioLimitMs, timeUp, signal, (limited) =>
				runScenario(scenario, environment, limited),
			),
	});
	return scenarios.map(caseOf);
}

void main({ name: 'test:examples', run: testExamples, afterError: nothingPassed });
