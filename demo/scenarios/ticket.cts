import type { WorkflowImport } from '../../support/n8n/n8nProcess.cts';
import { Trouble } from '../../support/cli/errors.cts';
import type { Change, Issue } from '../../support/services/jira/issues.cts';
import { credentialFor } from '../../support/sandbox/credential.cts';
import type { Scenario, Stage } from './scenario.cts';
import { ticketWorkflow, TRIGGER, withItems } from '../../support/examples/ticketInJira.cts';

const CONNECTION = 'Corporate directory';
const JOB = 'Servers';

/** Virtual seconds. */
const RUN_SECONDS = 60;
const A_DAY = 24 * 3600;

/** The example "Ticket in Jira": a sync fails, goes on failing, and recovers. */
export const ticket: Scenario = {
	summary: 'a failing sync opens a ticket in Jira, comments on it, and closes it on recovery',

	imports({ sandbox, jira }) {
		const credential = credentialFor(sandbox);
		const workflow = ticketWorkflow(credential, jira);
		return { credentials: [credential, jira.credential], workflows: [workflow] };
	},

	async play(stage: Stage) {
		const { api, sandbox, jira, say } = stage;
		const workflow = ticketWorkflow(credentialFor(sandbox), jira);
		await api.activate(workflow.id);
		say('The workflow "Ticket in Jira" is active; it polls every ten seconds.');
		const { id } = await sandbox.serverSyncJob(CONNECTION, JOB);
		await sandbox.planRuns(id, { outcome: 'fail', times: null, durationSeconds: RUN_SECONDS });
		await sandbox.runJob(id);
		say(`In the sandbox, the sync "${JOB}" of "${CONNECTION}" runs and fails.`);
		await arrival(stage, 'opened', ({ kind }) => kind === 'created');
		await deliverAgain(stage, workflow);
		await sandbox.advance(A_DAY);
		say('A day passes in the sandbox; the sync fails every hour.');
		await arrival(stage, 'commented', ({ kind }) => kind === 'commented');
		await sandbox.planRuns(id, { outcome: 'succeed', durationSeconds: RUN_SECONDS });
		await sandbox.runJob(id);
		say('The sync runs and succeeds.');
		await arrival(stage, 'closed', isClosing);
		tell(stage, onlyTicket(stage));
	},

	async afterwards({ sandbox, jira }) {
		const { id } = await sandbox.serverSyncJob(CONNECTION, JOB);
		const job = `${sandbox.url}/sandbox/jobs/${id}`;
		return [
			`The tickets: ${jira.url}. To let the sync fail again:`,
			`  curl -H 'content-type: application/json' -d '{"outcome":"fail"}' ${job}/plan && curl -X POST ${job}/run`,
		];
	},
};

async function arrival(
	{ jira, say, signal }: Stage,
	word: string,
	suits: (change: Change) => boolean,
): Promise<void> {
	const { issue } = await jira.issues.changes.waitFor(suits, signal);
	say(`    Jira: ${issue.key} was ${word}.`);
}

function isClosing({ kind, issue }: Change): boolean {
	return kind === 'moved' && issue.status.category.key === 'done';
}

/** What a crash of n8n can lead to: the items of a poll come once more. */
async function deliverAgain(stage: Stage, workflow: WorkflowImport): Promise<void> {
	const { api, say, signal } = stage;
	const [first] = await api.executions(workflow.id);
	if (!first) throw new Error('The ticket was opened without an execution');
	const { items } = await api.endOf(first.id, signal);
	const id = await api.create(withItems(workflow, 'The same item again', items[TRIGGER] ?? []));
	const again = await api.endOf(await api.run(id, TRIGGER), signal);
	if (again.error) throw new Trouble(`the second delivery failed: ${again.error}`);
	if (!again.items['Nothing to Do']) throw new Trouble('the second delivery was not recognised');
	onlyTicket(stage);
	say('The same item is delivered once more, as after a crash: there is still one ticket.');
}

/** @throws Trouble unless there is exactly one */
function onlyTicket({ jira }: Pick<Stage, 'jira'>): Issue {
	const [issue, ...others] = jira.issues.all;
	if (issue && others.length === 0) return issue;
	throw new Trouble(`there are ${others.length + 1} tickets; there should be one`);
}

function tell({ say, jira }: Stage, issue: Issue): void {
	const { key, summary, description, labels, status, comments } = issue;
	say('');
	say(`${key} ${summary}   ${jira.pageOf(issue)}`);
	say(`    label ${labels.join(', ')}`);
	say(indented(description));
	for (const { text } of comments) {
		say('    comment:');
		say(indented(text));
	}
	say(`    status: ${status.name}`);
	say('');
	say(`1 ticket opened, ${comments.length} comments, closed.`);
}

function indented(text: string): string {
	return text.replace(/^/gm, '        ');
}
