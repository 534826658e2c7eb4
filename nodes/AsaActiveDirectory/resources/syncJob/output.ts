import type { IDataObject } from 'n8n-workflow';
import type { JobKind, SyncJob } from '../../api/jobKinds';
import { pick } from '../fields/simplify';
import type { Item } from '../item';
import type { UpdatedJob } from './applyChanges';

const simple: Record<JobKind['name'], string[]> = {
	serverSyncJob: [
		'id',
		'name',
		'connection_id',
		'is_active',
		'frequency',
		'start_hour_utc',
		'rule_assignments',
		'recent_task_result',
	],
	userSyncJob: [
		'id',
		'name',
		'connection_id',
		'is_active',
		'frequency',
		'start_hour_utc',
		'base_dn',
		'ldap_query_filter',
		'recent_task_result',
	],
};

/** A job as an output item: with the connection it belongs to, and fewer fields with Simplify. */
export function jobOutput(
	item: Item,
	kind: JobKind,
	connection: string,
	job: SyncJob,
): IDataObject {
	const output = wholeJob(connection, job);
	return item.flag('simplify', true) ? pick(output, simple[kind.name]) : output;
}

/** A job that was created, in full. */
export function createdOutput(connection: string, job: SyncJob): IDataObject {
	return wholeJob(connection, job);
}

/** A job after an update, in full, with the ID that it had before. */
export function updatedOutput(connection: string, { job, previousId }: UpdatedJob): IDataObject {
	const ids = { id: job.id, previous_id: previousId, id_changed: job.id !== previousId };
	return { ...ids, ...wholeJob(connection, job) };
}

function wholeJob(connection: string, job: SyncJob): IDataObject {
	const { id, name, ...rest } = job;
	return { id, name, connection_id: connection, ...(rest as IDataObject) };
}
