import type { TaskResult } from '../../asa/model/result';
import type { ForgottenRuns, JobState, RememberedRun } from '../state/types';
import { rulesStateOf } from './outcome';
import { deriveFacts, rememberedRuns, type Run } from './runs';
import { scheduleText, standingOf, type JobInput, type PollContext } from './standing';
import type { JobCause, JobStanding, MonitorEvent, RunFacts } from './types';
import { normalId } from '../../util/text';
import { fingerprint, shortName } from './values';

/** A job while it is being evaluated. */
export interface Draft {
	readonly input: JobInput;
	readonly context: PollContext;
	/** The next state, changed in place. */
	readonly state: JobState;
	/** Facts of the runs applied so far. Set by `setFacts`. */
	facts: RunFacts;
	/** The standing that follows from these facts. */
	standing: JobStanding;
	/** The causes that hold by these facts. */
	holding: JobCause[];
	/** New causes that no item has reported. */
	added: JobCause[];
	/** The situation when a run last added a cause. */
	atChange: Situation | null;
	/** Whether this poll has emitted an item of the incident. */
	hasNotified: boolean;
	readonly events: MonitorEvent[];
}

/** What an item shows: a job at one moment. */
export interface Situation {
	run: Run | null;
	standing: JobStanding;
	/** In milliseconds since 1970 UTC. */
	atMs: number;
}

/** The evaluation of a job. */
export interface JobEvaluation {
	input: JobInput;
	/** The next state. */
	state: JobState;
	/** The newest scheduled run. */
	newest: RememberedRun | null;
	standing: JobStanding;
	/** The causes that hold, worst first. */
	holding: JobCause[];
	/** In the order in which they happened. */
	events: MonitorEvent[];
}

/** ASA probably keeps ten results, so a list of ten may be incomplete. */
const keptResults = 10;

/** If this many successes are remembered, not all of them will turn into failures, so an older one need not be kept. */
const enoughSuccesses = 5;

/** Starts the evaluation of a job. */
export function startDraft(input: JobInput, context: PollContext): Draft {
	const state = startState(input, context);
	const { facts } = input;
	return {
		input,
		context,
		state,
		facts,
		standing: standingOf(input, state, facts, context),
		holding: [],
		added: [],
		atChange: null,
		hasNotified: false,
		events: [],
	};
}

/** The state of the job as this poll begins: each field says where it comes from. */
function startState(input: JobInput, { nowMs }: PollContext): JobState {
	const { job, known, facts, merged } = input;
	return {
		name: shortName(job.name),
		id: job.id,
		isActive: job.isActive,
		hasBeenActive: job.isActive || (known?.hasBeenActive ?? false),
		offPolls: job.isActive ? 0 : Math.min((known?.offPolls ?? 0) + 1, 2),
		lastOffMs: known?.lastOffMs ?? null,
		absentPolls: 0,
		schedule: scheduleText(job),
		scheduleFromMs: scheduleFrom(input, facts, nowMs),
		runs: known?.runs ?? [],
		pollTimeHashes: merged.pollTimeHashes,
		forgotten: known?.forgotten ?? null,
		lastSuccessId: known?.lastSuccessId ?? null,
		waitingIds: known?.waitingIds ?? new Map(),
		oldestStartMs: oldestStart(input),
		isCountAtLeast: mayMissFailures(input, facts, nowMs),
		recentMark: nextMark(input),
		// A copy, because an incident is changed in place.
		incident: known?.incident ? { ...known.incident } : null,
	};
}

/** Sets the facts and the standing that follows from them. */
export function setFacts(draft: Draft, facts: RunFacts): void {
	draft.facts = facts;
	draft.standing = standingOf(draft.input, draft.state, facts, draft.context);
}

/** Finishes the evaluation of a job. */
export function finishDraft(draft: Draft): JobEvaluation {
	const { input, context, state, facts, standing, holding, events } = draft;
	const isStopped = !state.isActive && (state.incident?.causes.includes('stopped') ?? false);
	const remembered = rememberRuns(input.merged.after, state.forgotten);
	state.runs = remembered.runs;
	state.forgotten = remembered.forgotten;
	state.lastSuccessId = lastSuccessId(input, facts);
	state.waitingIds = waitingIds(input, state.runs);
	state.lastOffMs = isStopped ? context.nowMs : state.incident && state.lastOffMs;
	return {
		input,
		state,
		newest: facts.newest,
		standing,
		holding,
		events,
	};
}

/** A run with its result, if this poll read it. */
export function withResult({ known, merged }: JobInput, run: RememberedRun): Run {
	const { hash } = run;
	return { ...run, result: merged.results.get(hash), id: known?.waitingIds.get(hash) };
}

/** IDs of unknown results that ASA may no longer list when their wait ends. */
function waitingIds({ known, merged }: JobInput, runs: readonly RememberedRun[]) {
	const waiting = runs.filter(({ outcome, isReported }) => outcome === 'unknown' && !isReported);
	const ids = waiting.map(({ hash }) => {
		return [hash, merged.results.get(hash)?.id ?? known?.waitingIds.get(hash) ?? ''] as const;
	});
	return new Map(ids);
}

/** An update gives a job a new ID and may keep its schedule. If it counted, updates could put off a start for ever. */
function scheduleFrom({ job, known }: JobInput, facts: RunFacts, nowMs: number): number | null {
	if (!known) return facts.lastStartMs === null ? nowMs : null;
	const isActivated = job.isActive && !known.isActive;
	const isChanged = scheduleText(job) !== known.schedule;
	if (isActivated || isChanged) return nowMs;
	return known.scheduleFromMs;
}

function oldestStart({ known, merged }: JobInput): number | null {
	const oldest = merged.after.find(({ isTest }) => !isTest);
	if (!oldest) return known?.oldestStartMs ?? null;
	return Math.min(known?.oldestStartMs ?? Infinity, oldest.startMs);
}

/** Whether the failure streak may be longer than known: before the oldest result, or between two polls. */
function mayMissFailures(
	{ job, known, merged }: JobInput,
	facts: RunFacts,
	nowMs: number,
): boolean {
	const { results } = job;
	if (facts.failures === 0) return false;
	if (!known) return !facts.lastSuccess && (!results || results.length >= keptResults);
	const before = deriveFacts(known.runs, known.forgotten, nowMs);
	const isSameStreak = before.lastSuccess?.hash === facts.lastSuccess?.hash;
	if (isSameStreak && known.isCountAtLeast) return true;
	const isKnown = ({ hash }: RememberedRun) => known.runs.some((run) => run.hash === hash);
	const hasNewRun = merged.changes.some((run) => !isKnown(run));
	const overlaps = known.runs.some(({ hash }) => merged.results.has(hash));
	return hasNewRun && known.runs.length > 0 && (!results || !overlaps);
}

/** A fingerprint of a job's recent result. If it changes, the list of results must be read. */
export function markOf(recent: TaskResult | null): string {
	if (!recent || recent.id === '') return '';
	const { id, task_state, updated_at } = recent;
	return fingerprint([normalId(id), task_state, rulesStateOf(recent), updated_at].join('\n'));
}

/** Keeps the mark until the list of results was read, so that the next poll reads it; unless its path is missing. */
function nextMark({ job, known }: JobInput): string {
	const mark = markOf(job.recentResult);
	const isMissing = job.resultsError?.isNotFound === true;
	return job.results || isMissing || mark === '' ? mark : (known?.recentMark ?? '');
}

function lastSuccessId({ known, merged }: JobInput, { lastSuccess }: RunFacts): string | null {
	if (!lastSuccess) return null;
	if (known && merged.changes.length === 0) return known.lastSuccessId;
	const result = merged.results.get(lastSuccess.hash);
	if (result) return result.id;
	const id = known?.lastSuccessId ?? null;
	return id !== null && fingerprint(normalId(id)) === lastSuccess.hash ? id : null;
}

/** Keeps the newest runs and summarizes the others. */
function rememberRuns(
	runs: RememberedRun[],
	forgotten: ForgottenRuns | null,
): Pick<JobState, 'runs' | 'forgotten'> {
	const tests = runs.reduce((count, { isTest }) => count + (isTest ? 1 : 0), 0);
	const excess = { tests: tests - rememberedRuns, scheduled: runs.length - tests - rememberedRuns };
	if (excess.tests <= 0 && excess.scheduled <= 0) {
		return { runs, forgotten };
	}
	const kept: RememberedRun[] = [];
	let rest = forgotten;
	for (const run of runs) {
		const isForgotten = excess[run.isTest ? 'tests' : 'scheduled']-- > 0;
		if (!isForgotten) kept.push(run);
		else rest = forgetRun(rest ?? { failures: 0, failingSinceMs: null, success: null }, run);
	}
	const successes = kept.filter(({ outcome, isTest }) => outcome === 'success' && !isTest).length;
	if (rest?.success && successes >= enoughSuccesses) rest = { ...rest, success: null };
	return { runs: kept, forgotten: rest };
}

function forgetRun(forgotten: ForgottenRuns, run: RememberedRun): ForgottenRuns {
	const { hash, startMs, endMs, outcome, isTest } = run;
	if (isTest || (outcome !== 'failed' && outcome !== 'success')) return forgotten;
	if (outcome === 'success') {
		return { failures: 0, failingSinceMs: null, success: { hash, startMs, endMs } };
	}
	return {
		failures: forgotten.failures + 1,
		failingSinceMs: forgotten.failingSinceMs ?? endMs ?? startMs,
		success: forgotten.success,
	};
}
