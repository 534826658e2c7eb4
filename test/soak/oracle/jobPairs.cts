import type { Kind } from '../team/teamState.cts';
import type { SeenJob } from '../team/view.cts';
import type { JobState, PollContext } from './jobState.cts';
import type { JobKnowledge } from './knowledge.cts';
import { orderOf, refreshRuns, type PollTimes } from './runs.cts';

/** A job as it was known, and as a poll sees it. */
export interface Pair {
	job?: JobKnowledge;
	seenJob?: SeenJob;
}

/** Known and seen jobs that are the same: by id, else by name. */
export function paired(before: readonly JobKnowledge[], list: readonly SeenJob[]): Pair[] {
	const left = new Set(before);
	const take = (fits: (state: JobState) => boolean) => {
		const job = [...left].find(({ states }) => fits(firstState(states)));
		if (job) left.delete(job);
		return job;
	};
	const byId = new Map(list.map((seenJob) => [seenJob, take(({ id }) => id === seenJob.id)]));
	const pairs = list.map((seenJob) => ({
		seenJob,
		job: byId.get(seenJob) ?? take(({ name }) => name === seenJob.name),
	}));
	return [...pairs, ...[...left].map((job) => ({ job }))];
}

/** What the connection's other server jobs say about access. */
export function siblingsOf(
	kind: Kind,
	pairs: readonly Pair[],
	job: JobKnowledge | undefined,
	id: string | undefined,
	times: PollTimes,
): PollContext['siblings'] {
	const siblings: PollContext['siblings'] = { successAt: null, oldestAt: null };
	if (kind !== 'serverSyncJob') return siblings;
	for (const pair of pairs) {
		if ((job && pair.job === job) || (id !== undefined && pair.seenJob?.id === id)) continue;
		const before = pair.job?.states[0] ?? null;
		const { seenJob } = pair;
		const known = seenJob ? refreshRuns(before, seenJob, times, () => 0).known : before;
		if (known?.lastSuccess) {
			siblings.successAt = Math.max(siblings.successAt ?? 0, orderOf(known.lastSuccess));
		}
		if (known?.oldestStartAt) {
			siblings.oldestAt = Math.min(siblings.oldestAt ?? Infinity, known.oldestStartAt);
		}
	}
	return siblings;
}

/** The state by the likeliest reading. */
export function firstState(states: JobKnowledge['states']): JobState {
	return states.find((state) => state !== null)!;
}
