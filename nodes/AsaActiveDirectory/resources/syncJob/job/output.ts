import type { IDataObject } from 'n8n-workflow';
import type { TaskResult } from '../../../asa/model/result';
import type { JobKind, SyncJob } from '../../../asa/model/syncJob';
import type { JobRef } from '../../../asa/results';
import { runFields } from '../../../monitor/output/items';
import { noWords } from '../../../monitor/rules/outcome';
import { isSameId } from '../../../util/text';
import { runOf, type Run } from '../../../monitor/rules/runs';
import { parseTimeMs } from '../../../monitor/rules/values';

/** A job as an output item: with the connection it belongs to. */
export function jobOutput(connection: string, job: SyncJob): IDataObject {
	const { id, name, ...rest } = job;
	return { id, name, connection_id: connection, ...rest } as IDataObject;
}

/**
 * A job after an update, with the ID that it had before.
 *
 * @param ref the job before the update
 */
export function updatedOutput(ref: JobRef, job: SyncJob): IDataObject {
	const ids = { id: job.id, previous_id: ref.job, id_changed: !isSameId(job.id, ref.job) };
	return { ...ids, ...jobOutput(ref.connection, job) };
}

/**
 * A result as an output item: the run in the words of the trigger's items, the job it belongs to, and Okta's own
 * fields under `result`.
 *
 * @param known what is known of the run beside its result
 */
export function runOutput(
	kind: JobKind,
	{ connection, job }: JobRef,
	result: TaskResult,
	known: Partial<Pick<Run, 'isTest' | 'outcome'>> = {},
): IDataObject {
	// ASA's clock may be ahead of n8n's; unlike the trigger, an operation shows the times that ASA says.
	const times = [result.created_at, result.updated_at].map((time) => parseTimeMs(time) ?? 0);
	const nowMs = Math.max(Date.now(), ...times);
	const run = { ...runOf(result, { nowMs, presentMs: nowMs, words: noWords }), ...known };
	return {
		outcome: run.outcome,
		...runFields(run),
		job_kind: kind,
		job_id: job,
		job_name: jobNameOf(result),
		connection_id: connection,
		result,
	} as unknown as IDataObject;
}

/** Names of the fields that a result has with Simplify: all but Okta's own and what others say too. */
export const simpleRun = [
	...['outcome', 'is_test', 'started_at', 'finished_at', 'summary', 'detailed_summary'],
	...['task_state', 'result_id', 'job_id', 'job_name', 'connection_id'],
];

function jobNameOf(result: TaskResult): string | null {
	const name =
		'ad_task_settings_name' in result
			? result.ad_task_settings_name
			: result.ad_user_sync_task_settings_name;
	return name || null;
}
