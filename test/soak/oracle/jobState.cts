import type { SeenJob } from '../team/view.cts';
import type { Choose } from './choices.cts';
import type { Incident } from './incident.cts';
import { noRuns, signatureOf, type KnownRuns, type PollTimes } from './runs.cts';
import type { Settings } from './settings.cts';

/** What the rules know of a job. */
export interface JobState extends KnownRuns {
	id: string;
	name: string;
	isActive: boolean;
	frequency: number | null;
	hour: number | null;
	/** Whether it was active since it was first seen, replaced or no longer watched. */
	hasBeenActive: boolean;
	/** Consecutive polls that saw it inactive, and the last one. */
	offPolls: number;
	lastOffAt: number | null;
	/** The poll from which the next start is calculated: of the first poll, activation, a changed schedule. */
	scheduleFromAt: number | null;
	/** Consecutive polls whose list lacked it. */
	absentPolls: number;
	incident: Incident | null;
	/** Until when the job can have no items unless it or these settings change: saves the oracle's time. */
	idle: { endsAt: number; settings: Settings } | null;
}

/** Everything else that matters for a job at a poll. */
export interface PollContext extends PollTimes {
	settings: Settings;
	connectionId: string;
	/** Whether a clock has jumped; that may be left open at the first poll of another team. */
	clockJumped: 'no' | 'yes' | 'maybe';
	/** Whether another server job of its connection is active. */
	hasActiveSibling: boolean;
	/** The starts of the last success and of the oldest run of the connection's other server jobs. */
	siblings: { successAt: number | null; oldestAt: number | null };
	/** Start of the last success of the connection's deleted server jobs. */
	deletedSuccessAt: number | null;
}

export function initialState(seen: SeenJob, nowMs: number): JobState {
	return {
		...noRuns,
		id: seen.id,
		name: seen.name,
		isActive: seen.isActive,
		frequency: seen.frequency,
		hour: seen.hour,
		hasBeenActive: seen.isActive,
		offPolls: 0,
		lastOffAt: null,
		scheduleFromAt: nowMs,
		absentPolls: 0,
		incident: null,
		idle: null,
	};
}

/** Whether nothing about a job has changed, and none of its deadlines has passed. */
export function isIdle(state: JobState, seen: SeenJob, { nowMs, settings }: PollContext): boolean {
	const { idle } = state;
	return (
		idle !== null &&
		nowMs < idle.endsAt &&
		settings === idle.settings &&
		state.absentPolls === 0 &&
		seen.isActive &&
		seen.id === state.id &&
		seen.name === state.name &&
		seen.frequency === state.frequency &&
		seen.hour === state.hour &&
		seen.recent !== null &&
		signatureOf(seen.recent) === state.recent
	);
}

/** The state with what the list of jobs says now. */
export function withSettings(
	before: JobState,
	seen: SeenJob,
	nowMs: number,
): { state: JobState; isRescheduled: boolean } {
	const isRescheduled = seen.frequency !== before.frequency || seen.hour !== before.hour;
	const isActivated = seen.isActive && !before.isActive;
	const state: JobState = {
		...before,
		id: seen.id,
		name: seen.name,
		isActive: seen.isActive,
		frequency: seen.frequency,
		hour: seen.hour,
		hasBeenActive: before.hasBeenActive || seen.isActive,
		offPolls: seen.isActive ? 0 : before.offPolls + 1,
		lastOffAt: seen.isActive ? before.lastOffAt : nowMs,
		scheduleFromAt: isRescheduled || isActivated ? nowMs : before.scheduleFromAt,
		absentPolls: 0,
	};
	return { state, isRescheduled };
}

/** Whether what opens, ends access or is no longer watched just because time passed waits for the next poll. */
export function waitsForClock(
	{ clockJumped }: Pick<PollContext, 'clockJumped'>,
	choose: Choose,
): boolean {
	if (clockJumped !== 'maybe') return clockJumped === 'yes';
	return choose("whether the clocks are compared with those of another team's last poll") === 1;
}
