import type { Schedule } from '../asa/model/schedule';
import { hourMs, minuteMs } from './time';

/** A job as far as its schedule goes. */
export interface ScheduledJob extends Schedule {
	is_active: boolean;
	/**
	 * Since when the schedule's clock runs, in milliseconds since 1970 UTC: the start of the last scheduled run,
	 * or a later activation, change of schedule or new id. Null where nothing of it is known.
	 */
	clock_from: number | null;
}

/** When a job should run, in milliseconds since 1970 UTC. */
export interface Due {
	/** The time from which the next run is expected. */
	next_due_at: number;
	/** One whole interval after the clock's start: the slot that is missed when the job is overdue. */
	slot: number;
	/** Whether the slot was missed by more than the grace. */
	overdue: boolean;
}

const defaultGraceMinutes = 30;

/**
 * When an active job is due, or null where it has no schedule. A daily job starts at a random minute within an
 * hour of its time, so it gets 60 minutes more. Source: docs/api-contract.md, "Behaviour that shapes the product".
 */
export function due(
	job: ScheduledJob,
	now: number,
	graceMinutes = defaultGraceMinutes,
): Due | null {
	const { is_active, frequency, clock_from } = job;
	if (!is_active || !frequency || frequency < 0 || clock_from === null) return null;
	const slot = clock_from + frequency * hourMs;
	const spread = frequency === 24 ? hourMs : 0;
	return {
		next_due_at: nextStart(job, clock_from, slot),
		slot,
		overdue: now > slot + spread + graceMinutes * minuteMs,
	};
}

/** A daily job starts at its hour of the day, every other one an interval after the last start. */
function nextStart({ frequency, start_hour_utc }: Schedule, from: number, slot: number): number {
	if (frequency !== 24 || start_hour_utc === null) return slot;
	const start = new Date(from).setUTCHours(start_hour_utc, 0, 0, 0);
	return start > from ? start : start + 24 * hourMs;
}
