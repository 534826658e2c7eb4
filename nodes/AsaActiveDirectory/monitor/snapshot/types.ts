import type { JobKind } from '../../asa/model/syncJob';
import type { TaskResult } from '../../asa/model/result';

/**
 * What one poll read, as plain data: the contract between the reader and the rules. Lists may have any order. What
 * was not read is left out, which means neither that it is absent nor that it failed.
 */
export interface Snapshot {
	/**
	 * The Date header of the first successful response, in milliseconds since 1970 UTC; null if there is none or the list of
	 * connections could not be read.
	 */
	atMs: number | null;
	/** n8n's clock when the list of connections had been read. Milliseconds since 1970 UTC. */
	hostMs: number;
	/** The origin and the team of the credential. */
	team: { origin: string; name: string };
	/**
	 * All listed connections, watched or not, and the result of each GET of a connection missing from the list. An
	 * error if the list could not be read.
	 */
	connections: ConnectionSnapshot[] | ReadError;
	/** The servers that Active Directory discovered, if `planServers` asked for them; null if they could not be read. */
	adServers?: AdServerSnapshot[] | null;
	/** Set if `planGateways` asked for gateways and they could be read. */
	gateways?: GatewaySnapshot[];
	/** Log lines about details and gateways that could not be read. Each line is logged once. */
	warnings: string[];
}

/** Why something could not be read. */
export interface ReadError {
	/** One sentence, without secrets. */
	message: string;
	/** Whether a retry may help: 429, 5xx, a network error, or a request that exceeded the time budget. */
	isTransient: boolean;
	/** Whether the list returned 404 although its connection exists. */
	isNotFound: boolean;
	/** A sentence that says how to correct the path; null if the path is not the problem. */
	remedy: string | null;
}

/** A listed connection, or one missing from the list that `planConnections` asked for. */
export interface ConnectionSnapshot {
	id: string;
	/** Empty if the GET of a connection missing from the list failed. */
	name: string;
	domain: string;
	gatewayId: string | null;
	/** Whether it is missing from the list and GET returned 404 or a deleted connection. */
	isDeleted: boolean;
	/**
	 * The jobs of each kind, or why they could not be read. A kind is left out if the poll ran out of time before it.
	 * If the GET of a connection missing from the list fails, its error is set for both kinds. If a rejected credential
	 * or a rate limit stopped the reader, that error is set for everything it did not read.
	 */
	lists: Partial<Record<JobKind, JobList>>;
}

/** All jobs of one kind, watched or not, or why they could not be read. */
export type JobList = JobSnapshot[] | ReadError;

/** A sync job as listed, and what was read of its runs. */
export interface JobSnapshot {
	id: string;
	name: string;
	isActive: boolean;
	/** Names of the projects that its rules assign servers to; server sync jobs only. */
	projectNames?: string[];
	/** Hours between two runs; null if there is no number. */
	frequencyHours: number | null;
	/** Hour of the day in UTC, 0 to 23; null if not set. */
	startHourUtc: number | null;
	/** `recent_task_result`; null if there is none or it has no ID. */
	recentResult: TaskResult | null;
	/** The list of its results with the details that were read; left out if not read. */
	results?: TaskResult[];
	/** Why that list could not be read although the job exists; left out if the job was deleted meanwhile. */
	resultsError?: ReadError;
}

/** A server that Active Directory discovered. */
export interface AdServerSnapshot {
	hostname: string;
	projectName: string;
	/** When a sync last saw it (assumed), in milliseconds since 1970 UTC; null if ASA doesn't say. */
	lastSeenMs: number | null;
}

export interface GatewaySnapshot {
	id: string;
	name: string;
	/** Null if its status could not be read. */
	status: string | null;
}

/** Whether a list could not be read. */
export function isReadError<Entry>(list: Entry[] | ReadError): list is ReadError {
	return !Array.isArray(list);
}
