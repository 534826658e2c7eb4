import type { ConnectionState, JobState, State } from './state';

/** How long a missing job is remembered, in seconds: it may come back under its name. */
const longestAbsence = 30 * 24 * 3600;

/** How many missing jobs are remembered. */
const mostMissing = 200;

/**
 * The state without jobs that have been missing for long, and without connections of which nothing is left.
 *
 * @param isThere ids of the connections that exist
 */
export function prune(state: State, isThere: ReadonlySet<string>): State {
	const earliest = Math.max(state.at - longestAbsence, latestMissing(state));
	const isKept = ({ gone }: JobState) => gone === null || gone > earliest;
	const connections = new Map<string, ConnectionState>();
	for (const [id, connection] of state.connections) {
		const pruned = pruneConnection(connection, isKept);
		if (isThere.has(id) || holdsJobs(pruned)) connections.set(id, pruned);
	}
	return { ...state, connections };
}

/** The time at or before which jobs must have gone missing to be forgotten for there being too many. */
function latestMissing(state: State): number {
	const times: number[] = [];
	for (const { lists } of state.connections.values()) {
		for (const { jobs } of Object.values(lists)) {
			for (const { gone } of jobs.values()) if (gone !== null) times.push(gone);
		}
	}
	if (times.length <= mostMissing) return -Infinity;
	return times.sort((a, b) => b - a)[mostMissing];
}

function pruneConnection(
	connection: ConnectionState,
	isKept: (job: JobState) => boolean,
): ConnectionState {
	const lists: ConnectionState['lists'] = {};
	for (const [kind, list] of Object.entries(connection.lists)) {
		const jobs = new Map([...list.jobs].filter(([, job]) => isKept(job)));
		lists[kind as keyof typeof lists] = { ...list, jobs };
	}
	return { ...connection, lists };
}

function holdsJobs({ lists }: ConnectionState): boolean {
	return Object.values(lists).some(({ jobs }) => jobs.size > 0);
}
