import type { SyncEvent } from './events';
import { incidentKey } from './incidentKey';
import { newIncident, openingEvents, tellsClosing } from './incidents';
import type { ObservedConnection } from './observation';
import type { EventName, Settings } from './settings';
import { shortDomain, shortName, type ConnectionState, type Incident } from './state';

/**
 * So many polls in a row must fail to read something of a connection before it is reported, and the results of
 * a job before the trigger goes on without them.
 */
export const patience = 3;

interface Place {
	id: string;
	name: string;
	domain: string;
}

/**
 * The next state of a connection apart from its jobs, and what happened to it: it became unreadable, or
 * readable again.
 *
 * @param now seconds since 1970 UTC
 */
export function reduceConnection(
	observed: ObservedConnection,
	known: ConnectionState | undefined,
	settings: Settings,
	now: number,
): { state: Omit<ConnectionState, 'lists'>; events: SyncEvent[] } {
	const { trouble, name, domain } = observed;
	const events: SyncEvent[] = [];
	const misses = trouble === null ? 0 : (known?.misses ?? 0) + 1;
	let unreadable = known?.unreadable ? { ...known.unreadable } : null;
	if (unreadable && trouble === null) {
		events.push(...closing(observed, unreadable, 'syncRecovered', settings, now));
		unreadable = null;
	}
	if (misses >= patience) unreadable ??= newIncident(`u-${now}`, now);
	if (unreadable) events.push(...opening(observed, unreadable, trouble, settings, now));
	return {
		state: { name: shortName(name), domain: shortDomain(domain), misses, unreadable },
		events,
	};
}

/** What happens to a connection that is gone: its incident is closed, if it has one. */
export function dropConnection(
	connection: Place,
	known: ConnectionState,
	settings: Settings,
	now: number,
): SyncEvent[] {
	if (!known.unreadable) return [];
	return closing(connection, known.unreadable, 'syncStopped', settings, now);
}

function opening(
	connection: Place,
	incident: Incident,
	trouble: string | null,
	settings: Settings,
	now: number,
): SyncEvent[] {
	const event = openingEvents.unreadable;
	if (incident.told !== 'no' || !settings.events.has(event)) return [];
	incident.told = 'yes';
	return [{ ...connectionEvent(connection, incident, event, now), action: 'trigger', trouble }];
}

function closing(
	connection: Place,
	incident: Incident,
	event: 'syncRecovered' | 'syncStopped',
	settings: Settings,
	now: number,
): SyncEvent[] {
	if (!tellsClosing(incident, event, settings.events)) return [];
	return [{ ...connectionEvent(connection, incident, event, now), action: 'resolve' }];
}

function connectionEvent(
	{ id, name, domain }: Place,
	{ anchor, opened }: Incident,
	event: EventName,
	now: number,
): SyncEvent {
	return {
		event,
		place: { connection: { id, name, domain }, job: null },
		at: now,
		run: null,
		cause: 'unreadable',
		incidentKey: incidentKey(id, null, anchor),
		action: null,
		since: opened,
		row: { since: null, length: 0 },
		lastSuccess: null,
		trouble: null,
	};
}
