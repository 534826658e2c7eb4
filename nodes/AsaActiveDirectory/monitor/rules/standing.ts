import type { JobKind } from '../../asa/model/syncJob';
import type { JobSnapshot } from '../snapshot/types';
import type { JobState } from '../state/types';
import type { OutcomeWords } from './outcome';
import type { MergedRuns } from './runs';
import {
	causeTable,
	jobCauses,
	severities,
	type AccessDeadline,
	type Cause,
	type ConnectionRef,
	type JobCause,
	type JobStanding,
	type Replacement,
	type RunFacts,
	type Settings,
	type Severity,
} from './types';
import { dayMs, hourMs, laterMs, minuteMs } from './values';

/** A daily job starts at a random minute within this time after its hour. */
const dailySpreadMs = hourMs;

/** How many hours after the last sync that saw them servers and users are removed. */
export const accessHours: Record<JobKind, number> = { serverSyncJob: 96, userSyncJob: 48 };

type Schedule = Pick<JobSnapshot, 'frequencyHours' | 'startHourUtc'>;

/** The next start of a job, in milliseconds since 1970 UTC. */
export interface NextStart {
	/** The slot: when the run is expected to start. */
	dueMs: number;
	/** The latest start that is not late. */
	latestMs: number;
}

/** Whether the next start of a job can be calculated: its frequency is more than 0 and at most 24 hours. */
export function hasSchedule({ frequencyHours: hours }: Pick<Schedule, 'frequencyHours'>): boolean {
	return hours !== null && hours > 0 && hours <= 24;
}

/** A schedule as text, to detect a change. ASA may send an hour of 0 for a job that is not daily, which means nothing. */
export function scheduleText({ frequencyHours, startHourUtc }: Schedule): string {
	const hasHour = frequencyHours === 24 && startHourUtc !== null;
	return `${frequencyHours ?? ''}${hasHour ? `@${startHourUtc}` : ''}`;
}

/**
 * The next start of a job. Below 24 hours, it is one interval after the last start or end, whichever is later, because
 * ASA may count from either. A daily job starts within 60 minutes after its hour. A slot that passed while a run was
 * under way was not missed. Source: docs/api-contract.md, "Behaviour that shapes the product".
 *
 * @param facts the start and the end of the job's last scheduled runs
 * @param scheduleFromMs first sight, activation or change of schedule, in milliseconds since 1970 UTC
 * @returns null if the schedule is unusable or no time is known
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

/** The first time after another that is a whole number of days after a start, in milliseconds since 1970 UTC. */
function nextDayMs(startMs: number, afterMs: number): number {
	return startMs + (Math.floor((afterMs - startMs) / dayMs) + 1) * dayMs;
}

/** The first time after another at an hour of the day in UTC, in milliseconds since 1970 UTC. */
function nextHourMs(afterMs: number, hourUtc: number): number {
	const todayMs = Math.floor(afterMs / dayMs) * dayMs + hourUtc * hourMs;
	return todayMs > afterMs ? todayMs : todayMs + dayMs;
}

/**
 * When access through a job ends: ASA removes servers 96 hours and users 48 hours after the last sync that saw them.
 * That it also does so if no sync runs at all is probable.
 * Source: docs/api-contract.md, "Behaviour that shapes the product".
 *
 * @param lastSuccessMs start of the last success in milliseconds since 1970 UTC; for a server job, of any server job
 * of its connection
 * @param oldestStartMs start of the oldest scheduled run ever seen, used if no success is known
 * @returns null if no run is known
 */
export function accessDeadline(
	kind: JobKind,
	lastSuccessMs: number | null,
	oldestStartMs: number | null,
): AccessDeadline | null {
	const fromMs = lastSuccessMs ?? oldestStartMs;
	if (fromMs === null) return null;
	return { endsMs: fromMs + accessHours[kind] * hourMs, isAtLatest: lastSuccessMs === null };
}

/** This many unknown results in a row are reported as a failure. */
const tooManyUnknowns = 3;

/** The context of one poll. */
export interface PollContext {
	team: string;
	settings: Settings;
	words: OutcomeWords;
	/** The poll's time, in milliseconds since 1970 UTC. */
	nowMs: number;
	/** n8n's clock, in milliseconds since 1970 UTC, cut to whole seconds. */
	hostMs: number;
	/** The later of the poll's time and n8n's clock. */
	presentMs: number;
	/** Whether a clock has jumped, so that nothing may open just because time passed. */
	hasJumped: boolean;
	/** Whether current failures of jobs that are first seen are reported. */
	reportsCurrent: boolean;
}

/** A job to evaluate. */
export interface JobInput {
	connection: ConnectionRef;
	kind: JobKind;
	job: JobSnapshot;
	known: JobState | undefined;
	merged: MergedRuns;
	/** Facts about all its runs. */
	facts: RunFacts;
	/** Whether another job of the list has the same name. */
	nameRepeats: boolean;
	/** Start of the last success of the connection's other server sync jobs, in milliseconds since 1970 UTC. */
	othersSuccessMs: number | null;
	/** Another active server sync job of the connection, if this is a server sync job. */
	replacement: Replacement | null;
}

/** Whether the cause `failed` holds. */
export function countsAsFailed(facts: RunFacts, { settings, nowMs }: PollContext): boolean {
	return facts.failures >= settings.failureThreshold || areUnknownsTooMany(facts, nowMs);
}

/** Three unknown results in a row, or 24 hours since the first of them was seen. */
function areUnknownsTooMany({ unknowns, unknownSeenMs }: RunFacts, nowMs: number): boolean {
	if (unknowns === 0 || unknownSeenMs === null) return false;
	return unknowns >= tooManyUnknowns || nowMs - unknownSeenMs >= dayMs;
}

/** The standing of a job by its runs and its schedule, whichever events are chosen. */
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
		lastSuccessMs: lastSuccess && (lastSuccess.endMs ?? lastSuccess.startMs),
		access: accessOf(input, state, facts),
		nextDueMs: state.isActive && next ? next.dueMs : null,
		isOverdue: state.isActive && !oldestUnderWay && next !== null && nowMs > next.latestMs,
		runningSinceMs,
		isRunningLong:
			runningSinceMs !== null && nowMs - runningSinceMs > runningLongMinutes * minuteMs,
		areAllTests: facts.areAllTests,
	};
}

/**
 * Whether another server sync job took its place: it is off, and the other is active. It then has no cause, no deadline
 * and no open incident, from the first poll that sees it.
 */
export function isReplaced({ replacement }: JobInput, { isActive }: JobState): boolean {
	return !isActive && replacement !== null;
}

function accessOf(input: JobInput, state: JobState, facts: RunFacts): AccessDeadline | null {
	const { kind, othersSuccessMs } = input;
	if (isReplaced(input, state)) return null;
	const ownMs = facts.lastSuccess?.startMs ?? null;
	const lastMs = kind === 'serverSyncJob' ? laterMs(ownMs, othersSuccessMs) : ownMs;
	return accessDeadline(kind, lastMs, state.oldestStartMs);
}

/** The causes that hold, worst first. See the table in `job.ts`. */
export function causesThatHold(
	input: JobInput,
	state: JobState,
	facts: RunFacts,
	standing: JobStanding,
	context: PollContext,
): JobCause[] {
	if (!state.hasBeenActive || isReplaced(input, state)) return [];
	const isStopped = state.offPolls >= 2;
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

/** The severity of the worst of some causes. */
export function severityOf(causes: readonly Cause[]): Severity {
	const ranks = causes.map((cause) => severities.indexOf(causeTable[cause].severity));
	return severities[Math.max(0, ...ranks)];
}
