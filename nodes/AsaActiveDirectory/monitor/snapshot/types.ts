import type { JobKindName } from '../../api/jobKinds';
import type { TaskResult } from '../../api/taskResult';

/**
 * What one poll read, as plain data: the contract between the reader and the rules. Objects come in any order. What
 * wasn't read is left out: it is neither absent nor in trouble.
 */
export interface Snapshot {
	/** The API's time (Date header of the first answer), n8n's where there is none. Milliseconds since 1970 UTC. */
	atMs: number;
	/** n8n's clock at the same moment. Milliseconds since 1970 UTC. */
	hostMs: number;
	/** Host and team that the credential names. */
	team: { origin: string; name: string };
	/**
	 * All connections of the list, watched or not, and those that it lacks and a GET found, did not find or could
	 * not read. An error where the list could not be read.
	 */
	connections: ConnectionSnapshot[] | ReadError;
	/** Present where `planGateways` asked for them and they could be read. */
	gateways?: GatewaySnapshot[];
	/** What the log should say of details and gateways that could not be read; each line is logged once. */
	warnings: string[];
}

/** Why something could not be read. */
export interface ReadError {
	/** One sentence, without secrets. */
	message: string;
	/** Whether trying again may help: 429, 5xx, a network error, the end of the time budget within a request. */
	isTransient: boolean;
	/** Whether the list answers 404 although its connection exists. */
	isNotFound: boolean;
	/** How to correct the path, as a sentence; null where the path isn't what is wrong. */
	remedy: string | null;
}

/** A connection of the list, or one that the list lacks and `planConnections` asked for. */
export interface ConnectionSnapshot {
	id: string;
	name: string;
	domain: string;
	gatewayId: string | null;
	/** Whether the list lacks it and GET answers 404 or a deleted connection. */
	isGone: boolean;
	/**
	 * The jobs of each kind that was read, or why they could not be read. A kind is left out where the poll ran out
	 * of time before it. Where a GET of a connection that the list lacks fails, its error stands for both kinds; where
	 * a refused credential or a rate limit ended the reading, that error stands for all that was still to be read.
	 */
	lists: Partial<Record<JobKindName, JobList>>;
}

/** All jobs of one kind, watched or not, or why they could not be read. */
export type JobList = JobSnapshot[] | ReadError;

/** A sync job as its list answers it, and what was read of its runs. */
export interface JobSnapshot {
	id: string;
	name: string;
	isActive: boolean;
	/** Hours between two runs; null where there is no number. */
	frequencyHours: number | null;
	/** Hour of the day in UTC, 0 to 23; null where there is none. */
	startHourUtc: number | null;
	/** `recent_task_result`; null where there is none, or one without an id. */
	recentResult: TaskResult | null;
	/** The list of its results, where it was read, with the details that were read. */
	results?: TaskResult[];
	/** Why that list could not be read. */
	resultsError?: ReadError;
}

export interface GatewaySnapshot {
	id: string;
	name: string;
	/** Null where its status could not be read. */
	status: string | null;
}

/** Whether a list could not be read. */
export function isReadError<Entry>(list: Entry[] | ReadError): list is ReadError {
	return !Array.isArray(list);
}
