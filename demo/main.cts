import { main } from '../support/cli/main.cts';
import { runSteps } from '../support/cli/progress.cts';
import type { N8nTestBed } from '../support/n8n/testBed.cts';
import { shownText } from '../support/services/inboxPage.cts';
import { untilAborted, withTimeLimit } from '../support/system/wait.cts';
import { connectionDetails } from './connectionDetails.cts';
import { DemoEnvironment } from './environment.cts';
import { readFlags } from './flags.cts';
import { allScenarios } from './scenarios/index.cts';
import type { Scenario, Services } from './scenarios/scenario.cts';

/** From n8n being ready to the end of the scenario. */
const scenarioLimitMs = 240_000;

function say(line: string): void {
	console.log(line);
}

async function demo(args: string[], signal: AbortSignal): Promise<number> {
	const summaries = Object.entries(allScenarios).map(([name, { summary }]) => [name, summary]);
	const flags = readFlags(args, Object.fromEntries(summaries));
	const scenario = allScenarios[flags.scenario];
	const environment = await DemoEnvironment.create(flags, scenario, signal);
	try {
		await runSteps(environment.steps());
		showSignIn(environment.testBed);
		await runScenario(environment, scenario, signal);
		showSeconds(environment.testBed.install.installMs);
		if (flags.once) return 0;
		say('');
		const { credentials } = environment.testBed.imported;
		for (const line of connectionDetails(environment.services, credentials)) say(line);
		say('');
		for (const line of await scenario.afterwards(environment.services)) say(line);
		await stayOpen(environment, signal);
		return 0;
	} finally {
		await environment.close();
	}
}

function showSignIn({ url, owner }: N8nTestBed): void {
	say('');
	say(`The editor: ${url}   sign in as ${owner.email} with the password ${owner.password}`);
	say('');
	say('The sandbox is a server that answers like ASA, for one simulated team. The inbox, Jira and');
	say('Mattermost are stand-ins: small servers that take what n8n sends, and show it.');
	say('');
}

/** @throws CliError with the reason when the scenario's time is up */
async function runScenario(
	environment: DemoEnvironment,
	scenario: Scenario,
	signal: AbortSignal,
): Promise<void> {
	const { api, services, testBed } = environment;
	const timeUp = async () =>
		`the scenario did not end within ${scenarioLimitMs / 1_000} s: ${await environment.describeExecutions()}`;
	await withTimeLimit(scenarioLimitMs, timeUp, signal, async (limited) => {
		const scenarioRun = scenario.run({ ...services, api, say, signal: limited });
		await Promise.race([scenarioRun, untilAborted(limited), untilProcessEnds(testBed)]);
	});
}

/** @throws CliError when n8n or the sandbox ends before it is stopped */
async function untilProcessEnds({ n8n, sandbox }: N8nTestBed): Promise<never> {
	return await Promise.race([n8n.untilEnded(), sandbox.untilEnded()]);
}

/** Counted from the start of this process, including the clone's own dependencies. */
function showSeconds(installMs: number): void {
	const totalMs = performance.now();
	const seconds = (milliseconds: number) => `${(milliseconds / 1_000).toFixed(1)} s`;
	const install = installMs ? `, and ${seconds(installMs)} for installing n8n, once` : '';
	say(`Done in ${seconds(totalMs - installMs)}${install}.`);
}

async function stayOpen({ services, testBed }: DemoEnvironment, signal: AbortSignal) {
	say('');
	say('Everything stays open until you press Ctrl-C. What n8n sends is shown here.');
	showArrivals(services);
	await Promise.race([untilAborted(signal), untilProcessEnds(testBed)]);
}

function showArrivals({ inbox, jira, mattermost }: Services): void {
	inbox.messages.onArrival((message) =>
		say(`\nThe inbox, at ${message.path}: ${shownText(message)}`),
	);
	mattermost.posts.onArrival(({ message }) => say(`\nMattermost: ${message}`));
	jira.issues.changes.onArrival(({ kind, issue, news }) => {
		say(`\nJira: ${issue.key} ${kind}: ${news.split('\n')[0]}`);
	});
}

void main({ name: 'demo', run: demo });
