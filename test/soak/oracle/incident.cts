import type { Choose } from './choices.cts';
import {
	eventOf,
	incidentLine,
	shouldNotifyClose,
	type Around,
	type Cause,
	type Expected,
	type Severity,
} from './expected.cts';
import type { Run } from './runs.cts';
import { hourMs } from './schedule.cts';
import type { Settings } from './settings.cts';

/** What the rules know of a job's incident. */
export interface Incident extends IncidentTimes {
	keyParts: string;
	/** Whether its trigger was sent. */
	isNotified: boolean;
	causes: Cause[];
	severity: Severity;
	/** The newest run that had ended when it was opened or last updated. */
	newestEnded: Run | null;
	/** The poll that reported last that access has ended, and whether a later one found it still to come. */
	accessEndReport: { at: number; seemedEarly: boolean } | null;
}

/** The times of any incident, as the clocks of the last poll have them. */
export interface IncidentTimes {
	/** When its trigger was sent; null before. */
	openedAt: number | null;
	/** When its last item was sent, or its last error execution. */
	lastItemAt: number;
	/** By how much these can differ from what the trigger knows, because clocks have jumped. */
	inexactByMs: number;
}

/** The fact `incident_opened_at`. */
export function openedAtFact({ openedAt, inexactByMs }: IncidentTimes): Around | number | null {
	return openedAt === null || inexactByMs === 0
		? openedAt
		: { at: openedAt, withinMs: inexactByMs };
}

/** Whether a reminder of a notified incident is due. */
export function isReminderDue(
	times: IncidentTimes,
	nowMs: number,
	settings: Settings,
	choose: Choose,
): boolean {
	return settings.events.has('syncStillFailing') && isIntervalOver(times, nowMs, settings, choose);
}

/** Whether the interval of reminders has passed since the last item. */
export function isIntervalOver(
	{ lastItemAt, inexactByMs }: IncidentTimes,
	nowMs: number,
	{ reminderHours }: Settings,
	choose: Choose,
): boolean {
	const overdueMs = nowMs - lastItemAt - reminderHours * hourMs;
	const isClose = inexactByMs > 0 && Math.abs(overdueMs) <= inexactByMs;
	if (isClose && choose('a corrected time that is seconds from a limit') === 1)
		return overdueMs < 0;
	return overdueMs >= 0;
}

/** Whether the end of a job's incident is notified. */
export function shouldNotifyJobClose(
	incident: Incident,
	settings: Settings,
	choose: Choose,
): boolean {
	const events = incident.causes.map((cause) => eventOf[cause]);
	return shouldNotifyClose(incident.isNotified, events, settings, choose);
}

/** The item that closes an incident. */
export function closing(incident: Incident, closedBy: string): Expected {
	const { causes, keyParts } = incident;
	const line = incidentLine({
		event: 'syncRecovered',
		action: 'resolve',
		cause: causes[0],
		causes,
		severity: 'info',
		closedBy,
	});
	return { line, keyParts, facts: { incident_opened_at: openedAtFact(incident) } };
}
