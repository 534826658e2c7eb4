import { CliError } from '../../support/cli/errors.cts';
import { ticketInJira, triggerName, withItems } from '../../support/examples/ticketInJira.cts';
import type { WorkflowImport } from '../../support/n8n/workflow.cts';
import { credentialFor } from '../../support/sandbox/credential.cts';
import type { Change, Issue } from '../../support/services/jira/issues.cts';
import { failAgainLines, indented, type Scenario, type ScenarioContext } from './scenario.cts';

const connectionName = 'Corporate directory';
const jobName = 'Servers';

/** Virtual. */
const runSeconds = 60;
const daySeconds = 24 * 3600;

/** The example "Ticket in Jira": a sync fails, keeps failing, and recovers. */
export const ticket: Scenario = {
	summary: 'a failing sync opens a ticket in Jira, comments on it, and closes it on recovery',

	imports({ sandbox, jira }) {
		const credential = credentialFor(sandbox);
		const workflow = ticketInJira(credential, jira);
		return { credentials: [credential, jira.credential], workflows: [workflow] };
	},

	async run(context: ScenarioContext) {
		const { api, sandbox, jira, say } = context;
		const workflow = ticketInJira(credentialFor(sandbox), jira);
		await api.activate(workflow.id);
		say('The workflow "Ticket in Jira" is published; it polls every ten seconds.');
		const { id } = await sandbox.serverSyncJob(connectionName, jobName);
		await sandbox.runWith(id, { outcome: 'fail', times: null, durationSeconds: runSeconds });
		say(`In the sandbox, the sync "${jobName}" of "${connectionName}" runs and fails.`);
		await untilChanged(context, 'opened', ({ kind }) => kind === 'created');
		await deliverAgain(context, workflow);
		await sandbox.advance(daySeconds);
		say('A day passes in the sandbox; the sync fails every hour.');
		await untilChanged(context, 'commented', ({ kind }) => kind === 'commented');
		await sandbox.runWith(id, { outcome: 'succeed', durationSeconds: runSeconds });
		say('The sync runs and succeeds.');
		await untilChanged(context, 'closed', isClosing);
		showTicket(context, onlyTicket(context));
	},

	async afterwards({ sandbox }) {
		return await failAgainLines(sandbox, connectionName, jobName);
	},
};

async function untilChanged(
	{ jira, say, signal }: ScenarioContext,
	word: string,
	suits: (change: Change) => boolean,
): Promise<void> {
	const { issue } = await jira.issues.changes.waitFor(suits, signal);
	say(`    Jira: ${issue.key} was ${word}.`);
}

function isClosing({ kind, issue }: Change): boolean {
	return kind === 'moved' && issue.status.category.key === 'done';
}

/** What a crash of n8n can cause: the items of a poll are delivered again. */
async function deliverAgain(context: ScenarioContext, workflow: WorkflowImport): Promise<void> {
	const { api, say, signal } = context;
	const [first] = await api.executions(workflow.id);
	if (!first) throw new Error('The ticket was opened without an execution');
	const { items } = await api.untilEnded(first.id, signal);
	const id = await api.create(withItems(workflow, 'The same item again', items[triggerName] ?? []));
	const again = await api.runToEnd(id, triggerName, signal);
	await api.delete(id);
	if (again.error) throw new CliError(`the second delivery failed: ${again.error}`);
	if (!again.items['Nothing to Do']) throw new CliError('the second delivery was not recognized');
	onlyTicket(context);
	say('The same item is delivered again, as after a crash: there is still one ticket.');
}

/** @throws CliError unless there is exactly one */
function onlyTicket({ jira }: Pick<ScenarioContext, 'jira'>): Issue {
	const [issue, ...others] = jira.issues.all;
	if (issue && others.length === 0) return issue;
	throw new CliError(`there are ${others.length + 1} tickets; there should be one`);
}

function showTicket({ say, jira }: ScenarioContext, issue: Issue): void {
	const { key, summary, description, labels, status, comments } = issue;
	say('');
	say(`${key} ${summary}   ${jira.pageOf(issue)}`);
	say(`    label ${labels.join(', ')}`);
	say(indented(description, 8));
	for (const { text } of comments) {
		say('    comment:');
		say(indented(text, 8));
	}
	say(`    status: ${status.name}`);
	say('');
	say(`1 ticket opened, ${comments.length} comments, closed.`);
}
