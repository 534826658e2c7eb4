import { isTestRun, type TaskResult } from '../../asa/model/result';
import type { JobSnapshot } from '../snapshot/types';
import type { ForgottenRuns, JobState, RememberedRun } from '../state/types';
import { nilUuid, normalId } from '../../util/text';
import type { RunFacts } from './types';
import { readOutcome, type Outcome } from './outcome';
import type { PollContext } from './standing';
import { dayMs, fingerprint, laterMs, parseTimeMs } from './values';

/** A run as events show it: with its result, if the poll read it, else with its ID, if it is remembered. */
export interface Run extends RememberedRun {
	result?: TaskResult;
	id?: string;
}

/** What results are read with. */
export type Reading = Pick<PollContext, 'nowMs' | 'presentMs' | 'words'>;

/** How many scheduled runs and how many test runs of a job are remembered. ASA probably keeps ten results. */
export const rememberedRuns = 10;

/** How long a run with an unknown state is given to reach a known one. */
const unknownWaitMs = dayMs;

/** The remembered runs of a job merged with the results that a poll read. Runs are sorted by start. */
export interface MergedRuns {
	before: readonly RememberedRun[];
	/** Runs that are new or have another outcome than before. */
	changes: RememberedRun[];
	after: RememberedRun[];
	/** The results that were read, by the fingerprint of their ID. */
	results: ReadonlyMap<string, TaskResult>;
	/** Fingerprints of the last runs that start or end at the time of a poll. */
	pollTimeHashes: string[];
}

/**
 * Merges the remembered runs of a job with the results that were read. Runs are identified by result ID, so a result
 * that appears late or with another time is recognized. A result older than the oldest remembered one is not new.
 */
export function mergeRuns(
	known: JobState | undefined,
	job: JobSnapshot,
	reading: Reading,
): MergedRuns {
	const before = known?.runs ?? [];
	const results = resultsAtHand(job);
	const { pollTimeHashes = [] } = known ?? {};
	const merged: MergedRuns = { before, changes: [], after: [...before], results, pollTimeHashes };
	for (const entry of byListedStart(results)) mergeResult(merged, entry, known, reading);
	forgetVanished(merged, job);
	merged.changes.sort(byStart);
	if (merged.after.length > before.length) merged.after.sort(byStart);
	return merged;
}

/** The results of a job that a poll read, each once. A result without an ID is ignored. */
function resultsAtHand({ recentResult, results = [] }: JobSnapshot): Map<string, TaskResult> {
	const read = new Map<string, TaskResult>();
	if (recentResult) addResult(read, recentResult);
	for (const result of results) addResult(read, result);
	return read;
}

function addResult(read: Map<string, TaskResult>, result: TaskResult): void {
	const id = normalId(result.id);
	if (id === '' || id === nilUuid) return;
	const hash = fingerprint(id);
	const other = read.get(hash);
	// The list was read after the job, so it wins unless its result is older.
	if (!other || updatedMs(result) >= updatedMs(other)) read.set(hash, result);
}

function updatedMs({ updated_at }: TaskResult): number {
	return parseTimeMs(updated_at) ?? 0;
}

/** Sorts by ASA's own start, so that runs in the future keep their order. */
function byListedStart(results: Map<string, TaskResult>): Iterable<[string, TaskResult]> {
	if (results.size < 2) return results;
	const startOf = ([, result]: [string, TaskResult]) => ownStartMs(result) ?? Infinity;
	return [...results].sort((one, other) => (startOf(one) < startOf(other) ? -1 : 1));
}

function mergeResult(
	merged: MergedRuns,
	[hash, result]: readonly [string, TaskResult],
	known: JobState | undefined,
	reading: Reading,
): void {
	const at = indexOf(merged.after, hash);
	const former = at < 0 ? undefined : merged.after[at];
	const outcome = readOutcome(result, reading.words);
	if (former?.outcome === outcome && former.isReported && !former.isVanished) return;
	// A run without a start, or with one in the future, may be listed after it was forgotten.
	if (!former && known?.pollTimeHashes.includes(hash)) return;
	const startMs = former?.startMs ?? firstStartMs(result, merged.after, reading);
	const run = readRun(hash, result, outcome, former, startMs, reading);
	if (hasPollTime(run, result, former) && !merged.pollTimeHashes.includes(hash))
		merged.pollTimeHashes = [...merged.pollTimeHashes, hash].slice(-rememberedRuns);
	if (former) {
		merged.after[at] = run;
		if (former.outcome !== outcome) merged.changes.push(run);
	} else if (!known || !isOlderThanKnown(run, known)) {
		merged.after.push(run);
		merged.changes.push(run);
	} else if (hasRoomFor(run, known)) {
		run.isReported = true;
		merged.after.push(run);
		merged.before = [...merged.before, run].sort(byStart);
	}
}

/** Whether the poll's time took the place of the start, at first sight, or of the end. */
function hasPollTime(run: RememberedRun, result: TaskResult, former?: RememberedRun): boolean {
	const { startMs, endMs } = run;
	if (!former && startMs !== ownStartMs(result)) return true;
	return endMs !== null && endMs !== startMs && endMs !== parseTimeMs(result.updated_at);
}

/** Written out, because it is called for every result. */
function indexOf(runs: readonly RememberedRun[], hash: string): number {
	for (let at = 0; at < runs.length; at++) if (runs[at].hash === hash) return at;
	return -1;
}

/** The start that ASA lists, or the end of a run without a start. */
function ownStartMs({ created_at, updated_at }: TaskResult): number | null {
	return parseTimeMs(created_at) ?? parseTimeMs(updated_at);
}

/** A run by its result alone, for callers without a state. */
export function runOf(result: TaskResult, reading: Reading): Run {
	const hash = fingerprint(normalId(result.id));
	const startMs = firstStartMs(result, [], reading);
	const outcome = readOutcome(result, reading.words);
	return { ...readRun(hash, result, outcome, undefined, startMs, reading), result };
}

/**
 * The start of a run that is first seen. If it is missing or in the future, the time of the poll takes its place; but the
 * run counts as newer than all known ones, even if the API's clock is late.
 */
function firstStartMs(result: TaskResult, known: RememberedRun[], reading: Reading): number {
	const { nowMs, presentMs } = reading;
	const listedMs = ownStartMs(result) ?? Infinity;
	if (listedMs <= presentMs) return listedMs;
	const newestMs = known.reduce((latestMs, { startMs }) => Math.max(latestMs, startMs), 0);
	return Math.min(listedMs, Math.max(nowMs, newestMs + 1000));
}

/** Reads a result. Unless an end is known, a missing one becomes the poll's time, and one in the future the present. */
function readRun(
	hash: string,
	result: TaskResult,
	outcome: Outcome,
	former: RememberedRun | undefined,
	startMs: number,
	{ nowMs, presentMs }: Reading,
): RememberedRun {
	const isSame = former?.outcome === outcome;
	const updatedMs = outcome === 'running' ? null : parseTimeMs(result.updated_at);
	const seenMs = Math.max(startMs, nowMs);
	const seenEndMs = outcome !== 'running' && former?.outcome === 'running' ? seenMs : null;
	const keepsEnd = isSame && (former.isReported || (updatedMs ?? 0) > presentMs);
	const ownEndMs = updatedMs && Math.max(startMs, Math.min(updatedMs, presentMs));
	return {
		hash,
		startMs,
		endMs: keepsEnd ? former.endMs : (ownEndMs ?? seenEndMs),
		outcome,
		isTest: isTestRun(result),
		isReported: former?.isReported ?? false,
		isVanished: false,
		firstSeenMs: isSame ? former.firstSeenMs : nowMs,
	};
}

function isOlderThanKnown(run: RememberedRun, { runs }: JobState): boolean {
	if (runs.length === 0) return false;
	if (run.startMs < runs[0].startMs) return true;
	// If the memory is full, older runs may have been forgotten.
	const alike = runs.filter(({ isTest }) => isTest === run.isTest);
	return alike.length >= rememberedRuns && run.startMs < alike[0].startMs;
}

/** Whether an older run can be added to the history. If the memory is full, it may be a forgotten one. */
function hasRoomFor(run: RememberedRun, { runs }: JobState): boolean {
	return runs.filter(({ isTest }) => isTest === run.isTest).length < rememberedRuns;
}

/**
 * Whether a run that is missing from the results at hand is no longer listed. If the path of the list is missing, the
 * recent result is all that can be seen.
 */
export function isListKnown({ results, resultsError }: JobSnapshot): boolean {
	return results !== undefined || resultsError?.isNotFound === true;
}

/** Marks runs under way that are no longer listed. An unknown one is copied, because it may be marked as reported. */
function forgetVanished({ after, changes, results }: MergedRuns, job: JobSnapshot): void {
	if (!isListKnown(job)) return;
	for (const [at, run] of after.entries()) {
		if (results.has(run.hash)) continue;
		if (run.outcome === 'unknown') after[at] = { ...run };
		if (run.outcome !== 'running' || run.isVanished) continue;
		after[at] = { ...run, isVanished: true };
		changes.push(after[at]);
	}
}

/** Sorts runs by start. */
export function byStart(one: RememberedRun, other: RememberedRun): number {
	return one.startMs - other.startMs || (one.hash < other.hash ? -1 : 1);
}

/**
 * Derives the facts about the scheduled runs of a job. Test runs are ignored.
 *
 * @param runs oldest first
 * @param nowMs milliseconds since 1970 UTC
 */
export function deriveFacts(
	runs: readonly RememberedRun[],
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

function countRun(facts: RunFacts, run: RememberedRun, nowMs: number): void {
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

/** An unknown result neither extends nor ends a failure streak. */
function countUnknown(facts: RunFacts, run: RememberedRun): void {
	facts.unknowns++;
	facts.unknownSeenMs = Math.min(facts.unknownSeenMs ?? Infinity, run.firstSeenMs);
	facts.unknownSinceMs ??= run.endMs ?? run.startMs;
}

function countKnown(facts: RunFacts, run: RememberedRun): void {
	facts.unknowns = 0;
	facts.unknownSeenMs = null;
	facts.unknownSinceMs = null;
	if (run.outcome === 'failed') {
		facts.failures++;
		facts.failingSinceMs ??= run.endMs ?? run.startMs;
		return;
	}
	facts.failures = 0;
	facts.failingSinceMs = null;
	facts.lastSuccess = run;
}

/**
 * Whether a run has ended. One with an unknown state has ended once a newer scheduled run has started, or 24 hours
 * after the state was first seen.
 *
 * @param newestStartMs start of the newest scheduled run, in milliseconds since 1970 UTC
 * @param nowMs milliseconds since 1970 UTC
 */
export function hasEnded(run: RememberedRun, newestStartMs: number | null, nowMs: number): boolean {
	if (run.outcome !== 'unknown') return run.outcome !== 'running';
	if (run.isReported || nowMs - run.firstSeenMs >= unknownWaitMs) return true;
	return newestStartMs !== null && newestStartMs > run.startMs;
}
