import type { State } from '../../../sandbox/state.cts';
import { nothingPassed, printProblems, printSummary } from '../../../support/cli/checks.cts';
import {
	commandLine,
	n8nVersionOption,
	parseFlags,
	parsePort,
} from '../../../support/cli/flags.cts';
import { main } from '../../../support/cli/main.cts';
import { runSteps } from '../../../support/cli/progress.cts';
import { assertPortsFree } from '../../../support/system/ports.cts';
import { type Dialect, endpointRuns, otherRefusals } from './coverage.cts';
import { executeWorkflow, type WorkflowRun } from './executeWorkflow.cts';
import { runFailures } from './failureChecks.cts';
import { checksOf, type DialectRun, tables } from './report.cts';
import { secretChecks } from './secretChecks.cts';
import { createExecuteEnvironment, type ExecuteEnvironment } from './executeEnvironment.cts';

interface Flags {
	n8nVersion: string;
	sandboxPort?: number;
}

function readFlags(args: string[]): Flags {
	const command = commandLine(
		'test:execute',
		"Runs the example of each resource by n8n's command line against the sandbox.",
	)
		.addOption(n8nVersionOption())
		.option('--sandbox-port <port>', 'port of the sandbox (default: any free port)', parsePort);
	return parseFlags(command, args);
}

/**
 * Runs the example of each resource by `n8n execute` against the sandbox, in both dialects, and looks
 * in the sandbox's log for every endpoint that has an operation. Then lets executions fail, by answers
 * that quote what was sent, and looks for secrets in everything that n8n has stored.
 */
async function testExecute(args: string[], signal: AbortSignal): Promise<number> {
	const { n8nVersion, sandboxPort } = readFlags(args);
	if (sandboxPort) {
		const flag = '--sandbox-port';
		await assertPortsFree([{ port: sandboxPort, owner: 'the sandbox', flag }]);
	}
	const environment = await createExecuteEnvironment({ n8nVersion, sandboxPort, signal });
	const { testBed } = environment;
	try {
		await runSteps(testBed.preparationSteps());
		const runs = {
			client: await runDialect(environment, 'client'),
			page: await runDialect(environment, 'page'),
		};
		await runSteps([testBed.startStep()]);
		const failures = await runFailures(environment);
		console.log(`\n${tables(runs)}\n`);
		const secrets = await secretChecks(environment, runs, failures);
		const checks = [...checksOf(runs), ...failures.checks, ...secrets];
		printProblems(checks);
		return printSummary(checks);
	} finally {
		await testBed.close();
	}
}

async function runDialect(
	{ testBed, workflows }: ExecuteEnvironment,
	dialect: Dialect,
): Promise<DialectRun> {
	const { sandbox, n8n, signal } = testBed;
	await sandbox.setSwitches({ dialect });
	await sandbox.clearRequests();
	const before = objectsOf(await sandbox.state());
	const workflowRuns: WorkflowRun[] = [];
	for (const workflow of workflows) {
		console.log(`${dialect}: ${workflow.name} ...`);
		workflowRuns.push(await executeWorkflow(n8n, workflow, signal));
	}
	const requests = await sandbox.requests();
	const left = objectsOf(await sandbox.state()).filter((object) => !before.includes(object));
	return {
		workflows: workflowRuns,
		endpoints: endpointRuns(requests, dialect),
		leftovers: [...otherRefusals(requests), ...left.map((object) => `${object} was left`)],
	};
}

/** The connections that are not deleted, and their jobs. */
function objectsOf({ connections }: State): string[] {
	const live = connections.filter(({ deletedAt }) => deletedAt === null);
	return live.flatMap(({ name, serverSyncJobs, userSyncJobs }) => [
		`connection "${name}"`,
		...[...serverSyncJobs, ...userSyncJobs].map(
			({ settings }) => `job "${settings.name}" of "${name}"`,
		),
	]);
}

void main({ name: 'test:execute', run: testExecute, afterError: nothingPassed });
