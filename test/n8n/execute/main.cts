import { Interrupted, listenForInterruption } from '../../../support/cli/interruption.cts';
import { assertPortsFree, freePort } from '../../../support/system/ports.cts';
import { releaseOf } from '../../../support/n8n/releases.cts';
import { Trouble } from '../../../support/cli/errors.cts';
import { runSteps } from '../../../support/cli/progress.cts';
import type { State } from '../../../sandbox/state.cts';
import type { Dialect } from '../../../support/sandbox/sandboxControl.cts';
import { endpointRuns, otherRefusals } from './coverage.cts';
import { playFailures } from './failureChecks.cts';
import { readFlags } from './flags.cts';
import { House } from './house.cts';
import { checks, type Round, tables } from './report.cts';
import { runWorkflow, type WorkflowRun } from './executeWorkflow.cts';
import { secretChecks } from './secretChecks.cts';

const isTerminal = Boolean(process.stdout.isTTY) && !process.env.CI;

/**
 * Runs the example of each resource by `n8n execute` against the sandbox, in both dialects, and looks
 * in the sandbox's log for all 25 endpoints. Then lets executions fail, by answers that quote what was
 * sent, and looks for secrets in all that n8n has stored.
 *
 * @returns the exit code
 */
async function main(signal: AbortSignal): Promise<number> {
	const flags = readFlags(process.argv.slice(2));
	const release = releaseOf(flags.n8nVersion);
	const sandboxPort = flags.sandboxPort ?? (await freePort());
	await assertPortsFree([{ port: sandboxPort, owner: 'the sandbox', flag: '--sandbox-port' }]);
	const house = new House({ release, sandboxPort, signal });
	try {
		await runSteps(house.steps(), isTerminal);
		const rounds = {
			client: await playRound(house, 'client', signal),
			page: await playRound(house, 'page', signal),
		};
		await runSteps(house.serverSteps(), isTerminal);
		const failures = await playFailures(house, signal);
		console.log(`\n${tables(rounds)}\n`);
		const secrets = await secretChecks(house, rounds, failures);
		return conclude([...checks(rounds), ...failures.checks, ...secrets]);
	} finally {
		await house.close();
	}
}

async function playRound(house: House, dialect: Dialect, signal: AbortSignal): Promise<Round> {
	const { control, sandbox, n8n } = house;
	await control.speak(dialect);
	const before = objectsOf(await sandbox.state());
	const workflows: WorkflowRun[] = [];
	for (const workflow of house.workflows) {
		console.log(`${dialect}: ${workflow.name} ...`);
		workflows.push(await runWorkflow(n8n, workflow, signal));
	}
	const requests = await control.requests();
	const left = objectsOf(await sandbox.state()).filter((object) => !before.includes(object));
	return {
		workflows,
		endpoints: endpointRuns(requests, dialect),
		afterwards: [...otherRefusals(requests), ...left.map((object) => `${object} was left`)],
	};
}

/** The connections that are there, and their jobs. */
function objectsOf({ connections }: State): string[] {
	const live = connections.filter(({ deletedAt }) => deletedAt === null);
	return live.flatMap(({ name, serverSyncJobs, userSyncJobs }) => [
		`connection "${name}"`,
		...[...serverSyncJobs, ...userSyncJobs].map(
			({ settings }) => `job "${settings.name}" of "${name}"`,
		),
	]);
}

function conclude(all: ReturnType<typeof checks>): number {
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
	console.error(error instanceof Trouble ? `execute: ${error.message}` : error);
	console.log('0 passed, 1 failed');
	return 1;
}

const interruption = listenForInterruption();
main(interruption)
	.catch(exitCodeOf)
	.then((code) => process.exit(code));
