import type { TaskResult } from '../asa/model/result';
import { fingerprint } from './fingerprint';
import type { ObservedJob } from './observation';
import { outcome, type Outcome } from './outcome';
import type { JobState, PendingRun } from './state';
import { hasTestId } from './testRuns';
import { hourMs, parseTime, seconds } from './time';

/** A result as the rules see it. */
export interface Run {
	result: TaskResult;
	/** Fingerprint of the result's id. */
	hash: string;
	outcome: Outcome;
	isTest: boolean;
	/** Seconds since 1970 UTC. */
	created: number;
	/** Seconds since 1970 UTC; when it ended, if it has. */
	updated: number;
}

/** How long an unfinished run behind a newer one is looked for at each poll, in seconds. */
const searchSeconds = (24 * hourMs) / 1000;

/** How many results of the newest second are remembered. */
const mostSeen = 20;

/** How many runs that haven't ended are remembered of a job; ASA has one under way at a time. */
const mostPending = 20;

/** How results are read as runs. */
export interface Reading {
	failureWords: readonly string[];
	/** Whether test request ids say nothing about this job. */
	testIdsEverywhere: boolean;
	/** Milliseconds since 1970 UTC: the time of a result that names none. */
	now: number;
	/** What is remembered of the job: results older than all that can still change are left out. */
	known?: JobState;
}

/** The results of a job as runs, oldest first. */
export function readRuns(results: readonly TaskResult[], reading: Reading): Run[] {
	const { failureWords, testIdsEverywhere, now, known } = reading;
	const since = known ? oldestWanted(known) : -Infinity;
	const runs: Array<{ run: Run; created: number }> = [];
	for (const result of results) {
		const created = parseTime(result.created_at) ?? parseTime(result.updated_at) ?? now;
		if (seconds(created) < since) continue;
		const run: Run = {
			result,
			hash: fingerprint(result.id),
			outcome: outcome(result, failureWords),
			isTest: !testIdsEverywhere && hasTestId(result),
			created: seconds(created),
			updated: seconds(parseTime(result.updated_at) ?? created),
		};
		runs.push({ run, created });
	}
	return runs.sort((a, b) => a.created - b.created).map(({ run }) => run);
}

/** The start of the oldest run that can still bring something new, in seconds since 1970 UTC. */
function oldestWanted({ cursor, pending }: JobState): number {
	return Math.min(cursor ?? -Infinity, ...pending.map(({ created }) => created));
}

/** Whether a run was not seen before; runs that were seen before they ended are pending, not new. */
export function isNew(run: Run, state: JobState): boolean {
	if (state.seen.includes(run.hash) || isPending(run.hash, state)) return false;
	return state.cursor === null || run.created >= state.cursor;
}

/** Whether a run had not ended when it was last seen. */
export function isPending(hash: string, state: JobState): boolean {
	return state.pending.some((run) => run.hash === hash);
}

/**
 * Whether the list of a job's results must be read to miss nothing: where its recent result is a new one,
 * another may hide behind it; where an unfinished one is hidden, its end shows there alone. For a job in the
 * baseline, where the recent result alone doesn't tell whether the job fails.
 *
 * @param state what is remembered of the job; undefined where it is new
 * @param isBaseline whether its list of jobs was never read before
 * @param wasUnread whether its results were wanted at the last poll and could not be read
 * @param now milliseconds since 1970 UTC
 */
export function needsHistory(
	recent: TaskResult | null,
	state: JobState | undefined,
	isBaseline: boolean,
	wasUnread: boolean,
	failureWords: readonly string[],
	now: number,
): boolean {
	if (recent === null) return false;
	if (wasUnread) return true;
	if (!state && !isBaseline) return true;
	if (!state) return outcome(recent, failureWords) !== 'success' || hasTestId(recent);
	const { testIdsEverywhere } = state;
	const [run] = readRuns([recent], { failureWords, testIdsEverywhere, now });
	if (isNew(run, state)) return true;
	const since = seconds(now) - searchSeconds;
	return state.pending.some(({ hash, created }) => hash !== run.hash && created >= since);
}

/** Whether a page of results, newest first, reaches back to what was seen before. */
export function reachesSeen(page: readonly TaskResult[], state: JobState): boolean {
	const since = oldestWanted(state) * 1000;
	return page.some(({ created_at }) => (parseTime(created_at) ?? Infinity) < since);
}

/** What the runs at hand say about those that hadn't ended: which have, and which still haven't. */
export interface Turnout {
	/** Oldest first. */
	ended: Array<{ run: Run; quiet: boolean }>;
	pending: PendingRun[];
	/** How many unknown ones can't be seen any more: they ended, nobody knows how. */
	lostUnknowns: number;
}

/**
 * Tells runs that have ended from those that haven't. An unknown one has ended once it is unchanged over two
 * observations.
 *
 * @param known what was remembered of the job; undefined where it wasn't known
 * @param isNews whether the end of a run of an unknown job is news, rather than part of the baseline
 * @param now milliseconds since 1970 UTC
 */
export function sortOut(
	runs: readonly Run[],
	known: JobState | undefined,
	observed: ObservedJob,
	isNews: (run: Run) => boolean,
	now: number,
): Turnout {
	const turnout: Turnout = { ended: [], pending: [], lostUnknowns: 0 };
	const newest = runs[runs.length - 1];
	for (const run of runs) {
		if (known) sortKnown(run, known, turnout);
		else sortUnseen(run, run === newest, isNews(run), turnout);
	}
	if (known) keepHidden(runs, known, observed, turnout, now);
	return { ...turnout, pending: newestOf(turnout.pending) };
}

function sortKnown(run: Run, known: JobState, turnout: Turnout): void {
	const before = known.pending.find(({ hash }) => hash === run.hash);
	if (!before && !isNew(run, known)) return;
	const unchanged = before !== undefined && before.words === wordsOf(run);
	if (isOver(run, unchanged)) {
		turnout.ended.push({ run, quiet: unchanged && before.quiet });
	} else {
		turnout.pending.push(pendingRun(run, unchanged && before.quiet));
	}
}

function sortUnseen(run: Run, isNewest: boolean, isNews: boolean, turnout: Turnout): void {
	if (isOver(run, !isNewest)) turnout.ended.push({ run, quiet: !isNews });
	else turnout.pending.push(pendingRun(run, !isNews && run.outcome === 'unknown'));
}

/** As many as are remembered. */
function newestOf(pending: PendingRun[]): PendingRun[] {
	if (pending.length <= mostPending) return pending;
	return pending.sort((a, b) => a.created - b.created).slice(-mostPending);
}

function isOver(run: Run, unchanged: boolean): boolean {
	return run.outcome === 'unknown' ? unchanged : run.outcome !== 'running';
}

function pendingRun(run: Run, quiet: boolean): PendingRun {
	const { hash, created, isTest } = run;
	return { hash, created, isTest, words: wordsOf(run), quiet };
}

/** What an unknown result says, to notice a change; null for all others. */
function wordsOf({ outcome: is, result, updated }: Run): string | null {
	return is === 'unknown' ? fingerprint(`${result.task_state}\n${updated}`).slice(-6) : null;
}

/**
 * Pending runs that aren't at hand stay pending where they may merely be hidden; where there is no list of results,
 * for as long as they are looked for. Unknown ones wait for results that can't be read no longer than a job does:
 * silence is the worst answer.
 */
function keepHidden(
	runs: readonly Run[],
	known: JobState,
	observed: ObservedJob,
	turnout: Turnout,
	now: number,
): void {
	const atHand = new Set(runs.map(({ hash }) => hash));
	const { history, id } = observed;
	const since = seconds(now) - searchSeconds;
	const mayBeHidden = ({ words, created }: PendingRun) => {
		if (id !== known.id || history === 'read') return false;
		if (history === 'not needed') return true;
		return words === null && (history === 'not read' || created >= since);
	};
	for (const run of known.pending) {
		if (atHand.has(run.hash)) continue;
		if (mayBeHidden(run)) turnout.pending.push(run);
		else if (run.words !== null && !run.isTest) turnout.lostUnknowns++;
	}
}

/**
 * The newest second seen and the results of it. A time in the future is taken as now, so that a wrong clock
 * can't hide what comes later.
 *
 * @param isWhole whether the runs are all since the cursor. Where they may not be, it stays, so that those between
 * are found once they can be read; not for longer than what was seen meanwhile can be remembered
 */
export function moveCursor(
	runs: readonly Run[],
	known: JobState | undefined,
	now: number,
	isWhole: boolean,
): Pick<JobState, 'cursor' | 'seen'> {
	const before = { cursor: known?.cursor ?? null, seen: known?.seen ?? [] };
	if (runs.length === 0) return before;
	if (!isWhole && known) {
		const seen = [...new Set([...before.seen, ...runs.map(({ hash }) => hash)])];
		if (seen.length <= mostSeen) return { ...before, seen };
	}
	const newest = Math.min(runs[runs.length - 1].created, seconds(now));
	const cursor = Math.max(newest, before.cursor ?? newest);
	const seen = runs.filter(({ created }) => created >= cursor).map(({ hash }) => hash);
	const kept = before.cursor === cursor ? before.seen : [];
	return { cursor, seen: [...new Set([...kept, ...seen])].slice(-mostSeen) };
}
