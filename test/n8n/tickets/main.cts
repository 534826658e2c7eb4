import { Interrupted, listenForInterruption } from '../../../support/cli/interruption.cts';
import { freePort } from '../../../support/system/ports.cts';
import { Trouble } from '../../../support/cli/errors.cts';
import { runSteps } from '../../../support/cli/progress.cts';
import { ticket } from '../../../demo/scenarios/ticket.cts';
import { SetUp } from '../../../demo/environment.cts';
import { assertNoSecretKept, NO_SECRET_KEPT } from '../../../support/secrets/storedSecrets.cts';
import { CASES } from './cases.cts';
import { readFlags } from './flags.cts';
import { Desk } from './ticketHarness.cts';

type Play = () => Promise<unknown>;

/**
 * Gives the example "Ticket in Jira" what a trigger can give it, in real n8n, and counts the
 * tickets; then searches what n8n has kept for secrets.
 *
 * @returns the exit code
 */
async function main(signal: AbortSignal): Promise<number> {
	const { n8nVersion } = readFlags(process.argv.slice(2));
	const [n8nPort, sandboxPort, inboxPort] = [await freePort(), await freePort(), await freePort()];
	const flags = { once: true, scenario: 'ticket', n8nVersion, n8nPort, sandboxPort, inboxPort };
	const setUp = new SetUp(flags, ticket, signal);
	await setUp.check();
	try {
		await runSteps(setUp.steps(), Boolean(process.stdout.isTTY) && !process.env.CI);
		const desk = new Desk(setUp, signal);
		const searched = () => assertNoSecretKept(setUp.n8n, setUp.services.sandbox);
		return conclude(await playAll({ ...cases(desk), [NO_SECRET_KEPT]: searched }));
	} finally {
		await setUp.close();
	}
}

/** What can happen to incidents, at this desk. */
function cases(desk: Desk): Record<string, Play> {
	const all = Object.entries(CASES).map(([name, play]) => [name, async () => await play(desk)]);
	return Object.fromEntries(all);
}

/** @returns for each play whether it went as it should */
async function playAll(plays: Record<string, Play>): Promise<boolean[]> {
	const passed: boolean[] = [];
	for (const [name, play] of Object.entries(plays)) {
		const started = Date.now();
		const problem = await problemOf(play);
		const seconds = Math.round((Date.now() - started) / 1_000);
		console.log(problem ? `FAILED ${name}: ${problem}` : `passed: ${name} (${seconds} s)`);
		passed.push(!problem);
	}
	return passed;
}

/** @throws Interrupted when that is what ends it */
async function problemOf(play: Play): Promise<string | undefined> {
	try {
		await play();
		return undefined;
	} catch (error) {
		if (error instanceof Interrupted) throw error;
		return (error as Error).message;
	}
}

function conclude(passed: boolean[]): number {
	const failures = passed.filter((each) => !each).length;
	console.log(`${passed.length - failures} passed, ${failures} failed`);
	return failures === 0 ? 0 : 1;
}

function exitCodeOf(error: unknown): number {
	if (error instanceof Interrupted) {
		console.log('Interrupted; everything is stopped.');
		return error.exitCode;
	}
	console.error(error instanceof Trouble ? `tickets: ${error.message}` : error);
	console.log('0 passed, 1 failed');
	return 1;
}

const interruption = listenForInterruption();
main(interruption)
	.catch(exitCodeOf)
	.then((code) => process.exit(code));
