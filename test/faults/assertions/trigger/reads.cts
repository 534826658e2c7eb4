import type { JobKind } from '../../../../nodes/AsaActiveDirectory/asa/model/syncJob.ts';
import type { LoggedRequest } from '../../../../sandbox/requestLog.cts';
import type { Poll, TriggerEvidence } from '../../runs/triggerRun.cts';

/** Whether a poll received a list; unsure if the requests don't show it. */
export type ReadStatus = 'read' | 'failed' | 'unsure';

/** Which lists of a connection a poll received. */
type ConnectionReads = Record<JobKind, ReadStatus>;

/** What a poll can have read from the team. */
export interface PollReads {
	connections: ReadStatus;
	/** By connection id, including deleted connections. */
	jobs: Map<string, ConnectionReads>;
	/** Whether the team was certainly unreadable, or certainly readable. */
	isTeamUnreadable: boolean;
	isTeamReadable: boolean;
}

const listName: Record<JobKind, string> = {
	serverSyncJob: 'task_settings',
	userSyncJob: 'user_sync_task_settings',
};

/** Effects after which a response can't be read, whatever its status. */
const unreadableEffects = [
	'status',
	'html',
	'redirect',
	'noAnswer',
	'reset',
	'truncatedBody',
	'emptyBody',
];

/** Which lists a poll received, by its requests and the responses of the API. */
export function readsOf(
	poll: Poll,
	{ history, state }: Pick<TriggerEvidence, 'history' | 'state'>,
): PollReads {
	const connections = readStatusOf(poll, '/ad_connections');
	const jobs = new Map(
		state.connections.map(({ id }) => [
			id,
			{
				serverSyncJob: readStatusOf(poll, `/ad_connections/${id}/${listName.serverSyncJob}`),
				userSyncJob: readStatusOf(poll, `/ad_connections/${id}/${listName.userSyncJob}`),
			},
		]),
	);
	const allJobs = [...jobs.values()];
	// The only connection left has an outage of its own, and it isn't certain that the trigger knows of the deletion.
	const isAnyDeleted = history.some(
		({ type, index }) => type === 'connection_deleted' && index <= poll.until,
	);
	return {
		connections,
		jobs,
		isTeamUnreadable:
			connections === 'failed' || (!isAnyDeleted && allJobs.every(isEntirelyFailed)),
		isTeamReadable: connections === 'read' && allJobs.some(isEntirelyRead),
	};
}

/** Whether a connection was certainly read with all its jobs. */
export function isConnectionReadable({ connections, jobs }: PollReads, id: string): boolean {
	const lists = jobs.get(id);
	return connections === 'read' && lists !== undefined && isEntirelyRead(lists);
}

/** Whether a connection certainly could not be read, although the team could. */
export function isConnectionUnreadable({ isTeamReadable, jobs }: PollReads, id: string): boolean {
	const lists = jobs.get(id);
	return isTeamReadable && lists !== undefined && Object.values(lists).includes('failed');
}

/** Whether a poll certainly read a job's list. */
export function wasRead({ connections, jobs }: PollReads, job: string): boolean {
	return connections === 'read' && jobReadStatus(jobs, job) === 'read';
}

/** Whether a poll certainly could not read a job's list. */
export function wasNotRead({ connections, jobs }: PollReads, job: string): boolean {
	return connections === 'failed' || jobReadStatus(jobs, job) === 'failed';
}

function jobReadStatus(jobs: PollReads['jobs'], job: string): ReadStatus {
	const [id, kind] = job.split('/');
	return jobs.get(id)?.[kind as JobKind] ?? 'unsure';
}

function isEntirelyRead({ serverSyncJob, userSyncJob }: ConnectionReads): boolean {
	return serverSyncJob === 'read' && userSyncJob === 'read';
}

function isEntirelyFailed({ serverSyncJob, userSyncJob }: ConnectionReads): boolean {
	return serverSyncJob === 'failed' && userSyncJob === 'failed';
}

/** @param end of the path of a list */
function readStatusOf({ sent, requests, faultedRequests, ticks }: Poll, end: string): ReadStatus {
	const sentRequests = sent.filter(({ path }) => path.split('?')[0].endsWith(end));
	const received = requests.filter(({ method, path }) => method === 'GET' && path.endsWith(end));
	// If ticks overlap, it isn't known which of them a response was for.
	const isOneTick = ticks === 1 || faultedRequests === 0;
	if (isOneTick && received.some(isClean)) return 'read';
	return sentRequests.length > 0 && !received.some(mayBeReadable) ? 'failed' : 'unsure';
}

/** Whether a request succeeded without a fault. */
function isClean({ status, faults }: LoggedRequest): boolean {
	return status === 200 && faults.length === 0;
}

function mayBeReadable({ status, faults }: LoggedRequest): boolean {
	return status === 200 && !faults.some((fault) => unreadableEffects.includes(fault));
}
