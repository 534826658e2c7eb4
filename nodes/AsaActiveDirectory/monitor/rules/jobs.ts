import type { JobKind } from '../../asa/model/syncJob';
import type { JobSnapshot } from '../snapshot/types';
import type { JobState } from '../state/types';
import type { JobEvaluation } from './draft';
import { endJob, evaluateJob } from './job';
import { areAllTests, deriveFacts, mergeRuns, type MergedRuns } from './runs';
import { allKinds } from './selection';
import { hasSchedule, scheduleText, type JobInput, type PollContext } from './standing';
import type { ConnectionRef, MonitorEvent, Notice, Replacement, RunFacts } from './types';
import { normalId } from '../../util/text';
import { laterMs, shortName } from './values';

/** The jobs of one kind in a connection, as a poll read them. */
export interface JobListInput {
	connection: ConnectionRef;
	kind: JobKind;
	/** All jobs of the list. */
	jobs: readonly JobSnapshot[];
	/** Those that are watched. */
	watched: readonly JobSnapshot[];
	/** The remembered jobs that are still watched. */
	known: readonly JobState[];
	/** Start of the last success of server sync jobs that are not remembered, in milliseconds since 1970 UTC. */
	formerSuccessMs: number | null;
}

/** The evaluation of the jobs of one kind in a connection. */
export interface JobListEvaluation {
	evaluations: JobEvaluation[];
	/** The next states. */
	states: JobState[];
	events: MonitorEvent[];
	formerSuccessMs: number | null;
}

/** Each job of a list once, in an order that does not depend on the list. */
export function sortedJobs(jobs: readonly JobSnapshot[]): JobSnapshot[] {
	const byId = new Map(jobs.map((job) => [normalId(job.id), job]));
	return [...byId.values()].sort(
		(one, other) => compare(one.name, other.name) || compare(one.id, other.id),
	);
}

function compare(one: string, other: string): number {
	if (one === other) return 0;
	return one < other ? -1 : 1;
}

/**
 * Matches listed jobs with remembered jobs: by ID, then by name among the rest, because every update gives a job a new
 * ID. So if several jobs have one name, one that disappeared and one that appeared at the same poll are the same.
 * Source: docs/api-contract.md, "Behaviour that shapes the product".
 */
export function matchJobs(
	jobs: readonly JobSnapshot[],
	known: readonly JobState[],
): Map<JobSnapshot, JobState> {
	const matches = new Map<JobSnapshot, JobState>();
	const byId = new Map(known.map((state) => [normalId(state.id), state]));
	for (const job of jobs) {
		const state = byId.get(normalId(job.id));
		if (state) matches.set(job, state);
	}
	const taken = new Set(matches.values());
	const rest = known.filter((state) => !taken.has(state));
	for (const job of jobs) {
		if (matches.has(job) || rest.length === 0) continue;
		const at = rest.findIndex(({ name }) => name === shortName(job.name));
		if (at >= 0) matches.set(job, rest.splice(at, 1)[0]);
	}
	return matches;
}

/** Evaluates the watched jobs of one kind, including those missing from the list. */
export function evaluateJobs(input: JobListInput, context: PollContext): JobListEvaluation {
	const jobs = sortedJobs(input.jobs);
	const matches = matchJobs(jobs, input.known);
	const listed = jobs.map((job) => readJob(job, matches.get(job), context));
	const watched = new Set(input.watched);
	const found = new Set(matches.values());
	const missing = input.known.filter((state) => !found.has(state));
	const successes = newestFirst([
		...listed.map((one) =>
			watched.has(one.job) ? successOf(one) : unwatchedSuccess(one, input, context),
		),
		...missing.map(stateSuccess),
	]);
	const list: ListContext = { input, listed, successes, names: countNames(jobs) };
	const evaluations = listed
		.filter(({ job }) => watched.has(job))
		.map((one) => evaluateJob(inputOf(list, one), context));
	const absent = missing.map((state) => markJobMissing(list, state, context));
	return {
		evaluations,
		states: [
			...evaluations.map(({ state }) => state),
			...absent.flatMap(({ state }) => state ?? []),
		],
		events: [
			...evaluations.flatMap(({ events }) => events),
			...absent.flatMap((one) => one.events),
		],
		formerSuccessMs: nextFormerSuccess(list, watched, absent),
	};
}

/** Closes the incidents of all jobs of a deleted connection. */
export function endJobs(
	connection: ConnectionRef,
	kind: JobKind,
	known: readonly JobState[],
	context: PollContext,
): MonitorEvent[] {
	const input = { connection, kind, jobs: [], watched: [], known, formerSuccessMs: null };
	const list: ListContext = { input, listed: [], successes: [], names: new Map() };
	return known.flatMap((state) => endJob(inputOf(list, asListed(state, context)), context, true));
}

/** A job with its runs. */
interface ListedJob {
	job: JobSnapshot;
	known: JobState | undefined;
	merged: MergedRuns;
	facts: RunFacts;
}

interface ListContext {
	input: JobListInput;
	listed: readonly ListedJob[];
	/** Last successes of the connection's jobs, newest first. */
	successes: readonly Success[];
	names: ReadonlyMap<string, number>;
}

interface Success {
	of: JobSnapshot | JobState;
	startMs: number;
}

function readJob(job: JobSnapshot, known: JobState | undefined, context: PollContext): ListedJob {
	const merged = mergeRuns(known, job, context);
	return {
		job,
		known,
		merged,
		facts: deriveFacts(merged.after, known?.forgotten ?? null, context.nowMs),
	};
}

/** A remembered job that is missing from the list, in the form of a listed one. */
function asListed(state: JobState, context: PollContext): ListedJob {
	const { id, name, isActive, runs, forgotten } = state;
	const job = { id, name, isActive, frequencyHours: null, startHourUtc: null, recentResult: null };
	const merged = mergeRuns(state, job, context);
	return { job, known: state, merged, facts: deriveFacts(runs, forgotten, context.nowMs) };
}

function inputOf(list: ListContext, { job, known, merged, facts }: ListedJob): JobInput {
	const { connection, kind, formerSuccessMs } = list.input;
	const other = list.successes.find(({ of }) => of !== job && of !== known);
	return {
		connection,
		kind,
		job,
		known,
		merged,
		facts,
		nameRepeats: (list.names.get(job.name) ?? 0) > 1,
		othersSuccessMs: laterMs(other?.startMs ?? null, formerSuccessMs),
		replacement: kind === 'serverSyncJob' ? replacementOf(list.listed, job) : null,
	};
}

function replacementOf(listed: readonly ListedJob[], job: JobSnapshot): Replacement | null {
	const other = listed.find((one) => one.job.isActive && one.job !== job);
	return other ? { name: other.job.name, hasSucceeded: other.facts.lastSuccess !== null } : null;
}

/** A job counts as deleted when it is missing from two lists in a row, because a single list may be incomplete. */
function markJobMissing(
	list: ListContext,
	known: JobState,
	context: PollContext,
): { state: JobState | null; events: MonitorEvent[]; known: JobState } {
	if (known.absentPolls === 0) return { state: { ...known, absentPolls: 1 }, events: [], known };
	return {
		state: null,
		events: endJob(inputOf(list, asListed(known, context)), context, false),
		known,
	};
}

function successOf({ job, facts }: ListedJob): Success | null {
	return facts.lastSuccess && { of: job, startMs: facts.lastSuccess.startMs };
}

/**
 * The last success of a job that has no state. If a poll gives its start, it counts only if no former success is known,
 * because each poll would give it a later start.
 */
function unwatchedSuccess(
	one: ListedJob,
	{ formerSuccessMs }: JobListInput,
	{ nowMs }: PollContext,
): Success | null {
	const success = successOf(one);
	return success && success.startMs >= nowMs && formerSuccessMs !== null ? null : success;
}

function stateSuccess(state: JobState): Success | null {
	const { lastSuccess } = deriveFacts(state.runs, state.forgotten, 0);
	return lastSuccess && { of: state, startMs: lastSuccess.startMs };
}

function newestFirst(successes: Array<Success | null>): Success[] {
	return successes.filter((one) => one !== null).sort((a, b) => b.startMs - a.startMs);
}

/** The last success of server sync jobs that have no state: of unwatched and of deleted jobs. */
function nextFormerSuccess(
	{ input, successes }: ListContext,
	watched: ReadonlySet<JobSnapshot>,
	absent: ReadonlyArray<{ state: JobState | null; known: JobState }>,
): number | null {
	if (input.kind !== 'serverSyncJob') return input.formerSuccessMs;
	const gone = new Set<Success['of']>(absent.filter((one) => !one.state).map(({ known }) => known));
	const kept = new Set<Success['of']>([
		...watched,
		...absent.flatMap(({ state, known }) => (state ? known : [])),
	]);
	const other = successes.find(({ of }) => gone.has(of) || !kept.has(of));
	return laterMs(input.formerSuccessMs, other?.startMs ?? null);
}

function countNames(jobs: readonly JobSnapshot[]): Map<string, number> {
	const counts = new Map<string, number>();
	for (const { name } of jobs) counts.set(name, (counts.get(name) ?? 0) + 1);
	return counts;
}

/** Log lines about jobs, each when its condition first holds. */
export function jobNotices(evaluations: readonly JobEvaluation[]): Notice[] {
	const inputs = evaluations.map(({ input }) => input);
	const noSchedule = inputs.filter(
		({ job, known }) => job.isActive && !hasSchedule(job) && isNewSchedule(job, known),
	);
	const allTests = inputs.filter(
		({ facts, known }) => facts.areAllTests && !(known && areAllTests(known.runs)),
	);
	const notices: Notice[] = [];
	if (noSchedule.length > 0) {
		notices.push({ kind: 'noSchedule', jobs: noSchedule.map(({ job }) => job) });
	}
	if (allTests.length > 0) {
		notices.push({ kind: 'allTests', jobs: allTests.map(({ job }) => job) });
	}
	return notices;
}

function isNewSchedule(job: JobSnapshot, known: JobState | undefined): boolean {
	return !known || !known.isActive || known.schedule !== scheduleText(job);
}

/** Log lines about lists of results that could not be read, one for each kind of job. */
export function resultNotices(evaluations: readonly JobEvaluation[]): Notice[] {
	return allKinds.flatMap((jobKind) => {
		const evaluation = evaluations.find(
			({ input: { kind, job } }) => kind === jobKind && job.resultsError,
		);
		const error = evaluation?.input.job.resultsError;
		return error ? [{ kind: 'resultsUnreadable', jobKind, error } as const] : [];
	});
}
