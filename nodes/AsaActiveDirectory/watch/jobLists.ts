import { isDeleted, readConnection } from '../api/connection';
import { jobKinds, type JobKindName, type SyncJob } from '../api/jobKinds';
import type { Wire } from '../api/wire';
import type { ObservedConnection } from '../sync/observation';
import { found } from './found';
import type { Watch } from './watch';

/**
 * Reads the jobs of one kind of a connection.
 *
 * @returns undefined where the connection was deleted in the meantime
 * @throws NodeApiError where they can't be read
 */
export async function listJobs(
	watch: Watch,
	connection: ObservedConnection,
	kind: JobKindName,
): Promise<SyncJob[] | undefined> {
	const { endpoints, readJob } = jobKinds[kind];
	if (watch.missing.has(endpoints.list)) return await readActiveJob(watch, connection);
	const list = () => watch.client.list(endpoints.list, { connection: connection.id });
	const page = await found(list());
	if (page) return page.items.map(readJob);
	const existing = await getConnection(watch, connection.id);
	if (!existing) return undefined;
	// Without this list user sync jobs can't be found at all, so its own error says what is wrong.
	if (kind === 'userSyncJob') return (await list()).items.map(readJob);
	watch.missing.set(endpoints.list, '404');
	return await readActiveJob(watch, connection, existing);
}

/**
 * The active server sync job, for teams where the list of server sync jobs (probable) isn't there: its id stands
 * in the connection. Source: docs/api-contract.md, "Connection".
 */
async function readActiveJob(
	watch: Watch,
	{ id }: ObservedConnection,
	known?: Wire,
): Promise<SyncJob[] | undefined> {
	const wire = known ?? (await getConnection(watch, id));
	if (!wire) return undefined;
	const job = readConnection(wire).active_task_settings_id;
	if (!job) return [];
	const { endpoints, readJob } = jobKinds.serverSyncJob;
	return [readJob(await watch.client.sendForObject(endpoints.get, { connection: id, job }))];
}

/** The connection as Get answers it, or undefined where it is gone. */
async function getConnection({ client }: Watch, connection: string): Promise<Wire | undefined> {
	const wire = await found(client.sendForObject('getConnection', { connection }));
	return isDeleted(wire) ? undefined : wire;
}
