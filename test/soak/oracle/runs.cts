import type { SeenJob, SeenResult } from '../team/view.cts';
import type { Choose } from './choices.cts';
import { outcomeOfResult, type RunOutcome } from './outcomes.cts';

/** A run as polls know it. Times are milliseconds since 1970; null for none. */
export interface Run {
	id: string;
	isTest: boolean;
	startedAt: number | null;
	endedAt: number | null;
	/** The end with which it was first seen with its outcome: a later stamp may be no later end. */
	firstEndedAt: number | null;
	/** Times as they were last received. */
	receivedStartAt: number | null;
	receivedEndAt: number | null;
	outcome: RunOutcome;
	/** The poll that first saw it. */
	firstSeenAt: number;
	/** What orders it if ASA gives it no time: that poll, or just after the runs that were known then. */
	orderWhenSeenAt: number;
	/** Whether the last poll of the job received it. */
	isReceived: boolean;
	/** From when an unknown outcome is waited for; null for other outcomes. */
	waitStartedAt: number | null;
	/** The outcome with which a poll has counted it as ended. */
	countedOutcome: RunOutcome | null;
	/** Whether New Sync Result has reported it or never will. */
	reported: boolean;
}

/** What polls know of a job's runs. */
export interface KnownRuns {
	/** In the order of their start. */
	runs: Run[];
	/** `recent_task_result` at the last poll that read the results: id, states and times. */
	recent: string | null;
	/** The latest run that vanished while it was running. */
	vanished: Run | null;
	lastSuccess: Run | null;
	/** The start of the oldest scheduled run ever seen. */
	oldestStartAt: number | null;
}

export const noRuns: KnownRuns = {
	runs: [],
	recent: null,
	vanished: null,
	lastSuccess: null,
	oldestStartAt: null,
};

const dayMs = 86_400_000;

/** How many runs of a job the oracle remembers. */
const remembered = 24;

/** What orders runs: the start, else the end, else the poll that first saw it. */
export function orderOf({ startedAt, endedAt, orderWhenSeenAt }: Run): number {
	return startedAt ?? endedAt ?? orderWhenSeenAt;
}

/** Scheduled runs alone, in the order of their start. */
export function scheduled({ runs }: Pick<KnownRuns, 'runs'>): Run[] {
	return runs.filter(({ isTest }) => !isTest);
}

/** Whether a scheduled run has ended: an unknown outcome only once its wait is over. */
export function hasEnded(run: Run, all: Run[], nowMs: number): boolean {
	if (run.outcome === 'running') return false;
	if (run.outcome !== 'unknown') return true;
	const isNewest = all.at(-1) === run;
	// A wait that was over once is over.
	return (
		!isNewest ||
		run.countedOutcome === 'unknown' ||
		nowMs - (run.waitStartedAt ?? run.firstSeenAt) >= dayMs
	);
}

/** The scheduled runs that have ended, in the order of their start. */
export function endedRuns(known: Pick<KnownRuns, 'runs'>, nowMs: number): Run[] {
	const all = scheduled(known);
	return all.filter((run) => hasEnded(run, all, nowMs));
}

/** The scheduled runs that are running and started after the newest one that has ended. */
export function underWay(known: Pick<KnownRuns, 'runs'>, nowMs: number): Run[] {
	const all = scheduled(known);
	const newestEnded = endedRuns(known, nowMs).at(-1);
	const after = newestEnded ? all.indexOf(newestEnded) : -1;
	return all.slice(after + 1).filter(({ outcome }) => outcome === 'running');
}

export interface PollTimes {
	nowMs: number;
	/** The later of the poll's time and n8n's clock. */
	presentAt: number;
}

export interface Refreshed {
	known: KnownRuns;
	/** Whether this poll should have read the list of the job's results, but could not. */
	isListUnreadable: boolean;
}

/** What a poll adds to what is known of a job's runs. */
export function refreshRuns(
	before: KnownRuns | null,
	seen: SeenJob,
	times: PollTimes,
	choose: Choose,
): Refreshed {
	const recent = seen.recent ? signatureOf(seen.recent) : null;
	const readsList = needsList(before, seen, recent, times.nowMs);
	const list = readsList ? seen.results() : null;
	const fresh = [...(list ?? []), ...(seen.recent ? [seen.recent] : [])];
	// A list that could not be read is read at the next poll.
	const isListUnreadable = readsList && list === null;
	const known: KnownRuns = {
		...knownOf(before ?? noRuns),
		recent: isListUnreadable ? (before?.recent ?? null) : recent,
	};
	const byId = new Map(known.runs.map((run) => [run.id, { ...run, isReceived: false }]));
	const startOf = ({ startedAt, updatedAt }: SeenResult) => startedAt ?? updatedAt ?? Infinity;
	for (const result of fresh.sort((one, other) => startOf(one) - startOf(other))) {
		const newestAt = Math.max(0, ...[...byId.values()].map(orderOf));
		byId.set(result.id, merged(byId.get(result.id), result, newestAt, times, choose));
	}
	if (list !== null) forgetVanished(known, byId, fresh);
	known.runs = [...byId.values()]
		.sort((one, other) => orderOf(one) - orderOf(other))
		.slice(-remembered);
	for (const run of scheduled(known)) {
		known.oldestStartAt = Math.min(known.oldestStartAt ?? Infinity, orderOf(run));
	}
	setLastSuccess(known, choose);
	return { known, isListUnreadable };
}

function knownOf({ runs, recent, vanished, lastSuccess, oldestStartAt }: KnownRuns): KnownRuns {
	return { runs, recent, vanished, lastSuccess, oldestStartAt };
}

/** Whether the list of results is read, by what the list of jobs says. */
function needsList(
	before: KnownRuns | null,
	{ recent }: SeenJob,
	signature: string | null,
	nowMs: number,
): boolean {
	if (before === null) return recent !== null;
	if (recent === null) return before.runs.length > 0;
	if (signature !== before.recent) return true;
	return underWay(before, nowMs).some((run) => run.id !== recent.id);
}

export function signatureOf({ id, taskState, rulesSummaryStatus, updatedAt }: SeenResult): string {
	return [id, taskState, rulesSummaryStatus, updatedAt].join('|');
}

/**
 * A time in the future is replaced when it is first seen, and stays so. If the poll's time is late, the run still counts
 * as newer than those that are known, for it was seen later.
 *
 * @param newestAt what orders the newest known run
 */
function merged(
	known: Run | undefined,
	result: SeenResult,
	newestAt: number,
	times: PollTimes,
	choose: Choose,
): Run {
	const outcome = outcomeOfResult(result);
	const receivedEndAt = outcome === 'running' ? null : result.updatedAt;
	const orderWhenSeenAt = Math.max(times.nowMs, newestAt + 1000);
	const isInFuture = (timeMs: number | null) => timeMs !== null && timeMs > times.presentAt;
	let { startedAt, updatedAt: endedAt } = { ...result, updatedAt: receivedEndAt };
	if (known && keepsStart(known, startedAt, choose)) ({ startedAt } = known);
	else if (isInFuture(startedAt)) startedAt = orderWhenSeenAt;
	const isSameEnd = known !== undefined && endedAt !== null && endedAt === known.receivedEndAt;
	const takesEnd = isSameEnd && !isInFuture(endedAt) && takesEndLater(known, choose);
	if (isSameEnd && !takesEnd) ({ endedAt } = known);
	else if (isInFuture(endedAt)) endedAt = endSeenAt(startedAt ?? orderWhenSeenAt, times, choose);
	return {
		id: result.id,
		isTest: result.isTest,
		receivedStartAt: result.startedAt,
		receivedEndAt,
		startedAt,
		endedAt,
		// The end that a poll gave was none.
		firstEndedAt: known?.outcome === outcome && !takesEnd ? known.firstEndedAt : endedAt,
		outcome,
		firstSeenAt: known?.firstSeenAt ?? times.nowMs,
		orderWhenSeenAt: known?.orderWhenSeenAt ?? orderWhenSeenAt,
		isReceived: true,
		waitStartedAt:
			outcome === 'unknown'
				? (known?.waitStartedAt ?? waitStartOf(known, times.nowMs, choose))
				: null,
		countedOutcome: known?.countedOutcome ?? null,
		reported: known?.reported ?? false,
	};
}

/** Whether a run keeps the start that it has, although ASA may have changed it. */
function keepsStart({ startedAt, receivedStartAt }: Run, received: number | null, choose: Choose) {
	if (received === null) return false;
	if (received === receivedStartAt) return true;
	if (startedAt === null) return false;
	return choose('whether a later stamp moves the start of a run') === 1;
}

/** Whether a result that waits to be reported gets its own end once that is no longer in the future. */
function takesEndLater(
	{ endedAt, receivedEndAt, outcome, reported }: Run,
	choose: Choose,
): boolean {
	if (endedAt === receivedEndAt || outcome !== 'unknown' || reported) return false;
	return choose('whether an unknown result that waits keeps an end that a poll gave') === 1;
}

/** What replaces an end in the future; a run doesn't end before it starts. */
function endSeenAt(startedAt: number, { nowMs, presentAt }: PollTimes, choose: Choose): number {
	const byDate = Math.max(nowMs, startedAt);
	const byBoth = Math.max(presentAt, startedAt);
	if (byDate === byBoth) return byDate;
	const point = "whether an end in the future is replaced by the poll's time or by the present";
	return choose(point) === 0 ? byDate : byBoth;
}

function waitStartOf(known: Run | undefined, nowMs: number, choose: Choose): number {
	if (!known) return nowMs;
	if (known.countedOutcome !== null) {
		return choose('whether a result that turns unknown later is waited for') === 0 ? 0 : nowMs;
	}
	return choose('from when an unknown result that was seen running is waited for') === 0
		? nowMs
		: known.firstSeenAt;
}

/**
 * A run that is no longer listed is no longer running, in an open incident too: the next start is calculated from its
 * start. That ends no incident, for only a success does.
 */
function forgetVanished(known: KnownRuns, byId: Map<string, Run>, fresh: SeenResult[]): void {
	const there = new Set(fresh.map(({ id }) => id));
	for (const run of known.runs) {
		if (run.outcome !== 'running' || there.has(run.id)) continue;
		byId.delete(run.id);
		if (run.isTest) continue;
		if (!known.vanished || orderOf(run) > orderOf(known.vanished)) known.vanished = run;
	}
}

/** A success that turned failed is taken back; the one before may be forgotten. */
function setLastSuccess(known: KnownRuns, choose: Choose): void {
	const successes = scheduled(known).filter(({ outcome }) => outcome === 'success');
	const newest = successes.at(-1) ?? null;
	const { lastSuccess } = known;
	const outcome = known.runs.find(({ id }) => id === lastSuccess?.id)?.outcome ?? 'success';
	if (outcome !== 'success') {
		const keeps =
			outcome === 'unknown' && choose('whether a success that turns unknown counts') === 1;
		if (keeps) return;
		const finds = choose('which success counts once the last one is taken back') === 0;
		known.lastSuccess = finds ? newest : null;
	} else if (newest && (!lastSuccess || orderOf(newest) >= orderOf(lastSuccess))) {
		known.lastSuccess = newest;
	}
}
