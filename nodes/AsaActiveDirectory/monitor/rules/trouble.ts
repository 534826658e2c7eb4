import type { Trouble } from '../state/types';
import { shouldNotifyClose } from './incident';
import type { PollContext } from './standing';
import type {
	AccessDeadline,
	ClosedBy,
	ConnectionRef,
	EventName,
	IncidentAction,
	MonitorEvent,
	ReadFailure,
} from './types';
import { hourMs, minuteMs } from './values';

/** How long a connection or the team must be unreadable, at two polls at least, to have an incident. */
const troubleDelayMs = 10 * minuteMs;

/** What a poll says of the trouble of a connection or of the team. */
export interface TroubleEvaluation {
	trouble: Trouble | null;
	events: MonitorEvent[];
	/** Whether it should be said elsewhere, because its event isn't chosen: at its opening and at each reminder. */
	isOpening: boolean;
	isReminder: boolean;
}

/** Whose trouble it is. */
export interface TroublePlace {
	/** Null for the team. */
	connection: ConnectionRef | null;
	/** The incident's key, from the first failed poll in milliseconds since 1970 UTC. */
	keyFrom: (firstMs: number) => string;
	/** When the first of its jobs loses access. */
	access: AccessDeadline | null;
}

/** Counts a failed poll of a connection or of the team, and puts out what is due of its incident. */
export function countTrouble(
	known: Trouble | null,
	failures: readonly ReadFailure[],
	place: TroublePlace,
	context: PollContext,
): TroubleEvaluation {
	const { nowMs, settings } = context;
	const trouble = countPoll(known, place, nowMs);
	const result: TroubleEvaluation = { trouble, events: [], isOpening: false, isReminder: false };
	const { incident } = trouble;
	if (!incident) return result;
	const isDue = nowMs - incident.lastItemMs >= settings.reminderHours * hourMs;
	const isPending = incident.status === 'pending';
	const report = (event: EventName, action: IncidentAction) => {
		incident.lastItemMs = nowMs;
		result.events.push(
			troubleEvent({ event, action, closedBy: null }, trouble, failures, place, context),
		);
	};
	if (isPending && settings.events.has('connectionUnreadable')) {
		Object.assign(incident, { status: 'notified', openedMs: nowMs });
		report('connectionUnreadable', 'trigger');
	} else if (isPending) {
		result.isOpening = known?.incident === null || known === null;
		result.isReminder = isDue;
		if (isDue) incident.lastItemMs = nowMs;
	} else if (isDue && settings.events.has('syncStillFailing')) {
		report('syncStillFailing', 'update');
	}
	return result;
}

/**
 * An incident opens at the second failed poll or later, once ten minutes have passed since the first: a server that
 * restarts is none.
 */
function countPoll(known: Trouble | null, { keyFrom }: TroublePlace, nowMs: number): Trouble {
	const firstMs = Math.min(known?.firstMs ?? nowMs, nowMs);
	const polls = Math.min((known?.polls ?? 0) + 1, 2);
	if (known?.incident) {
		const lastItemMs = Math.min(known.incident.lastItemMs, nowMs);
		return { firstMs, polls, incident: { ...known.incident, lastItemMs } };
	}
	const isLong = polls >= 2 && nowMs - firstMs >= troubleDelayMs;
	if (!isLong) return { firstMs, polls, incident: null };
	const incident = { key: keyFrom(firstMs), openedMs: nowMs, lastItemMs: nowMs };
	return { firstMs, polls, incident: { ...incident, status: 'pending' } };
}

/** Ends a trouble at the first good poll, or with its connection. */
export function endTrouble(
	trouble: Trouble | null,
	place: TroublePlace,
	context: PollContext,
	closedBy: ClosedBy | null = null,
): MonitorEvent[] {
	if (!trouble?.incident || !shouldNotifyClose(trouble.incident.status, context.settings.events)) {
		return [];
	}
	const end = { event: 'syncRecovered', action: 'resolve', closedBy } as const;
	return [troubleEvent(end, trouble, [], place, context)];
}

function troubleEvent(
	{
		event,
		action,
		closedBy,
	}: { event: EventName; action: IncidentAction; closedBy: ClosedBy | null },
	{ incident, firstMs }: Trouble,
	failures: readonly ReadFailure[],
	{ connection, access }: TroublePlace,
	{ nowMs, team }: PollContext,
): MonitorEvent {
	return {
		...blankEvent(event, connection, { nowMs, team }),
		severity: action === 'resolve' ? 'info' : 'error',
		trouble: { failures, access },
		incident: incident && {
			key: incident.key,
			action,
			cause: 'unreadable',
			causes: ['unreadable'],
			openedMs: incident.status === 'notified' ? incident.openedMs : null,
			sinceMs: firstMs,
			isSeverityRaised: false,
			isAlreadyResolved: false,
			closedBy,
			replacement: null,
		},
	};
}

/** An event that is about no job. */
export function blankEvent(
	event: EventName,
	connection: ConnectionRef | null,
	{ nowMs, team }: Pick<PollContext, 'nowMs' | 'team'>,
): MonitorEvent {
	return {
		event,
		atMs: nowMs,
		nowMs,
		team,
		connection,
		job: null,
		severity: 'warning',
		incident: null,
		run: null,
		standing: null,
		trouble: null,
		gateway: null,
		isSample: false,
	};
}
