import type { JobKind } from '../asa/model/syncJob';
import type { TaskResult } from '../asa/model/result';
import { jobKeys, knownKeys } from './jobKeys';
import { newsSinceFor } from './reduce';
import { isNew, isPending, needsHistory, reachesSeen, readRuns, type Run } from './runs';
import type { Settings } from './settings';
import type { JobState, State } from './state';

/** A job of a list, as far as planning goes. */
interface ListedJob {
	id: string;
	name: string;
	is_active: boolean;
	recent_task_result: TaskResult | null;
}

/** What must be read of a job beyond the list that it stands in. */
export interface JobPlan {
	/** Whether its results must be listed. */
	needsHistory: boolean;
	/** Whether a page of its results, newest first, goes back far enough. */
	reachesBack: (page: readonly TaskResult[]) => boolean;
	/** The results whose details are wanted: those of newly failed runs. */
	detailed: (results: readonly TaskResult[]) => TaskResult[];
}

/**
 * Plans what to read of the jobs of one list, so that an observation costs no more requests than runs ended.
 *
 * @param now the API's time, in milliseconds since 1970 UTC
 */
export function planJobs(
	state: State | undefined,
	connectionId: string,
	kind: JobKind,
	jobs: readonly ListedJob[],
	settings: Settings,
	now: number,
): JobPlan[] {
	const list = state?.connections.get(connectionId)?.lists[kind];
	const newsSince = newsSinceFor(state, connectionId, kind);
	const keys = knownKeys(jobs, jobKeys(jobs), list);
	return jobs.map((job, index) => {
		const key = keys[index];
		const known = key === undefined ? undefined : list?.jobs.get(key);
		const wasUnread = (list?.unread.get(key ?? '') ?? 0) > 0;
		return planJob(job, known, newsSince, wasUnread, settings, now);
	});
}

function planJob(
	job: ListedJob,
	known: JobState | undefined,
	newsSince: number,
	wasUnread: boolean,
	settings: Settings,
	now: number,
): JobPlan {
	const { failureWords } = settings;
	const isBaseline = newsSince === Infinity;
	const read = (results: readonly TaskResult[]) =>
		readRuns(results, {
			failureWords,
			testIdsEverywhere: known?.testIdsEverywhere ?? false,
			now,
			known,
		});
	return {
		needsHistory: needsHistory(
			job.recent_task_result,
			known,
			isBaseline,
			wasUnread,
			failureWords,
			now,
		),
		reachesBack: (page) => !known || reachesSeen(page, known),
		detailed(results) {
			if (!wantsDetails(settings)) return [];
			const runs = read(results).filter(({ isTest }) => !isTest);
			if (known) return failures(runs.filter((run) => isNews(run, known)));
			if (!isBaseline) return failures(runs.filter(({ updated }) => updated >= newsSince));
			return job.is_active && settings.reportCurrentFailures ? failures(runs).slice(-1) : [];
		},
	};
}

function wantsDetails({ events }: Settings): boolean {
	return events.has('syncFailed') || events.has('newResult');
}

function isNews(run: Run, known: JobState): boolean {
	return isNew(run, known) || isPending(run.hash, known);
}

function failures(runs: Run[]): TaskResult[] {
	return runs.filter((run) => run.outcome === 'failed').map(({ result }) => result);
}
