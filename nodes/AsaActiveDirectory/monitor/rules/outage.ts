import type { Outage } from '../state/types';
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

/** How long an outage must last to open an incident: a server that restarts is not one. */
const outageDelayMs = 10 * minuteMs;

/** The evaluation of an outage. */
export interface OutageEvaluation {
	outage: Outage | null;
	events: MonitorEvent[];
	/** Whether an incident opened whose event is not chosen, so that the log or an error execution must show it. */
	isOpening: boolean;
	/** Whether an incident of the team whose events are not chosen has been silent for a reminder interval. */
	isReminder: boolean;
}

/** The connection or the team that cannot be read. */
export interface OutageSubject {
	/** Null for the team. */
	connection: ConnectionRef | null;
	/** Makes the key of the incident from the time of the first failed poll, in milliseconds since 1970 UTC. */
	keyFrom: (firstMs: number) => string;
	/** The earliest access deadline of its jobs. */
	access: AccessDeadline | null;
}

/** Counts a failed poll of a connection or of the team, and emits the items of its incident. */
export function countOutage(
	known: Outage | null,
	failures: readonly ReadFailure[],
	place: OutageSubject,
	context: PollContext,
): OutageEvaluation {
	const { nowMs, settings } = context;
	const outage = countPoll(known, place, context);
	const result: OutageEvaluation = { outage, events: [], isOpening: false, isReminder: false };
	const { incident } = outage;
	if (!incident) return result;
	const isDue =
		!context.hasJumped && nowMs - incident.lastItemMs >= settings.reminderHours * hourMs;
	const isPending = incident.status === 'pending';
	const report = (event: EventName, action: IncidentAction) => {
		incident.lastItemMs = nowMs;
		result.events.push(
			outageEvent({ event, action, closedBy: null }, outage, failures, place, context),
		);
	};
	if (isPending && settings.events.has('connectionUnreadable')) {
		Object.assign(incident, { status: 'notified', openedMs: nowMs });
		report('connectionUnreadable', 'trigger');
	} else if (!isPending && settings.events.has('syncStillFailing')) {
		if (isDue) report('syncStillFailing', 'update');
	} else if (!settings.events.has('connectionUnreadable')) {
		result.isOpening = isPending && !known?.incident;
		// Nothing reminds of a single connection: the log has named it.
		result.isReminder = isDue && place.connection === null;
		if (result.isReminder) incident.lastItemMs = nowMs;
	}
	return result;
}

/** Opens an incident ten minutes after the first failed poll, so at the second failed poll or later. */
function countPoll(
	known: Outage | null,
	{ keyFrom }: OutageSubject,
	{ nowMs, hostMs }: PollContext,
): Outage {
	if (known?.incident) return { ...known, incident: { ...known.incident } };
	if (!known) return { firstMs: nowMs, firstHostMs: hostMs, incident: null };
	// A clock that was set back is ignored, and the other one counts. Otherwise the shorter time counts, because a clock may
	// have been set ahead.
	const passedMs = nowMs - known.firstMs;
	const hostPassedMs = hostMs - known.firstHostMs;
	const firstMs = passedMs < 0 ? nowMs - Math.max(0, hostPassedMs) : known.firstMs;
	const firstHostMs = hostPassedMs < 0 ? hostMs - Math.max(0, passedMs) : known.firstHostMs;
	const outage: Outage = { firstMs, firstHostMs, incident: null };
	if (Math.min(nowMs - firstMs, hostMs - firstHostMs) < outageDelayMs) return outage;
	const times = { openedMs: nowMs, lastItemMs: nowMs };
	return { ...outage, incident: { key: keyFrom(firstMs), status: 'pending', ...times } };
}

/** Ends an outage at the first good poll, or when the connection is deleted. */
export function endOutage(
	outage: Outage | null,
	place: OutageSubject,
	context: PollContext,
	closedBy: ClosedBy | null = null,
): MonitorEvent[] {
	if (!outage?.incident || !shouldNotifyClose(outage.incident.status, context.settings.events)) {
		return [];
	}
	const end = { event: 'syncRecovered', action: 'resolve', closedBy } as const;
	return [outageEvent(end, outage, [], place, context)];
}

function outageEvent(
	{
		event,
		action,
		closedBy,
	}: { event: EventName; action: IncidentAction; closedBy: ClosedBy | null },
	{ incident, firstMs }: Outage,
	failures: readonly ReadFailure[],
	{ connection, access }: OutageSubject,
	{ nowMs, team }: PollContext,
): MonitorEvent {
	return {
		...blankEvent(event, connection, { nowMs, team }),
		severity: action === 'resolve' ? 'info' : 'error',
		outage: { failures, access },
		incident: incident && {
			key: incident.key,
			action,
			cause: 'unreadable',
			causes: ['unreadable'],
			openedMs: incident.status === 'notified' ? incident.openedMs : null,
			sinceMs: Math.min(firstMs, nowMs),
			isSeverityRaised: false,
			isAlreadyResolved: false,
			closedBy,
			replacement: null,
		},
	};
}

/** An event that is not about a job. */
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
		outage: null,
		servers: null,
		gateway: null,
		isSample: false,
	};
}
