import { isClean, listEndpoint } from './baselines.cts';
import type { Poll, TriggerEvidence } from './triggerRun.cts';

/** At how many ticks in a row a connection must not be readable before it is told. */
const patience = 3;

/** What the trigger tells of connections that can't be read, judged by what it can have read of them. */
export function wrongUnreadable(evidence: TriggerEvidence): string[] {
	return [...toldTooSoon(evidence), ...stoppedWrongly(evidence), ...untold(evidence)];
}

/** One that is told must not have been readable at so many ticks: each of them met a fault. */
function toldTooSoon({ polls }: TriggerEvidence): string[] {
	return polls.flatMap(({ items }, index) => {
		const since = polls.slice(0, index + 1).findLastIndex(({ struck }) => struck === 0);
		const troubled = polls.slice(since + 1, index + 1);
		if (troubled.reduce((sum, { ticks }) => sum + ticks, 0) >= patience) return [];
		return items
			.filter(({ event }) => event === 'connectionUnreadable')
			.map(({ title }) => `false: ${title}`);
	});
}

/** One that stopped, rather than a job of it, has lost its connection. */
function stoppedWrongly({ polls, history }: TriggerEvidence): string[] {
	const deletions = history.filter(({ type }) => type === 'connection_deleted');
	const gone = new Set(deletions.map(({ connectionId }) => connectionId));
	return polls
		.flatMap(({ items }) => items)
		.filter(({ event, job_name }) => event === 'syncStopped' && job_name === null)
		.filter(({ connection_id }) => !gone.has(connection_id))
		.map(({ event, title }) => `false: ${event} ${title}`);
}

/** A connection that surely could not be read at so many polls in a row is told by then. */
function untold({ polls, state }: TriggerEvidence): string[] {
	const living = state.connections.filter(({ deletedAt }) => deletedAt === null);
	return living.flatMap(({ id, name }) => {
		let row = 0;
		let isTold = false;
		return polls.flatMap((poll) => {
			for (const { connection_id, cause, incident_action } of poll.items) {
				if (connection_id === id && cause === 'unreadable') isTold = incident_action !== 'resolve';
			}
			row = isSurelyUnreadable(poll, id) ? row + 1 : 0;
			return row === patience && !isTold ? [`missing: connectionUnreadable ${name}`] : [];
		});
	});
}

/**
 * Whether a poll that went through learned of a connection, and got no answer that it could use to its list of
 * user sync jobs, which there is no way around. The one at an activation may not be remembered.
 */
function isSurelyUnreadable(
	{ isActivation, error, requests }: Poll,
	connectionId: string,
): boolean {
	if (isActivation || error !== undefined) return false;
	const isListed = requests.some(
		(request) => request.endpoint === listEndpoint.connections && isClean(request),
	);
	const isRead = requests.some(
		({ endpoint, path, status }) =>
			endpoint === listEndpoint.userSyncJob && path.includes(connectionId) && status === 200,
	);
	return isListed && !isRead;
}
