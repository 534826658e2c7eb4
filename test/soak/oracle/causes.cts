import type { Kind } from '../team/teamState.cts';
import type { Choose } from './choices.cts';
import { worstFirst, type Cause } from './expected.cts';
import type { PollContext, JobState } from './jobState.cts';
import { endedRuns, orderOf, scheduled, underWay, type Run } from './runs.cts';
import { accessHours, dayMs, hourMs, lateAfter, minuteMs } from './schedule.cts';

/** How many consecutive unknown results count as failure at once. */
const unknownStreakLength = 3;

/** What holds of a job at a poll, and what it rests on. */
export interface Holding {
	causes: Cause[];
	/** When access ends; null if nothing is known of it. */
	accessEndsAt: number | null;
}

/** Causes that hold. `failedInIncident`: a run failed while an incident was open, or failing opened it. */
export function holdingCauses(
	state: JobState,
	kind: Kind,
	context: PollContext,
	failedInIncident: boolean,
	choose: Choose,
): Holding {
	const accessEndsAt = accessEnd(state, kind, context, choose);
	if (!state.hasBeenActive) return { causes: [], accessEndsAt };
	const { nowMs, settings, hasActiveSibling } = context;
	const causes = new Set<Cause>();
	if (isRunningLong(state, context)) causes.add('running_long');
	const isReplaced = kind === 'serverSyncJob' && hasActiveSibling;
	if (!state.isActive && state.offPolls >= 2 && !isReplaced) causes.add('stopped');
	if (isOverdue(state, context, choose)) causes.add('overdue');
	if (failedInIncident || failsByStreak(state, context, choose)) causes.add('failed');
	const newest = endedRuns(state, nowMs).at(-1);
	const isWell =
		(newest === undefined || newest.outcome === 'success') &&
		!['running_long', 'stopped', 'overdue'].some((cause) => causes.has(cause as Cause));
	const isWatched = state.isActive || causes.has('stopped');
	const leftMs = accessEndsAt === null ? Infinity : accessEndsAt - nowMs;
	if (isWatched && !isWell && leftMs < settings.accessWarningHours * hourMs) causes.add('access');
	return { causes: worstFirst(causes), accessEndsAt };
}

function isRunningLong(state: JobState, { nowMs, settings }: PollContext): boolean {
	const oldest = underWay(state, nowMs)[0];
	return oldest !== undefined && nowMs - orderOf(oldest) > settings.runningLongMinutes * minuteMs;
}

function isOverdue(state: JobState, { nowMs, settings }: PollContext, choose: Choose): boolean {
	if (!state.isActive || underWay(state, nowMs).length > 0) return false;
	const runs = scheduled(state);
	const ended = endedRuns(state, nowMs);
	const vanished = state.vanished ? [state.vanished] : [];
	const startedAt = Math.max(0, ...[...vanished, ...runs].map(orderOf));
	const late = (endedAt: number) =>
		lateAfter(state, { startedAt, endedAt, pollAt: state.scheduleFromAt }, settings) ?? Infinity;
	const isLateAfter = (ends: Array<number | null>) => {
		const isLateAfterAll = nowMs > late(Math.max(0, ...ends.map(Number)));
		const isLateAfterNewest = nowMs > late(ends.at(-1) ?? 0);
		if (isLateAfterAll === isLateAfterNewest) return isLateAfterAll;
		return choose('whether the late end of an older run moves the next start') === 1;
	};
	const isLate = isLateAfter(ended.map(({ firstEndedAt }) => firstEndedAt));
	const isLateAsStamped = isLateAfter(ended.map(({ endedAt }) => endedAt));
	if (isLate === isLateAsStamped) return isLate;
	const moves = choose('whether a later stamp of a run that has ended moves the next start') === 1;
	return moves ? isLateAsStamped : isLate;
}

/** The earliest time at which a job can be overdue if nothing changes. */
export function earliestLate(state: JobState, { nowMs, settings }: PollContext): number {
	const newest = endedRuns(state, nowMs).at(-1);
	const endedAt = Math.min(newest?.endedAt ?? 0, newest?.firstEndedAt ?? 0);
	const startedAt = Math.max(0, ...scheduled(state).map(orderOf));
	return (
		lateAfter(state, { startedAt, endedAt, pollAt: state.scheduleFromAt }, settings) ?? Infinity
	);
}

/** Consecutive failed runs, the newest last; a single unknown one among them doesn't end the streak. */
export function failureStreak(ended: Run[]): Run[] {
	const streak: Run[] = [];
	for (let index = ended.length - 1; index >= 0; index--) {
		const { outcome } = ended[index];
		if (outcome === 'success') break;
		if (outcome === 'failed') streak.unshift(ended[index]);
		else if (ended[index - 1]?.outcome === 'unknown') break;
	}
	return streak;
}

function failsByStreak(state: JobState, { nowMs, settings }: PollContext, choose: Choose): boolean {
	if (failureStreak(endedRuns(state, nowMs)).length >= settings.failureThreshold) return true;
	return failsByUnknown(state, nowMs, choose);
}

/** Whether consecutive unknown results count as failure: three, or more than one for 24 hours. */
export function failsByUnknown(
	state: Pick<JobState, 'runs'>,
	nowMs: number,
	choose: Choose,
): boolean {
	const all = scheduled(state).filter(({ outcome }) => outcome !== 'running');
	const firstKnown = all.findLastIndex(({ outcome }) => outcome !== 'unknown');
	const unknown = all.slice(firstKnown + 1);
	if (unknown.length >= unknownStreakLength) return true;
	if (unknown.length === 0 || nowMs - (unknown[0].waitStartedAt ?? nowMs) < dayMs) return false;
	if (unknown.length > 1) return true;
	return choose('whether a single unknown result counts as failure after 24 hours') === 1;
}

/** When access ends: a number of hours after the start of the last success, or of the oldest run known. */
export function accessEnd(
	state: JobState,
	kind: Kind,
	context: PollContext,
	choose: Choose,
): number | null {
	const { siblings, deletedSuccessAt } = context;
	const own = state.lastSuccess ? orderOf(state.lastSuccess) : null;
	if (kind === 'userSyncJob') return hoursAfter(own ?? state.oldestStartAt, kind);
	const known = latest(own, siblings.successAt);
	const withDeleted = latest(known, deletedSuccessAt);
	if (withDeleted !== known && choose('whether a deleted server job counts for access') === 1) {
		return hoursAfter(withDeleted, kind);
	}
	if (known !== null || siblings.oldestAt === null)
		return hoursAfter(known ?? state.oldestStartAt, kind);
	const oldest = Math.min(state.oldestStartAt ?? Infinity, siblings.oldestAt);
	const isOwn = choose("whether another server job's oldest run counts for access") === 0;
	return hoursAfter(isOwn ? state.oldestStartAt : oldest, kind);
}

function hoursAfter(timeMs: number | null, kind: Kind): number | null {
	return timeMs === null ? null : timeMs + accessHours[kind] * hourMs;
}

function latest(oneAt: number | null, otherAt: number | null): number | null {
	return oneAt === null || otherAt === null ? (oneAt ?? otherAt) : Math.max(oneAt, otherAt);
}
