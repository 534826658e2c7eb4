import { readFlags } from './flags.cts';
import { shownText } from '../support/services/inbox.cts';
import {
	Interrupted,
	listenForInterruption,
	untilAborted,
	withDeadline,
} from '../support/cli/interruption.cts';
import { Trouble } from '../support/cli/errors.cts';
import { runSteps } from '../support/cli/progress.cts';
import { SCENARIOS } from './scenarios/index.cts';
import type { Scenario, Services } from './scenarios/scenario.cts';
import { SetUp } from './environment.cts';

/** From n8n being ready to the end of the scenario, at most (milliseconds). */
const SCENARIO_LIMIT_MS = 180_000;

function say(line: string): void {
	console.log(line);
}

async function demo(signal: AbortSignal): Promise<void> {
	const summaries = Object.entries(SCENARIOS).map(([name, { summary }]) => [name, summary]);
	const flags = readFlags(process.argv.slice(2), Object.fromEntries(summaries));
	const scenario = SCENARIOS[flags.scenario];
	const isTerminal = Boolean(process.stdout.isTTY) && !process.env.CI;
	const setUp = new SetUp(flags, scenario, signal);
	await setUp.check();
	try {
		await runSteps(setUp.steps(), isTerminal);
		showSignIn(setUp);
		await playScenario(setUp, scenario, signal);
		showSeconds(setUp.installMs);
		if (flags.once) return;
		for (const line of await scenario.afterwards(setUp.services)) say(line);
		await stayOpen(setUp, signal);
	} finally {
		await setUp.close();
	}
}

function showSignIn({ editorUrl, owner }: SetUp): void {
	say('');
	say(`The editor: ${editorUrl}   sign in as ${owner.email} with ${owner.password}`);
	say('');
}

/** @throws Trouble with the reason when the scenario's time is up */
async function playScenario(setUp: SetUp, scenario: Scenario, signal: AbortSignal): Promise<void> {
	const { api, services } = setUp;
	const timeUp = new Trouble(`the scenario didn't end within ${SCENARIO_LIMIT_MS / 1_000} s`);
	const deadline = withDeadline(signal, SCENARIO_LIMIT_MS, timeUp);
	try {
		const played = scenario.play({ ...services, api, say, signal: deadline.signal });
		await Promise.race([played, untilAborted(deadline.signal), untilN8nFails(setUp)]);
	} catch (error) {
		if (error !== timeUp) throw error;
		throw new Trouble(`${timeUp.message}: ${await whatWentWrong(setUp)}`);
	} finally {
		deadline.clear();
	}
}

/** What n8n knows about why nothing arrived. */
async function whatWentWrong({ api, n8n, workflows }: SetUp): Promise<string> {
	const runs: string[] = [];
	for (const { id, name } of workflows) {
		const executions = await api.executions(id, 100);
		const failed = executions.find(({ status }) => status === 'error');
		if (failed) return `"${name}" failed: ${(await api.execution(failed.id)).error}`;
		runs.push(`"${name}" ran ${executions.length} times`);
	}
	return `no workflow failed; ${runs.join(', ')}; n8n's last line: ${await n8n.lastLogLine()}`;
}

/** @throws Trouble when n8n ends before it is told to */
async function untilN8nFails({ n8n }: SetUp): Promise<never> {
	await n8n.untilEnded();
	throw new Trouble(`n8n ended: ${await n8n.lastLogLine()}`);
}

/** Counted from the start of this process, the clone's own dependencies included. */
function showSeconds(installMs: number): void {
	const total = performance.now();
	const seconds = (milliseconds: number) => `${(milliseconds / 1_000).toFixed(1)} s`;
	const install = installMs ? `, and ${seconds(installMs)} for installing n8n, once` : '';
	say(`Done in ${seconds(total - installMs)}${install}.`);
}

async function stayOpen(setUp: SetUp, signal: AbortSignal): Promise<void> {
	say('');
	say('All stays open until Ctrl-C. What arrives from n8n is shown here.');
	showArrivals(setUp.services);
	await Promise.race([untilAborted(signal), untilN8nFails(setUp)]);
}

function showArrivals({ inbox, jira, mattermost }: Services): void {
	inbox.messages.onArrival((message) => say(`\nThe inbox: ${shownText(message)}`));
	mattermost.posts.onArrival(({ message }) => say(`\nMattermost: ${message}`));
	jira.issues.changes.onArrival(({ kind, issue }) => {
		say(`\nJira: ${issue.key} ${kind}, ${issue.status.name}: ${issue.summary}`);
	});
}

function exitCodeOf(error: unknown): number {
	if (error instanceof Interrupted) {
		say('Interrupted; everything is stopped.');
		return error.exitCode;
	}
	console.error(error instanceof Trouble ? `demo: ${error.message}` : error);
	return 1;
}

const interruption = listenForInterruption();
demo(interruption)
	.then(() => 0, exitCodeOf)
	.then((code) => process.exit(code));
