import type { IDataObject } from 'n8n-workflow';
import type { TaskResult } from '../../../asa/model/result';
import type { SyncJob } from '../../../asa/model/syncJob';
import type { JobRef } from '../../../asa/results';
import { outcome } from '../../../sync/outcome';
import { hasTestId } from '../../../sync/testRuns';

/** A job as an output item: with the connection it belongs to. */
export function jobOutput(connection: string, job: SyncJob): IDataObject {
	const { id, name, ...rest } = job;
	return { id, name, connection_id: connection, ...rest } as IDataObject;
}

/** A job after an update, with the ID that it had before. */
export function updatedOutput(connection: string, job: SyncJob, previousId: string): IDataObject {
	const ids = { id: job.id, previous_id: previousId, id_changed: job.id !== previousId };
	return { ...ids, ...jobOutput(connection, job) };
}

/**
 * A result as an output item: with its outcome and the job it belongs to.
 *
 * @param isTest whether it is of a test run; by its test request id unless given
 */
export function resultOutput(
	{ connection, job }: JobRef,
	result: TaskResult,
	isTest = hasTestId(result),
): IDataObject {
	const { id, ...rest } = result;
	const about = { outcome: outcome(result), is_test: isTest };
	return { id, ...about, job_id: job, connection_id: connection, ...rest } as IDataObject;
}
