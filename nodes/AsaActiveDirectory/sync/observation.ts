import type { JobKind } from '../asa/model/syncJob';
import type { Schedule } from '../asa/model/schedule';
import type { TaskResult } from '../asa/model/result';

/**
 * What is known of a job's results beyond its recent one:
 * `not needed`: nothing new can hide behind the recent result, so nothing was read;
 * `read`: the results back to the last one seen are there;
 * `no path`: the list of results isn't there or is refused, the recent result is all there is;
 * `not read`: it could not be read this time. After three such polls in a row the recent result has to do.
 */
export type HistoryState = 'not needed' | 'read' | 'no path' | 'not read';

/** A job at the time of an observation. */
export interface ObservedJob extends Schedule {
	id: string;
	name: string;
	is_active: boolean;
	/** The recent result and those that were listed, each once, in any order. */
	results: TaskResult[];
	history: HistoryState;
}

/** A connection at the time of an observation. */
export interface ObservedConnection {
	id: string;
	name: string;
	domain: string;
	/** The jobs of each kind that was asked for and could be read. */
	jobs: Partial<Record<JobKind, ObservedJob[]>>;
	/** Why something of this connection could not be read, in the API client's words. */
	trouble: string | null;
}

/** All that one poll read. */
export interface Observation {
	/** The API's own time before anything was read, in milliseconds since 1970 UTC. */
	now: number;
	connections: ObservedConnection[];
	/** Assumed or probable paths that are missing or refused, each in a sentence for the log. */
	missingPaths: string[];
}
