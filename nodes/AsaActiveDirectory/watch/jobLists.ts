import { catchNotFound, isNotFound } from '../asa/http/errors';
import type { Connection } from '../asa/model/connection';
import type { JobKind, SyncJob } from '../asa/model/syncJob';
import type { ObservedConnection } from '../sync/observation';
import { paths, type Watch } from './watch';

/**
 * Reads the jobs of one kind of a connection.
 *
 * @returns undefined where the connection was deleted in the meantime
 * @throws NodeApiError where they can't be read
 */
export async function listJobs(
	watch: Watch,
	{ id }: ObservedConnection,
	kind: JobKind,
): Promise<SyncJob[] | undefined> {
	const path = paths[kind].list;
	if (watch.missing.has(path)) return await readActiveJob(watch, await getConnection(watch, id));
	const list = async () => await watch.client.jobs(kind).list(id);
	const jobs = await catchNotFound(list(), isNotFound);
	if (jobs) return jobs;
	const existing = await getConnection(watch, id);
	if (!existing) return undefined;
	// Without this list user sync jobs can't be found at all, so its own error says what is wrong.
	if (kind === 'userSyncJob') return await list();
	watch.missing.set(path, '404');
	return await readActiveJob(watch, existing);
}

/**
 * The active server sync job, for teams where the list of server sync jobs (probable) isn't there: its id stands
 * in the connection. Source: docs/api-contract.md, "Connection".
 */
async function readActiveJob(
	watch: Watch,
	connection: Connection | undefined,
): Promise<SyncJob[] | undefined> {
	if (!connection) return undefined;
	const { id, active_task_settings_id: job } = connection;
	if (!job) return [];
	return [await watch.client.jobs('serverSyncJob').get({ connection: id, job })];
}

/** The connection as Get answers it, or undefined where it is gone. */
async function getConnection({ client }: Watch, id: string): Promise<Connection | undefined> {
	return await catchNotFound(client.connections.get(id), isNotFound);
}
