import { dialects, type Asa } from './asa.cts';
import { byId, firstConnection, jobsOf, runOperation } from './runOperation.cts';

const kinds = [
	['serverSyncJob', 'task_settings', 'task_results'],
	['userSyncJob', 'user_sync_task_settings', 'user_sync_task_results'],
] as const;

/** Both kinds of jobs in both dialects: resource, path of the jobs, path of the results, dialect. */
export const cases = dialects.flatMap((dialect) =>
	kinds.map((kind) => [...kind, dialect] as const),
);

/** The first job of a kind, how to run operations on it, and the path of its endpoints. */
export function firstJob(asa: () => Asa, resource: string, jobs: string) {
	const connection = () => firstConnection(asa()).connection;
	const job = () => jobsOf(asa(), resource, connection())[0];
	const run = (operation: string, parameters = {}, more: Parameters<typeof runOperation>[4] = {}) =>
		runOperation(
			asa(),
			resource,
			operation,
			{ connection: byId(connection().id), job: byId(job().id), ...parameters },
			more,
		);
	const path = () => `/${connection().id}/${jobs}/${job().id}`;
	return { job, run, path };
}
