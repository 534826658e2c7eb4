import type { JobKind, SyncJob } from '../../api/jobKinds';
import type { Item } from '../item';
import { findJobId } from './jobLocator';

/** A job and where it is. */
export interface FoundJob<Job extends SyncJob = SyncJob> {
	connection: string;
	job: Job;
}

/**
 * Reads the job that the parameters Connection and Job point to (endpoints 8 and 18).
 *
 * @throws NodeOperationError where no job or several have the name, NodeApiError where the API has none
 */
export async function fetchJob<Job extends SyncJob>(
	item: Item,
	kind: JobKind<Job>,
): Promise<FoundJob<Job>> {
	const connection = item.locator('connection', 'Connection').value;
	const job = await findJobId(item, kind, connection);
	const wire = await item.client.sendForObject(kind.endpoints.get, { connection, job });
	return { connection, job: kind.readJob(wire) };
}
