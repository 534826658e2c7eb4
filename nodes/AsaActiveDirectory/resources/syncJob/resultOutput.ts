import type { IDataObject } from 'n8n-workflow';
import type { JobKind } from '../../api/jobKinds';
import type { TaskResult } from '../../api/taskResult';
import { outcome } from '../../sync/outcome';
import { hasTestId } from '../../sync/testRuns';
import { pick } from '../fields/simplify';

/** Whose result it is. */
export interface ResultPlace {
	connection: string;
	job: string;
}

/** What people look for stands first: n8n's tables show three or four columns at a time. */
const first = ['outcome', 'is_test', 'created_at', 'updated_at', 'task_state'];
const last = ['status', 'id', 'job_id', 'connection_id'];

const simple: Record<JobKind['name'], string[]> = {
	serverSyncJob: [...first, 'rules_summary_status', ...last],
	userSyncJob: [...first, ...last],
};

/**
 * A result as an output item: with its outcome and the job it belongs to, and fewer fields with Simplify.
 *
 * @param isSimple whether Simplify is on
 * @param isTest whether it is of a test run; by its test request id unless given
 */
export function resultOutput(
	kind: JobKind,
	{ connection, job }: ResultPlace,
	result: TaskResult,
	isSimple: boolean,
	isTest = hasTestId(result),
): IDataObject {
	const { id, ...rest } = result;
	const output: IDataObject = {
		id,
		outcome: outcome(result),
		is_test: isTest,
		job_id: job,
		connection_id: connection,
		...rest,
	};
	return isSimple ? pick(output, simple[kind.name]) : output;
}
