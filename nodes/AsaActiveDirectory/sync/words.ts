import type { JobKind } from '../asa/model/syncJob';
import { oneLine } from '../util/oneLine';
import type { SyncEvent } from './events';
import { plain } from './outcome';
import type { Run } from './runs';
import type { Cause } from './state';
import { timeText } from './time';

const kindWords: Record<JobKind, string> = {
	serverSyncJob: 'Server sync job',
	userSyncJob: 'User sync job',
};

/** How an incident of each cause is over. */
const recoveries: Record<Cause, string> = {
	failed: 'succeeds again',
	overdue: 'runs again',
	running_long: 'is no longer running too long',
	unreadable: 'can be read again',
};

/** What happened, in one line without markup, ready to be a ticket's title or a message's first line. */
export function titleOf(event: SyncEvent): string {
	return `${subject(event)} ${verb(event)}`;
}

/** What happened, in three lines without markup: what, where, and what is known of it. */
export function textOf(event: SyncEvent): string {
	const { name, domain } = event.place.connection;
	const where = domain
		? `AD connection ${quoted(name)}, domain ${oneLine(domain)}`
		: `AD connection ${quoted(name)}`;
	return [`${titleOf(event)}.`, where, details(event).join('; ') || 'No details are known'].join(
		'\n',
	);
}

function subject({ place }: SyncEvent): string {
	const { job, connection } = place;
	return job
		? `${kindWords[job.kind]} ${quoted(job.name)} of ${quoted(connection.name)}`
		: `AD connection ${quoted(connection.name)}`;
}

function verb(event: SyncEvent): string {
	const { cause, run, row } = event;
	switch (event.event) {
		case 'newResult':
			return resultVerb(run);
		case 'syncFailed':
			return run?.outcome === 'unknown' ? 'ended with unknown results' : 'failed';
		case 'syncRecovered':
			return cause ? recoveries[cause] : 'recovered';
		case 'syncOverdue':
			return 'is overdue';
		case 'syncRunningLong':
			return 'is running too long';
		case 'syncStillFailing':
			return cause === 'overdue' ? 'is still overdue' : `is still failing (${times(row.length)})`;
		case 'syncStopped':
			return event.place.job ? 'stopped: it was deactivated or is gone' : 'is gone';
		case 'connectionUnreadable':
			return 'cannot be read';
	}
}

function resultVerb(run: Run | null): string {
	const kind = run?.isTest ? 'test run' : 'run';
	if (run?.outcome === 'success') return `had a successful ${kind}`;
	return run?.outcome === 'failed' ? `had a failed ${kind}` : `had a ${kind} of unknown outcome`;
}

function details({ run, row, since, cause, lastSuccess, trouble, event }: SyncEvent): string[] {
	const said: string[] = [];
	if (trouble) said.push(oneLine(trouble));
	if (run) said.push(runDetails(run));
	if (row.length > 0 && row.since !== null) {
		const inARow = row.length > 1 ? `, ${times(row.length)} in a row` : '';
		said.push(`failing since ${timeText(row.since)}${inARow}`);
	}
	if (since !== null && cause === 'overdue') said.push(`due since ${timeText(since)}`);
	if (since !== null && cause === 'unreadable') said.push(`unreadable since ${timeText(since)}`);
	if (lastSuccess !== null && event !== 'newResult')
		said.push(`last success ${timeText(lastSuccess)}`);
	return said;
}

function runDetails({ result, created, outcome, updated }: Run): string {
	const { summary, detailed_summary } = result.status;
	const said = [...new Set([plain(summary), plain(detailed_summary)])].filter(Boolean).map(oneLine);
	const ended = outcome === 'running' ? '' : `, ended ${timeText(updated)}`;
	const state = `last run started ${timeText(created)}${ended}, state ${quoted(result.task_state)}`;
	return [state, ...said].join(': ');
}

function times(count: number): string {
	return count === 1 ? '1 failure' : `${count} failures`;
}

function quoted(name: string): string {
	return `"${oneLine(name)}"`;
}
