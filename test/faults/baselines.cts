import type { LoggedRequest } from '../../sandbox/requestLog.cts';
import type { Poll, TriggerEvidence } from './triggerRun.cts';

/** Numbers of the endpoints that list connections and jobs. */
export const listEndpoint = { connections: 1, serverSyncJob: 6, userSyncJob: 16 } as const;

/**
 * Where in the history the trigger may have taken its baseline of a job: after any poll that went through, up to the
 * first that surely read the list which the job is in. What a job did up to then is no news.
 */
export function baselinesOf({ polls, engine }: TriggerEvidence, job: string): number[] {
	const through = polls.filter(({ error }) => error === undefined);
	// Durable cursors store no state at an activation with nothing to tell: the first tick takes the baseline.
	const sure = through.findIndex(
		(poll) => !(engine === 'durable' && poll.isActivation) && surelyRead(poll, job),
	);
	return through.slice(0, sure < 0 ? undefined : sure + 1).map(({ until }) => until);
}

function surelyRead({ requests }: Poll, job: string): boolean {
	const [connectionId, kind] = job.split('/');
	const endpoint = listEndpoint[kind as 'serverSyncJob' | 'userSyncJob'];
	const clean = requests.filter(isClean);
	return (
		clean.some((request) => request.endpoint === listEndpoint.connections) &&
		clean.some((request) => request.endpoint === endpoint && request.path.includes(connectionId))
	);
}

/** Whether a request was answered as it should be. */
export function isClean({ status, faults }: LoggedRequest): boolean {
	return status === 200 && faults.length === 0;
}
