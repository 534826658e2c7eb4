import type { EventName } from './settings';
import type { Cause, Incident, JobCause } from './state';

/** The event that opens an incident of each cause. */
export const openingEvents: Record<Cause, EventName> = {
	failed: 'syncFailed',
	overdue: 'syncOverdue',
	running_long: 'syncRunningLong',
	unreadable: 'connectionUnreadable',
};

/** In the order in which the incidents of a job are told and closed. */
export const jobCauses: readonly JobCause[] = ['failed', 'overdue', 'running_long'];

/** A new incident, not told yet. */
export function newIncident(anchor: string, now: number): Incident {
	return { anchor, opened: now, told: 'no', reminded: null };
}

/**
 * Whether the end of an incident is put out: always where its beginning was, so that a ticket that was opened
 * is closed; else where the user chose the closing event.
 */
export function tellsClosing(
	incident: Incident,
	closing: EventName,
	chosen: ReadonlySet<EventName>,
): boolean {
	return incident.told === 'yes' || (incident.told === 'no' && chosen.has(closing));
}

/** Whether it is time to remind of an incident. Times are seconds since 1970 UTC. */
export function isReminderDue(incident: Incident, now: number, reminderHours: number): boolean {
	if (incident.told === 'never') return false;
	return now - (incident.reminded ?? incident.opened) >= reminderHours * 3600;
}
