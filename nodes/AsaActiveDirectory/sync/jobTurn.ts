import type { JobKind } from '../asa/model/syncJob';
import type { IncidentAction, Row, SyncEvent } from './events';
import { incidentKey } from './incidentKey';
import { jobCauses, newIncident, openingEvents, tellsClosing } from './incidents';
import type { Run } from './runs';
import type { EventName, Settings } from './settings';
import type { Incident, JobCause, JobState } from './state';

/** A job on its way from one state to the next; what happens to it is added to `events`. */
export interface JobTurn {
	connection: { id: string; name: string; domain: string };
	kind: JobKind;
	/** The job's key within its connection and kind. */
	key: string;
	/** The job's name in full; the state holds a short one. */
	name: string;
	settings: Settings;
	/** Seconds since 1970 UTC. */
	now: number;
	/** The job's runs at hand, oldest first. */
	runs: readonly Run[];
	/** The next state, made step by step. */
	draft: JobState;
	events: SyncEvent[];
}

/** What an event says beside its job. */
interface EventDetails {
	run?: Run | null;
	cause?: JobCause;
	incident?: Incident;
	action?: IncidentAction;
	/** Failures in a row, where they aren't those of the draft any more. */
	row?: Row;
	/** Seconds since 1970 UTC; by default the run's start, or now. */
	at?: number;
}

/** The row of failures as it stands in the draft. */
export function rowOf({ failures, unknowns, failingSince }: JobState): Row {
	return { since: failingSince, length: failures || unknowns };
}

/** The newest scheduled run at hand. */
export function newestRun({ runs }: JobTurn): Run | null {
	return runs.findLast(({ isTest }) => !isTest) ?? null;
}

/** Adds an event, whether or not the user chose it. */
export function report(turn: JobTurn, event: EventName, details: EventDetails): void {
	const { connection, kind, draft, name, now } = turn;
	const { run = null, cause = null, incident, action = null, row = rowOf(draft) } = details;
	turn.events.push({
		event,
		place: { connection, job: { kind, id: draft.id, name } },
		at: details.at ?? run?.created ?? now,
		run,
		cause,
		incidentKey: incident ? incidentKey(connection.id, kind, incident.anchor) : null,
		action,
		since: incident ? beginningOf(cause, incident) : null,
		row,
		lastSuccess: draft.lastSuccess,
		trouble: null,
	});
}

/** When an incident began, in seconds since 1970 UTC: an overdue job's anchor ends with the slot that was missed. */
function beginningOf(cause: JobCause | null, { anchor, opened }: Incident): number {
	return cause === 'overdue' ? Number(anchor.split('-').at(-1)) : opened;
}

/**
 * Opens an incident and tells it.
 *
 * @param isNews false in a baseline, where it is told together with the others, or never
 */
export function openIncident(
	turn: JobTurn,
	cause: JobCause,
	anchor: string,
	isNews: boolean,
	run: Run | null,
): void {
	const incident = newIncident(anchor, turn.now);
	if (!isNews && !turn.settings.reportCurrentFailures) incident.told = 'never';
	turn.draft.incidents[cause] = incident;
	if (isNews)
		tellIncident(turn, cause, incident, { run, at: cause === 'failed' ? run?.created : turn.now });
}

/** Puts out the opening of an incident where the user chose its event. */
function tellIncident(
	turn: JobTurn,
	cause: JobCause,
	incident: Incident,
	details: EventDetails,
): void {
	const event = openingEvents[cause];
	if (incident.told !== 'no' || !turn.settings.events.has(event)) return;
	report(turn, event, { ...details, cause, incident, action: 'trigger' });
	incident.told = 'yes';
}

/** Tells incidents that are open and weren't told: those of a baseline, and of events that weren't chosen before. */
export function tellOpenIncidents(turn: JobTurn): void {
	if (!turn.settings.reportCurrentFailures) return;
	for (const cause of jobCauses) {
		const incident = turn.draft.incidents[cause];
		if (incident) tellIncident(turn, cause, incident, { run: lastRun(turn, cause), at: turn.now });
	}
}

/** The newest run that shows what is wrong. */
function lastRun(turn: JobTurn, cause: JobCause): Run | null {
	if (cause !== 'failed') return newestRun(turn);
	const failed = turn.runs.findLast(({ isTest, outcome }) => !isTest && outcome === 'failed');
	return failed ?? newestRun(turn);
}

/**
 * Closes an incident, if it is open.
 *
 * @returns whether its end was put out
 */
export function closeIncident(
	turn: JobTurn,
	cause: JobCause,
	event: 'syncRecovered' | 'syncStopped',
	details: EventDetails,
): boolean {
	const incident = turn.draft.incidents[cause];
	if (!incident) return false;
	delete turn.draft.incidents[cause];
	const isTold = tellsClosing(incident, event, turn.settings.events);
	if (isTold) report(turn, event, { ...details, cause, incident, action: 'resolve' });
	return isTold;
}
