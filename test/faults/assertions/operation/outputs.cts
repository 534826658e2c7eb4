import type { IDataObject } from 'n8n-workflow';
import type { OperationEvidence } from '../../runs/operationRun.cts';
import { expectedStateOf, mismatches, type ExpectedState } from '../expectedState.cts';
import { isEffect, isReplacement } from './events.cts';

/** Output items that contradict what the team holds. */
export function wrongOutputs(evidence: OperationEvidence, reference: OperationEvidence): string[] {
	const expectedStates = evidence.states.map(expectedStateOf);
	return evidence.outcomes.flatMap(({ done, failure }, index) => {
		if (failure !== undefined) return [];
		const wrong = done.flatMap((item) => wrongItem(evidence, expectedStates, item));
		return [...wrong, ...wrongList(evidence, done, reference.outcomes[index].done)];
	});
}

/** Lists must be complete, unless another client writes meanwhile. */
function wrongList(
	{ resource, concurrentEvents }: OperationEvidence,
	done: IDataObject[],
	expected: IDataObject[],
): string[] {
	if (concurrentEvents.length > 0) return [];
	if (resource === 'syncStatus' && done.some(({ read_error }) => read_error !== null)) return [];
	if (done.length === expected.length) return [];
	return [`${done.length} items instead of ${expected.length}`];
}

/**
 * Where an item contradicts the team: after a write, its state afterwards; otherwise, every state that it had. A job's
 * most recent result may be an earlier one, as a write may start a run.
 */
function wrongItem(
	{ resource, concurrentEvents, events }: OperationEvidence,
	expectedStates: ExpectedState[],
	item: IDataObject,
): string[] {
	const { recent_task_result: recent, ...rest } = item;
	if (isNeverActive(item, expectedStates))
		return [`job ${String(item.id)} is reported as active, and never was`];
	const hasConcurrentChange = concurrentEvents.length > 0;
	const isAfterWrite = events.some(isEffect) && !hasConcurrentChange;
	const candidates = isAfterWrite ? expectedStates.slice(-1) : expectedStates;
	const wrong = inAll(candidates.map((expected) => mismatchesOf(resource, rest, expected)));
	const replaced = events.find(isReplacement)?.jobId;
	const isWrongReplaced =
		!hasConcurrentChange &&
		item.replaced_job_id !== undefined &&
		(item.replaced_job_id ?? undefined) !== replaced;
	if (isWrongReplaced) wrong.push('.replaced_job_id');
	const results = expectedStates.map(({ jobs }) => jobs.get(String(item.id))?.recent_task_result);
	const wrongRecent =
		recent === undefined
			? []
			: inAll(results.map((result) => mismatches(recent, result, '.recent_task_result')));
	return wrong.length + wrongRecent.length > 0
		? [`${resource} contradicts the team: ${[...wrong, ...wrongRecent].join(', ')}`]
		: [];
}

/** Whether a job is reported as active although it never was: another job may have replaced it. */
function isNeverActive(
	{ id, is_active, result_id }: IDataObject,
	expectedStates: ExpectedState[],
): boolean {
	if (is_active !== true || result_id !== undefined || id === undefined) return false;
	return expectedStates.every(({ jobs }) => jobs.get(String(id))?.is_active !== true);
}

/** The entries that all lists have: a value that was right at any time isn't wrong. */
function inAll(lists: string[][]): string[] {
	const [first, ...others] = lists;
	return first.filter((entry) => others.every((list) => list.includes(entry)));
}

function mismatchesOf(resource: string, item: IDataObject, expected: ExpectedState): string[] {
	if (item.deleted === true || isStillRunning(item)) return [];
	if (resource === 'syncStatus') return statusMismatches(item, expected);
	if ('result_id' in item) return resultMismatches(item, expected);
	const objects = {
		connection: expected.connections,
		gateway: expected.gateways,
		adServer: expected.servers,
		serverSyncJob: expected.jobs,
		userSyncJob: expected.jobs,
	}[resource];
	const id = String(item.id ?? item.gateway_id);
	const object = objects?.get(id);
	if (!object) return [`there is no ${id}`];
	// Only a daily job has a start hour: the value of any other is meaningless.
	const { start_hour_utc, ...rest } = item;
	return mismatches(item.frequency === 24 ? { ...rest, start_hour_utc } : rest, object);
}

/** Items of results have other field names than the API. */
function resultMismatches(item: IDataObject, { results, jobs }: ExpectedState): string[] {
	const result = results.get(String(item.result_id));
	if (!result) return [`there is no result ${String(item.result_id)}`];
	const { job_id, job_name, connection_id, is_test, task_state, summary } = item;
	const reported = { job_id, connection_id, is_test, task_state, status: { summary } };
	const reportedTimes = { started_at: item.started_at, finished_at: item.finished_at };
	// A running run has no end.
	const end = item.outcome === 'running' ? null : secondOf(result.updated_at);
	const times = { started_at: secondOf(result.created_at), finished_at: end };
	const job = { name: job_name };
	return [
		...mismatches(reported, result),
		...mismatches(reportedTimes, times),
		...mismatches(job, { name: jobs.get(String(job_id))?.name }),
	];
}

/** A time without its fraction of a second, as items have it. */
function secondOf(time: unknown): string {
	return String(time).replace(/\.\d+Z$/, 'Z');
}

/** At its time limit, a test run is reported as it was last seen. */
function isStillRunning({ outcome, is_test }: IDataObject): boolean {
	return outcome === 'running' && is_test === true;
}

function statusMismatches(item: IDataObject, expected: ExpectedState): string[] {
	const connection = expected.connections.get(String(item.connection_id));
	if (!connection) return [`there is no connection ${String(item.connection_id)}`];
	const named = { connection_name: connection.name, domain: connection.domain };
	if (item.read_error !== null) return mismatches(item, named);
	const job = expected.jobs.get(String(item.job_id));
	if (!job) return [`there is no job ${String(item.job_id)}`];
	const recent = job.recent_task_result as { id: string; created_at: string } | undefined;
	return mismatches(item, {
		...named,
		job_name: job.name,
		is_active: job.is_active,
		frequency: job.frequency,
		result_id: recent?.id,
		started_at: recent?.created_at,
	});
}
