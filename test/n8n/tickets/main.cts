import {
	nothingPassed,
	printSummary,
	runCases,
	type TestCase,
} from '../../../support/cli/checks.cts';
import { readN8nVersion } from '../../../support/cli/flags.cts';
import { main } from '../../../support/cli/main.cts';
import { runSteps } from '../../../support/cli/progress.cts';
import { ticketInJira } from '../../../support/examples/ticketInJira.cts';
import { N8nTestBed } from '../../../support/n8n/testBed.cts';
import { credentialFor } from '../../../support/sandbox/credential.cts';
import { assertNoSecretStored, noSecretStored } from '../../../support/secrets/storedSecrets.cts';
import { Jira } from '../../../support/services/jira/jira.cts';
import { cases } from './cases.cts';
import { TicketHarness } from './ticketHarness.cts';

const description =
	'Runs the example "Ticket in Jira" in real n8n with everything that can happen to an incident.';

/**
 * Gives the example "Ticket in Jira" what the trigger can output, in real n8n, and counts the tickets;
 * then searches what n8n has stored for secrets.
 */
async function testTickets(args: string[], signal: AbortSignal): Promise<number> {
	const n8nVersion = readN8nVersion('test:tickets', description, args);
	const testBed = await N8nTestBed.create({
		...{ name: 'test:tickets', n8nVersion, signal },
		imports: () => {
			const credential = credentialFor(testBed.sandbox);
			const workflows = [ticketInJira(credential, jira)];
			return { credentials: [credential, jira.credential], workflows };
		},
	});
	const jira = testBed.use(new Jira());
	try {
		await runSteps(testBed.steps());
		return printSummary(await runCases(casesFor(testBed, jira), signal));
	} finally {
		await testBed.close();
	}
}

function casesFor(testBed: N8nTestBed, jira: Jira): TestCase[] {
	const harness = new TicketHarness(testBed, jira);
	const search = () => assertNoSecretStored(testBed.n8n, testBed.sandbox);
	return [
		...Object.entries(cases).map(([name, run]) => ({ name, run: () => run(harness) })),
		{ name: noSecretStored, run: search },
	];
}

void main({ name: 'test:tickets', run: testTickets, afterError: nothingPassed });
