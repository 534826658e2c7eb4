import type { JobKind } from '../asa/model/syncJob';
import type { Run } from './runs';
import type { EventName } from './settings';
import type { Cause } from './state';

/** What a ticket or pager node should do with the incident of an item. */
export type IncidentAction = 'trigger' | 'update' | 'resolve';

/** Where something happened. */
export interface Place {
	connection: { id: string; name: string; domain: string };
	/** Null where the whole connection is meant. */
	job: { kind: JobKind; id: string; name: string } | null;
}

/** Failed runs in a row. */
export interface Row {
	/** When the first of them ended, in seconds since 1970 UTC. */
	since: number | null;
	length: number;
}

/** Something that happened to a job or a connection. Times are seconds since 1970 UTC. */
export interface SyncEvent {
	event: EventName;
	place: Place;
	/** When the run started that it is about, or the time of the observation: the order of events. */
	at: number;
	/** The run that it is about, or the newest one of the job. */
	run: Run | null;
	cause: Cause | null;
	incidentKey: string | null;
	action: IncidentAction | null;
	/** When the incident began: the missed slot of an overdue job, else when it was noticed. */
	since: number | null;
	row: Row;
	lastSuccess: number | null;
	/** Why a connection can't be read. */
	trouble: string | null;
}
