import type { ConnectionState, JobState, ListState, State } from './state';

/**
 * Whether a state must outlast its poll although there is nothing to tell: because polls are counted or compared, or
 * because a clock starts at this one. What else has changed is found again from an older state.
 *
 * @param before what was remembered before the poll
 */
export function mustBeKept(before: State, after: State): boolean {
	return [...after.connections].some(([id, connection]) =>
		isConnectionToBeKept(before.connections.get(id), connection),
	);
}

function isConnectionToBeKept(before: ConnectionState | undefined, after: ConnectionState) {
	const isCounting = after.unreadable === null && after.misses !== (before?.misses ?? 0);
	return (
		isCounting ||
		isListToBeKept(before?.lists.serverSyncJob, after.lists.serverSyncJob) ||
		isListToBeKept(before?.lists.userSyncJob, after.lists.userSyncJob)
	);
}

function isListToBeKept(before: ListState | undefined, after: ListState | undefined): boolean {
	if (!after) return false;
	const unread = (list?: ListState) => [...(list?.unread ?? [])].join();
	if (unread(before) !== unread(after)) return true;
	return [...after.jobs].some(([key, job]) => isJobToBeKept(before?.jobs.get(key), job));
}

/** A clock that was started, and an unknown result: it has ended once two polls see the same. */
function isJobToBeKept(before: JobState | undefined, after: JobState): boolean {
	return before?.clock !== after.clock || unknownRuns(before) !== unknownRuns(after);
}

function unknownRuns(job?: JobState): string {
	const unknown = (job?.pending ?? []).filter(({ words }) => words !== null);
	return unknown.map(({ hash, words }) => `${hash} ${words}`).join();
}
