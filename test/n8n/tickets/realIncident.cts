import { deepEqual, equal } from 'node:assert/strict';
import { untilPolls } from '../../../support/sandbox/polls.cts';
import { sandboxSpeed } from '../../../support/sandbox/sandboxProcess.cts';
import { waitUntil, withTimeLimit } from '../../../support/system/wait.cts';
import type { Issue } from '../../../support/services/jira/issues.cts';
import type { TicketHarness } from './ticketHarness.cts';

const connectionName = 'Corporate directory';
const jobName = 'Servers';

/** Virtual. */
const runSeconds = 60;
const hourSeconds = 3_600;

/** For each change of the ticket. */
const limitMs = 120_000;

/** Access through a server sync job ends 96 hours after its last success. */
const hoursUntilRisk = 75;

/**
 * Two published copies of the example, one for failures and one for access at risk: a sync fails until
 * access is at risk, and succeeds; the success turns out to be a failure; it succeeds. All of it has one
 * key.
 */
export async function oneTicketOfTwoWorkflows(harness: TicketHarness): Promise<void> {
	const { api, jira, sandbox } = harness;
	const ids = [
		await harness.create('Failures', { events: ['syncFailed'] }),
		await harness.create('Access', { events: ['accessAtRisk'] }),
	];
	for (const id of ids) await api.activate(id);
	const before = jira.issues.all.length;
	const { id: jobId } = await sandbox.serverSyncJob(connectionName, jobName);
	const run = (outcome: 'fail' | 'succeed') =>
		sandbox.runWith(jobId, { outcome, durationSeconds: runSeconds, times: null });
	const untilTicket = async (suits: (ticket: Issue) => boolean) => {
		const opened = () => jira.issues.all.slice(before);
		const late = () => `${limitMs / 1_000} s were not enough: ${opened().map(shown).join('; ')}`;
		await withTimeLimit(limitMs, late, harness.signal, (signal) =>
			waitUntil(async () => opened().slice(0, 1).some(suits), 250, signal),
		);
	};
	const untilBothPolled = () => untilPolls(sandbox, 4, harness.signal);
	await run('fail');
	await untilTicket(() => true);
	await sandbox.advance(hoursUntilRisk * hourSeconds);
	await untilTicket(({ comments }) => comments.length === 2);
	const resultId = await run('succeed');
	await untilTicket(isClosed);
	// Both workflows poll every ten seconds, and both must have seen the success.
	await untilBothPolled();
	await sandbox.setSpeed(0);
	await sandbox.amendResult(resultId, { taskState: 'error', rulesSummaryStatus: 'error' });
	// One comment or two, as each workflow finds what the other has written.
	await untilTicket(
		(ticket) => !isClosed(ticket) && /is at risk\./.test(ticket.comments.at(-1)!.text),
	);
	// A workflow that sees this failure only with the next success comments on both.
	await untilBothPolled();
	await sandbox.setSpeed(sandboxSpeed);
	await run('succeed');
	await untilTicket(isClosed);
	for (const id of ids) await api.deactivate(id);
	const opened = jira.issues.all.slice(before).filter(({ summary }) => summary.includes(jobName));
	equal(opened.length, 1);
	const verbs = opened[0]!.comments.map(({ text }) => text.split('\n')[0]!.split('" ').at(-1));
	// Both workflows may comment at the same moment.
	const changes = verbs.filter((verb, index) => verb !== verbs[index - 1]);
	deepEqual(changes, ['is at risk.', 'has recovered.', 'is at risk.', 'has recovered.']);
}

function isClosed({ status }: Issue): boolean {
	return status.category.key === 'done';
}

function shown({ key, summary, status, comments }: Issue): string {
	return [key, summary, status.name, ...comments.map(({ text }) => text.split('\n')[0])].join(', ');
}
