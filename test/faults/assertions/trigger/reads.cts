import type { JobKind } from '../../../../nodes/AsaActiveDirectory/asa/model/syncJob.ts';
import type { LoggedRequest } from '../../../../sandbox/requestLog.cts';
import type { Poll, TriggerEvidence } from '../../runs/triggerRun.cts';

/** Whether a poll got a list: surely, surely not, or nobody can tell. */
export type Look = 'read' | 'unread' | 'unsure';

/** What a poll got of a connection. */
type ConnectionLooks = Record<JobKind, Look>;

/** What a poll can have read of the team. */
export interface Reading {
	connections: Look;
	/** Of each connection that there ever was, by id. */
	jobs: Map<string, ConnectionLooks>;
	/** Whether the team is surely in trouble, or surely not. */
	isTeamBad: boolean;
	isTeamGood: boolean;
}

const listName: Record<JobKind, string> = {
	serverSyncJob: 'task_settings',
	userSyncJob: 'user_sync_task_settings',
};

/** Effects after which an answer can't be read, whatever its status. */
const spoils = ['status', 'html', 'redirect', 'noAnswer', 'reset', 'truncatedBody', 'emptyBody'];

/** What a poll got of the lists, by the requests that it sent and by how the API answered them. */
export function readingOf(
	poll: Poll,
	{ history, state }: Pick<TriggerEvidence, 'history' | 'state'>,
): Reading {
	const connections = lookAt(poll, '/ad_connections');
	const jobs = new Map(
		state.connections.map(({ id }) => [
			id,
			{
				serverSyncJob: lookAt(poll, `/ad_connections/${id}/${listName.serverSyncJob}`),
				userSyncJob: lookAt(poll, `/ad_connections/${id}/${listName.userSyncJob}`),
			},
		]),
	);
	const looks = [...jobs.values()];
	// One that is left alone is in trouble by itself; whether the other's end is known by now can't be told.
	const isAnyDeleted = history.some(
		({ type, index }) => type === 'connection_deleted' && index <= poll.until,
	);
	return {
		connections,
		jobs,
		isTeamBad: connections === 'unread' || (!isAnyDeleted && looks.every(isWhollyUnread)),
		isTeamGood: connections === 'read' && looks.some(isWhollyRead),
	};
}

/** Whether a connection was surely read, with all its jobs. */
export function isGood({ connections, jobs }: Reading, id: string): boolean {
	const looks = jobs.get(id);
	return connections === 'read' && looks !== undefined && isWhollyRead(looks);
}

/** Whether a connection surely could not be read, although the team could. */
export function isBad({ isTeamGood, jobs }: Reading, id: string): boolean {
	const looks = jobs.get(id);
	return isTeamGood && looks !== undefined && Object.values(looks).includes('unread');
}

/** Whether a poll surely read the list that a job is in. */
export function surelyRead({ connections, jobs }: Reading, job: string): boolean {
	return connections === 'read' && lookAtJob(jobs, job) === 'read';
}

/** Whether a poll surely could not read the list that a job is in. */
export function surelyUnread({ connections, jobs }: Reading, job: string): boolean {
	return connections === 'unread' || lookAtJob(jobs, job) === 'unread';
}

function lookAtJob(jobs: Reading['jobs'], job: string): Look {
	const [id, kind] = job.split('/');
	return jobs.get(id)?.[kind as JobKind] ?? 'unsure';
}

function isWhollyRead({ serverSyncJob, userSyncJob }: ConnectionLooks): boolean {
	return serverSyncJob === 'read' && userSyncJob === 'read';
}

function isWhollyUnread({ serverSyncJob, userSyncJob }: ConnectionLooks): boolean {
	return serverSyncJob === 'unread' && userSyncJob === 'unread';
}

/** @param end of the path of a list */
function lookAt({ sent, requests, struck, ticks }: Poll, end: string): Look {
	const asked = sent.filter(({ path }) => path.split('?')[0].endsWith(end));
	const answered = requests.filter(({ method, path }) => method === 'GET' && path.endsWith(end));
	// Of ticks that overlap nobody can tell which one an answer was for.
	const isOneTick = ticks === 1 || struck === 0;
	if (isOneTick && answered.some(isClean)) return 'read';
	return asked.length > 0 && !answered.some(mayBeReadable) ? 'unread' : 'unsure';
}

/** Whether a request was answered as it should be. */
function isClean({ status, faults }: LoggedRequest): boolean {
	return status === 200 && faults.length === 0;
}

function mayBeReadable({ status, faults }: LoggedRequest): boolean {
	return status === 200 && !faults.some((fault) => spoils.includes(fault));
}
