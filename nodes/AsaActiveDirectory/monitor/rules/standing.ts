import type { JobKindName } from '../../api/jobKinds';
import type { JobSnapshot } from '../snapshot/types';
import type { JobState } from '../state/types';
import type { OutcomeWords } from './outcome';
import { endMsOf, type MergedRuns, type RunFacts } from './runs';
import {
	jobCauses,
	type AccessDeadline,
	type ConnectionRef,
	type JobCause,
	type JobStanding,
	type Replacement,
	type Settings,
} from './types';
import { dayMs, hourMs, laterMs, minuteMs } from './values';

/** A daily job starts at a random minute within this time after its hour. */
const dailySpreadMs = hourMs;

/** How many hours after the last sync that saw them servers and users lose access. */
export const accessHours: Record<JobKindName, number> = { serverSyncJob: 96, userSyncJob: 48 };

type Schedule = Pick<JobSnapshot, 'frequencyHours' | 'startHourUtc'>;

/** The next start of a job, in milliseconds since 1970 UTC. */
export interface NextStart {
	/** The slot: when the run is expected to start. */
	dueMs: number;
	/** Until when it may start without being late. */
	latestMs: number;
}

/** Whether a job's next start can be told: not where its frequency is missing, 0 or over 24 hours. */
export function hasSchedule({ frequencyHours: hours }: Pick<Schedule, 'frequencyHours'>): boolean {
	return hours !== null && hours > 0 && hours <= 24;
}

/** A schedule as one word, to notice a change. */
export function scheduleText({ frequencyHours, startHourUtc }: Schedule): string {
	return `${frequencyHours ?? ''}${startHourUtc === null ? '' : `@${startHourUtc}`}`;
}

/**
 * The next start of a job by its scheduled runs. Below 24 hours it is an interval after the last start or end,
 * because ASA may count from either; a daily job starts within 60 minutes after its hour. A slot that passed while a
 * run was under way was not missed. Source: docs/api-contract.md, "Behaviour that shapes the product".
 *
 * @param facts of the job's scheduled runs
 * @param scheduleFromMs first sight, activation or change of schedule, in milliseconds since 1970 UTC: nothing
 * was missed before
 * @returns null where the schedule doesn't tell, or nothing is known to reckon from
 */
export function nextStart(
	schedule: Schedule,
	{ lastStartMs, lastEndMs }: Pick<RunFacts, 'lastStartMs' | 'lastEndMs'>,
	scheduleFromMs: number | null,
	graceMinutes: number,
): NextStart | null {
	const fromMs = laterMs(lastStartMs, scheduleFromMs);
	const busyUntilMs = laterMs(fromMs, lastEndMs);
	const { frequencyHours, startHourUtc } = schedule;
	if (frequencyHours === null || !hasSchedule(schedule)) return null;
	if (fromMs === null || busyUntilMs === null) return null;
	const graceMs = graceMinutes * minuteMs;
	if (frequencyHours < 24) {
		const dueMs = busyUntilMs + frequencyHours * hourMs;
		return { dueMs, latestMs: dueMs + graceMs };
	}
	const dueMs =
		startHourUtc === null ? nextDayMs(fromMs, busyUntilMs) : nextHourMs(busyUntilMs, startHourUtc);
	return { dueMs, latestMs: dueMs + dailySpreadMs + graceMs };
}

/** The next time that is whole days after a start and later than a time, in milliseconds since 1970 UTC. */
function nextDayMs(startMs: number, afterMs: number): number {
	return startMs + (Math.floor((afterMs - startMs) / dayMs) + 1) * dayMs;
}

/** The next full hour of the day in UTC that is later than a time, in milliseconds since 1970 UTC. */
function nextHourMs(afterMs: number, hourUtc: number): number {
	const todayMs = Math.floor(afterMs / dayMs) * dayMs + hourUtc * hourMs;
	return todayMs > afterMs ? todayMs : todayMs + dayMs;
}

/**
 * When those that a job keeps in ASA lose access: servers 96 hours, users 48 hours after the last sync that saw them.
 * That ASA removes them also when nothing runs is probable.
 * Source: docs/api-contract.md, "Behaviour that shapes the product".
 *
 * @param lastSuccessMs start of the last success, for a server job of any server job of its connection
 * @param oldestStartMs start of the oldest scheduled run ever seen, which stands in where no success is known
 * @returns null where no run is known at all
 */
export function accessDeadline(
	kind: JobKindName,
	lastSuccessMs: number | null,
	oldestStartMs: number | null,
): AccessDeadline | null {
	const fromMs = lastSuccessMs ?? oldestStartMs;
	if (fromMs === null) return null;
	return { endsMs: fromMs + accessHours[kind] * hourMs, isAtLatest: lastSuccessMs === null };
}

/** So many unknown results in a row are reported as a failure: silence is the worst answer. */
const tooManyUnknowns = 3;

/** What all rules of one poll share. */
export interface PollContext {
	team: string;
	settings: Settings;
	words: OutcomeWords;
	/** The poll's time, in milliseconds since 1970 UTC. */
	nowMs: number;
	/** Whether a clock has jumped: nothing opens because of the time alone. */
	hasJumped: boolean;
	/** Whether what is wrong with a job that is first seen is reported. */
	reportsCurrent: boolean;
}

/** One job of a list, and what was remembered of it. */
export interface JobInput {
	connection: ConnectionRef;
	kind: JobKindName;
	job: JobSnapshot;
	known: JobState | undefined;
	merged: MergedRuns;
	/** Of all its runs. */
	facts: RunFacts;
	/** Whether another job of the list has the same name. */
	nameRepeats: boolean;
	/** Start of the last success of the connection's other server sync jobs, in milliseconds since 1970 UTC. */
	othersSuccessMs: number | null;
	/** The active server sync job beside this one, for server sync jobs. */
	replacement: Replacement | null;
}

/** Whether the runs of a job reach the cause `failed`. */
export function countsAsFailed(facts: RunFacts, { settings, nowMs }: PollContext): boolean {
	return facts.failures >= settings.failureThreshold || areUnknownsTooMany(facts, nowMs);
}

/** Three unknown results in a row, or one that has been the last word for 24 hours. */
function areUnknownsTooMany({ unknowns, unknownSeenMs }: RunFacts, nowMs: number): boolean {
	if (unknowns === 0 || unknownSeenMs === null) return false;
	return unknowns >= tooManyUnknowns || nowMs - unknownSeenMs >= dayMs;
}

/** How a job stands by its runs and its schedule, whatever was chosen. */
export function standingOf(
	input: JobInput,
	state: JobState,
	facts: RunFacts,
	{ settings, nowMs }: PollContext,
): JobStanding {
	const { overdueGraceMinutes, runningLongMinutes } = settings;
	const { oldestUnderWay, failures, lastSuccess, unknownSinceMs } = facts;
	const next = nextStart(input.job, facts, state.scheduleFromMs, overdueGraceMinutes);
	const runningSinceMs = oldestUnderWay?.startMs ?? null;
	const failsUnknown = failures === 0 && areUnknownsTooMany(facts, nowMs);
	return {
		isActive: state.isActive,
		failures,
		isCountAtLeast: failures > 0 && state.isCountAtLeast,
		failingSinceMs: failsUnknown ? unknownSinceMs : facts.failingSinceMs,
		lastSuccessMs: lastSuccess && endMsOf(lastSuccess),
		access: accessOf(input, state, facts),
		nextDueMs: state.isActive && next ? next.dueMs : null,
		isOverdue: state.isActive && !oldestUnderWay && next !== null && nowMs > next.latestMs,
		runningSinceMs,
		isRunningLong:
			runningSinceMs !== null && nowMs - runningSinceMs > runningLongMinutes * minuteMs,
		areAllTests: facts.areAllTests,
	};
}

/** When access through the job ends. A server job that was replaced has no deadline: the other one has it. */
function accessOf(input: JobInput, state: JobState, facts: RunFacts): AccessDeadline | null {
	const { kind, replacement, othersSuccessMs } = input;
	if (!state.isActive && replacement) return null;
	const ownMs = facts.lastSuccess?.startMs ?? null;
	const lastMs = kind === 'serverSyncJob' ? laterMs(ownMs, othersSuccessMs) : ownMs;
	return accessDeadline(kind, lastMs, state.oldestStartMs);
}

/** The causes that hold at a poll, worst first: the table on top of `job.ts`. */
export function causesThatHold(
	input: JobInput,
	state: JobState,
	facts: RunFacts,
	standing: JobStanding,
	context: PollContext,
): JobCause[] {
	if (!state.hasBeenActive) return [];
	const isStopped = state.offPolls >= 2 && !input.replacement;
	const causes: JobCause[] = [];
	if (countsAsFailed(facts, context)) causes.push('failed');
	if (isStopped) causes.push('stopped');
	if (context.hasJumped) return worstFirst(causes);
	if (standing.isOverdue) causes.push('overdue');
	if (standing.isRunningLong) causes.push('running_long');
	const hasFailed = facts.newestEnded !== null && facts.newestEnded.outcome !== 'success';
	const isWell = !hasFailed && !isStopped && !standing.isOverdue && !standing.isRunningLong;
	const isAtRisk = isWarningDue(standing.access, context);
	if (!isWell && isAtRisk && (state.isActive || isStopped)) causes.push('access');
	return worstFirst(causes);
}

function isWarningDue(access: AccessDeadline | null, { settings, nowMs }: PollContext): boolean {
	return access !== null && access.endsMs - nowMs < settings.accessWarningHours * hourMs;
}

/** Causes of a job, worst first and each once. */
export function worstFirst(causes: JobCause[]): JobCause[] {
	if (causes.length < 2) return causes;
	return jobCauses.filter((cause) => causes.includes(cause));
}
