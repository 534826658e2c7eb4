import type { SeenJob, SeenResult } from '../team/view.cts';
import type { Choose } from './choices.cts';
import { outcomeOfResult, type RunOutcome } from './outcomes.cts';

/** A run as polls know it. Times are milliseconds since 1970; null for none. */
export interface Run {
	id: string;
	isTest: boolean;
	start: number | null;
	end: number | null;
	/** The end with which it was first seen with its outcome: a later stamp may be no later end. */
	firstEnd: number | null;
	/** Times as they were last received. */
	receivedStart: number | null;
	receivedEnd: number | null;
	outcome: RunOutcome;
	/** The poll that first saw it. */
	firstSeen: number;
	/** The last poll that received it. */
	lastSeen: number;
	/** From when an unknown outcome is waited for; null for other outcomes. */
	waitsFrom: number | null;
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
	/** Latest start of a run that vanished while it was running. */
	vanishedStart: number | null;
	lastSuccess: Run | null;
	/** The start of the oldest scheduled run ever seen. */
	oldestStart: number | null;
}

export const noRuns: KnownRuns = {
	runs: [],
	recent: null,
	vanishedStart: null,
	lastSuccess: null,
	oldestStart: null,
};

const dayMs = 86_400_000;

/** How many runs of a job the oracle remembers. */
const remembered = 24;

/** What orders runs: the start, else the end, else the poll that first saw it. */
export function orderOf({ start, end, firstSeen }: Run): number {
	return start ?? end ?? firstSeen;
}

/** Scheduled runs alone, in the order of their start. */
export function scheduled({ runs }: Pick<KnownRuns, 'runs'>): Run[] {
	return runs.filter(({ isTest }) => !isTest);
}

/** Whether a scheduled run has ended: an unknown outcome only once its wait is over. */
export function hasEnded(run: Run, all: Run[], now: number): boolean {
	if (run.outcome === 'running') return false;
	if (run.outcome !== 'unknown') return true;
	const isNewest = all.at(-1) === run;
	// A wait that was over once is over.
	return (
		!isNewest || run.countedOutcome === 'unknown' || now - (run.waitsFrom ?? run.firstSeen) >= dayMs
	);
}

/** The scheduled runs that have ended, in the order of their start. */
export function endedRuns(known: Pick<KnownRuns, 'runs'>, now: number): Run[] {
	const all = scheduled(known);
	return all.filter((run) => hasEnded(run, all, now));
}

/** The scheduled runs that are running and started after the newest one that has ended. */
export function underWay(known: Pick<KnownRuns, 'runs'>, now: number): Run[] {
	const all = scheduled(known);
	const newestEnded = endedRuns(known, now).at(-1);
	const after = newestEnded ? all.indexOf(newestEnded) : -1;
	return all.slice(after + 1).filter(({ outcome }) => outcome === 'running');
}

export interface PollTimes {
	now: number;
	/** The later of the poll's time and n8n's clock: a time in the knowledge beyond it was taken while a clock was ahead. */
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
	const readsList = needsList(before, seen, recent, times.now);
	const list = readsList ? seen.results() : null;
	const fresh = [...(list ?? []), ...(seen.recent ? [seen.recent] : [])];
	// A list that could not be read is read at the next poll.
	const isListUnreadable = readsList && list === null;
	const known: KnownRuns = {
		...knownOf(before ?? noRuns),
		recent: isListUnreadable ? (before?.recent ?? null) : recent,
	};
	const byId = new Map(known.runs.map((run) => [run.id, run]));
	const startOf = ({ start, updated }: SeenResult) => start ?? updated ?? Infinity;
	for (const result of fresh.sort((one, other) => startOf(one) - startOf(other))) {
		const newest = Math.max(0, ...[...byId.values()].map(orderOf));
		byId.set(result.id, merged(byId.get(result.id), result, newest, times, choose));
	}
	if (list !== null) forgetVanished(known, byId, fresh);
	known.runs = [...byId.values()]
		.sort((one, other) => orderOf(one) - orderOf(other))
		.slice(-remembered);
	for (const run of scheduled(known)) {
		known.oldestStart = Math.min(known.oldestStart ?? Infinity, orderOf(run));
	}
	setLastSuccess(known, choose);
	return { known, isListUnreadable };
}

function knownOf({ runs, recent, vanishedStart, lastSuccess, oldestStart }: KnownRuns): KnownRuns {
	return { runs, recent, vanishedStart, lastSuccess, oldestStart };
}

/** Whether the list of results is read, by what the list of jobs says. */
function needsList(
	before: KnownRuns | null,
	{ recent }: SeenJob,
	signature: string | null,
	now: number,
): boolean {
	if (before === null) return recent !== null;
	if (recent === null) return before.runs.length > 0;
	if (signature !== before.recent) return true;
	return underWay(before, now).some((run) => run.id !== recent.id);
}

export function signatureOf({ id, taskState, rulesSummaryStatus, updated }: SeenResult): string {
	return [id, taskState, rulesSummaryStatus, updated].join('|');
}

/**
 * Times ahead of the poll are taken as the time of the poll that first saw them, and kept. If that poll's time is late, the
 * run still counts as newer than those that are known, for it was seen later.
 *
 * @param newest what orders the newest known run
 */
function merged(
	known: Run | undefined,
	result: SeenResult,
	newest: number,
	{ now, presentAt }: PollTimes,
	choose: Choose,
): Run {
	const outcome = outcomeOfResult(result);
	const receivedEnd = outcome === 'running' ? null : result.updated;
	const time = (
		answered: number | null,
		before: number | null,
		kept: number | null,
		firstSeen: number,
	) => {
		if (answered !== null && answered === before) return kept;
		return answered !== null && answered > presentAt ? Math.min(answered, firstSeen) : answered;
	};
	const seenAt = Math.max(now, newest + 1000);
	const start = time(result.start, known?.receivedStart ?? null, known?.start ?? null, seenAt);
	const endSeenAt = Math.max(presentAt, start ?? seenAt);
	// One that was ahead when it was first seen counts as received once it no longer is, if nothing was reported of it.
	const isSettled = known?.reported === true || (receivedEnd ?? 0) > presentAt;
	const before = isSettled ? (known?.receivedEnd ?? null) : null;
	const end = time(receivedEnd, before, known?.end ?? null, endSeenAt);
	return {
		id: result.id,
		isTest: result.isTest,
		receivedStart: result.start,
		receivedEnd,
		start,
		end,
		firstEnd: known?.outcome === outcome ? known.firstEnd : end,
		outcome,
		firstSeen: known?.firstSeen ?? seenAt,
		lastSeen: now,
		waitsFrom: outcome === 'unknown' ? waitsFrom(known, now, presentAt, choose) : null,
		countedOutcome: known?.countedOutcome ?? null,
		reported: known?.reported ?? false,
	};
}

function waitsFrom(known: Run | undefined, now: number, presentAt: number, choose: Choose): number {
	const { waitsFrom: before = null } = known ?? {};
	return before === null ? waitStart(known, now, choose) : Math.min(before, presentAt);
}

function waitStart(known: Run | undefined, now: number, choose: Choose): number {
	if (!known) return now;
	if (known.countedOutcome !== null) {
		return choose('whether a result that turns unknown later is waited for') === 0 ? 0 : now;
	}
	return choose('from when an unknown result that was seen running is waited for') === 0
		? now
		: known.firstSeen;
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
		if (!run.isTest) known.vanishedStart = Math.max(known.vanishedStart ?? 0, orderOf(run));
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
