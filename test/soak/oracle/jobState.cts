import type { SeenJob } from '../team/view.cts';
import type { Cause, Severity } from './expected.cts';
import { noRuns, signatureOf, type KnownRuns, type PollTimes } from './runs.cts';
import type { Settings } from './settings.cts';

/** What the rules know of a job's incident. */
export interface Incident {
	keyParts: string;
	/** Whether its trigger went out. */
	isNotified: boolean;
	openedAt: number | null;
	causes: Cause[];
	severity: Severity;
	/** The newest run that had ended when it was opened or last updated: its id and order. */
	newestEnded: { id: string; order: number } | null;
	isAccessEndTold: boolean;
	/** When its last item went out. */
	lastItemAt: number;
}

/** What the rules know of a job. */
export interface JobState extends KnownRuns {
	id: string;
	name: string;
	isActive: boolean;
	frequency: number | null;
	hour: number | null;
	/** Whether it was active since it was first seen, replaced or no longer watched. */
	hasBeenActive: boolean;
	/** Polls in a row that saw it off, and the last one. */
	offPolls: number;
	lastOffAt: number | null;
	/** The poll from which the next start is reckoned: of first sight, activation, a changed schedule. */
	reckonedFrom: number | null;
	/** Polls in a row that its list lacked it. */
	absentPolls: number;
	incident: Incident | null;
	/** Until when nothing can come of the job unless it changes, under these settings: saves the oracle's time. */
	quiet: { until: number; settings: Settings } | null;
}

/** What else counts for a job at a poll. */
export interface Around extends PollTimes {
	settings: Settings;
	connectionId: string;
	/** Whether the Date header jumped against n8n's clock. */
	dateJumped: 'no' | 'yes' | 'maybe';
	/** Whether another server job of its connection is active. */
	hasActiveRival: boolean;
	/** The starts of the last success and of the oldest run of the connection's other server jobs. */
	rivals: { success: number | null; oldest: number | null };
	/** Start of the last success of the connection's deleted server jobs. */
	deletedSuccess: number | null;
}

export function firstSight(seen: SeenJob, now: number): JobState {
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
		reckonedFrom: now,
		absentPolls: 0,
		incident: null,
		quiet: null,
	};
}

/** Whether nothing about a job has changed and its time hasn't come. */
export function isQuiet(
	state: JobState,
	seen: SeenJob,
	{ now, settings, dateJumped }: Around,
): boolean {
	const { quiet } = state;
	return (
		quiet !== null &&
		now < quiet.until &&
		settings === quiet.settings &&
		dateJumped === 'no' &&
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
	now: number,
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
		lastOffAt: seen.isActive ? before.lastOffAt : now,
		reckonedFrom: isRescheduled || isActivated ? now : before.reckonedFrom,
		absentPolls: 0,
	};
	return { state, isRescheduled };
}
