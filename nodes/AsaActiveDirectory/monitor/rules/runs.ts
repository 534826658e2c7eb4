import type { TaskResult } from '../../api/taskResult';
import type { JobSnapshot } from '../snapshot/types';
import type { ForgottenRuns, JobState, RememberedRun, SuccessfulRun } from '../state/types';
import { readOutcome, rulesStateOf, type OutcomeWords } from './outcome';
import { dayMs, fingerprint, laterMs, normalId, parseTimeMs } from './values';

/** A run of a job; its result where this poll read it. */
export interface Run extends RememberedRun {
	result?: TaskResult;
	/** Whether its start is the time of this poll, because its own is missing or still to come. */
	startsNow?: boolean;
}

/** How the results of one poll are read. */
export interface Reading {
	/** The poll's time, in milliseconds since 1970 UTC. */
	nowMs: number;
	words: OutcomeWords;
}

/** How many scheduled runs of a job are remembered, and how many test runs; ASA probably keeps ten results. */
export const rememberedRuns = 10;

/** How long an unknown word may still turn into a known one. */
const unknownWaitMs = dayMs;

const nilUuid = '00000000-0000-0000-0000-000000000000';

/** The remembered runs of a job joined with those that a poll read. All lists are in the order of start. */
export interface MergedRuns {
	before: readonly Run[];
	/** Runs that are new, or say something else than before. */
	changes: Run[];
	after: Run[];
}

/**
 * Joins what is remembered of a job's runs with what was read. A run is known by its result's id, so one that
 * appears late or with another time is found; one that is older than the oldest remembered isn't new.
 */
export function mergeRuns(
	known: JobState | undefined,
	job: JobSnapshot,
	reading: Reading,
): MergedRuns {
	const merged: MergedRuns = {
		before: known?.runs ?? [],
		changes: [],
		after: known ? [...known.runs] : [],
	};
	for (const result of resultsAtHand(job)) addResult(merged, result, known, reading);
	forgetVanished(merged, job);
	merged.changes.sort(byStart);
	if (merged.after.length > (known?.runs.length ?? 0)) merged.after.sort(byStart);
	return merged;
}

function addResult(
	merged: MergedRuns,
	result: TaskResult,
	known: JobState | undefined,
	reading: Reading,
): void {
	const hash = fingerprint(normalId(result.id));
	const at = merged.after.findIndex((run) => run.hash === hash);
	const former = at < 0 ? undefined : merged.after[at];
	const run = readRun(result, hash, former, reading);
	if (former) merged.after[at] = run;
	if (former && former.outcome === run.outcome) return;
	if (former || !known || !isOlderThanKnown(run, known)) {
		if (!former) merged.after.push(run);
		merged.changes.push(run);
	} else if (hasRoomFor(run, known)) {
		run.isReported = true;
		merged.after.push(run);
		merged.before = [...merged.before, run].sort(byStart);
	}
}

/** The results of a job that a poll read, each once, in any order. A result without an id is none. */
function resultsAtHand({ recentResult, results = [] }: JobSnapshot): Iterable<TaskResult> {
	const all = recentResult ? [recentResult, ...results] : results;
	if (all.length < 2) return all.filter(({ id }) => id !== '' && id !== nilUuid);
	const byId = new Map<string, TaskResult>();
	for (const result of all) {
		const id = normalId(result.id);
		if (id === '' || id === nilUuid) continue;
		const other = byId.get(id);
		// The list was read after the job, unless it answers something older.
		if (!other || updatedMs(result) >= updatedMs(other)) byId.set(id, result);
	}
	return byId.values();
}

function updatedMs({ updated_at }: TaskResult): number {
	return parseTimeMs(updated_at) ?? 0;
}

/**
 * A run as the rules see it. Times that are still to come are taken as the poll's; a run without a start counts by
 * its end, else from the poll that first saw it. The first start that was taken is kept.
 */
function readRun(
	result: TaskResult,
	hash: string,
	former: Run | undefined,
	{ nowMs, words }: Reading,
): Run {
	const outcome = readOutcome(result, words);
	const isSame = former?.outcome === outcome;
	const ownMs = former ? null : (parseTimeMs(result.created_at) ?? parseTimeMs(result.updated_at));
	const startMs = former?.startMs ?? Math.min(ownMs ?? nowMs, nowMs);
	return {
		hash,
		startMs,
		endMs: isSame && former.isReported ? former.endMs : readEndMs(),
		outcome,
		isTest: isTestRun(result),
		isReported: former?.isReported ?? false,
		isVanished: false,
		firstSeenMs: isSame ? former.firstSeenMs : nowMs,
		result,
		startsNow: !former && startMs !== ownMs,
	};

	function readEndMs(): number | null {
		if (outcome === 'running') return null;
		const updatedMs = parseTimeMs(result.updated_at);
		if (updatedMs !== null) return Math.max(startMs, Math.min(updatedMs, nowMs));
		return former?.outcome === 'running' ? nowMs : null;
	}
}

/** Whether a result is a test's. Source: docs/api-contract.md, "Fields", result (certain). */
function isTestRun(result: TaskResult): boolean {
	const id =
		'ad_test_request_id' in result
			? result.ad_test_request_id
			: result.ad_user_sync_test_request_id;
	return id !== null && id.trim() !== '' && id.trim() !== nilUuid;
}

function isOlderThanKnown(run: Run, { runs }: JobState): boolean {
	if (runs.length === 0) return false;
	if (run.startMs < runs[0].startMs) return true;
	// Once as many are remembered as fit, some may have been forgotten.
	const alike = runs.filter(({ isTest }) => isTest === run.isTest);
	return alike.length >= rememberedRuns && run.startMs < alike[0].startMs;
}

/** Whether an older run adds to what is known: it does until the first run was forgotten. */
function hasRoomFor(run: Run, { runs, forgotten }: JobState): boolean {
	if (forgotten) return false;
	return runs.filter(({ isTest }) => isTest === run.isTest).length < rememberedRuns;
}

/**
 * Runs under way that are no longer listed. Where the list can't be had for good, the recent result is all there is
 * to judge by, so those behind it are gone as well.
 */
function forgetVanished({ after, changes }: MergedRuns, job: JobSnapshot): void {
	if (!job.results && !(job.resultsError && !job.resultsError.isTransient)) return;
	for (const [at, run] of after.entries()) {
		if (run.outcome !== 'running' || run.result || run.isVanished) continue;
		after[at] = { ...run, isVanished: true };
		changes.push(after[at]);
	}
}

/** The order in which runs count. */
export function byStart(one: Run, other: Run): number {
	return one.startMs - other.startMs || (one.hash < other.hash ? -1 : 1);
}

/** What the scheduled runs of a job come to. */
export interface RunFacts {
	/** The newest scheduled run, whatever its outcome. */
	newest: Run | null;
	newestEnded: Run | null;
	/** Running, and started after the newest run that has ended; older ones are orphans. */
	oldestUnderWay: Run | null;
	lastStartMs: number | null;
	lastEndMs: number | null;
	/** Failed runs in a row, and when the first of them ended. */
	failures: number;
	failingSinceMs: number | null;
	/** Unknown results in a row, the waiting one included; when the first was seen and when it ended. */
	unknowns: number;
	unknownSeenMs: number | null;
	unknownSinceMs: number | null;
	lastSuccess: SuccessfulRun | null;
	/** Whether there are at least three runs and all of them are tests. */
	areAllTests: boolean;
}

/**
 * What the runs of a job come to at a time.
 *
 * @param runs oldest first
 * @param nowMs milliseconds since 1970 UTC
 */
export function deriveFacts(
	runs: readonly Run[],
	forgotten: ForgottenRuns | null,
	nowMs: number,
): RunFacts {
	const scheduled = runs.some(({ isTest }) => isTest) ? runs.filter((run) => !run.isTest) : runs;
	const newest = scheduled.length > 0 ? scheduled[scheduled.length - 1] : null;
	const facts: RunFacts = {
		newest,
		newestEnded: null,
		oldestUnderWay: null,
		lastStartMs: newest?.startMs ?? null,
		lastEndMs: null,
		failures: forgotten?.failures ?? 0,
		failingSinceMs: forgotten?.failingSinceMs ?? null,
		unknowns: 0,
		unknownSeenMs: null,
		unknownSinceMs: null,
		lastSuccess: forgotten?.success ?? null,
		areAllTests: areAllTests(runs),
	};
	for (const run of scheduled) countRun(facts, run, nowMs);
	return facts;
}

/** Whether at least three results of a job all carry a test request id. */
export function areAllTests(runs: readonly RememberedRun[]): boolean {
	return runs.length >= 3 && runs.every(({ isTest }) => isTest);
}

function countRun(facts: RunFacts, run: Run, nowMs: number): void {
	if (run.outcome === 'running') {
		if (!run.isVanished) facts.oldestUnderWay ??= run;
		return;
	}
	if (run.outcome === 'unknown') countUnknown(facts, run);
	else countKnown(facts, run);
	if (!hasEnded(run, facts.lastStartMs, nowMs)) return;
	facts.newestEnded = run;
	facts.oldestUnderWay = null;
	facts.lastEndMs = laterMs(facts.lastEndMs, run.endMs);
}

/** When a run ended, as far as it is known, in milliseconds since 1970 UTC; the state leaves out older ends. */
export function endMsOf({ startMs, endMs, result }: SuccessfulRun & Pick<Run, 'result'>): number {
	return endMs ?? (result && parseTimeMs(result.updated_at)) ?? startMs;
}

/** A single unknown result neither counts nor breaks the row of failures. */
function countUnknown(facts: RunFacts, run: Run): void {
	facts.unknowns++;
	facts.unknownSeenMs = Math.min(facts.unknownSeenMs ?? Infinity, run.firstSeenMs);
	facts.unknownSinceMs ??= run.endMs ?? run.startMs;
}

function countKnown(facts: RunFacts, run: Run): void {
	facts.unknowns = 0;
	facts.unknownSeenMs = null;
	facts.unknownSinceMs = null;
	if (run.outcome === 'failed') {
		facts.failures++;
		facts.failingSinceMs ??= endMsOf(run);
		return;
	}
	facts.failures = 0;
	facts.failingSinceMs = null;
	facts.lastSuccess = run;
}

/**
 * Whether a run has ended: with a known word, or with an unknown one once a newer scheduled run has started or 24
 * hours after the word was first seen.
 *
 * @param newestStartMs start of the newest scheduled run, in milliseconds since 1970 UTC
 * @param nowMs milliseconds since 1970 UTC
 */
export function hasEnded(run: Run, newestStartMs: number | null, nowMs: number): boolean {
	if (run.outcome !== 'unknown') return run.outcome !== 'running';
	if (run.isReported || nowMs - run.firstSeenMs >= unknownWaitMs) return true;
	return newestStartMs !== null && newestStartMs > run.startMs;
}

/** What a job's recent result says; another mark means that its list of results must be read. */
export function markOf(recent: TaskResult | null): string {
	if (!recent || recent.id === '') return '';
	const { id, task_state, updated_at } = recent;
	return fingerprint([normalId(id), task_state, rulesStateOf(recent), updated_at].join('\n'));
}
