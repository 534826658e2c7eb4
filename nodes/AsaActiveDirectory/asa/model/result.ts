import type { GenericValue, IDataObject } from 'n8n-workflow';
import { isSameId, nilUuid } from '../../util/text';
import { isJsonObject, readField, toJsonValue, toText, type JsonObject } from './json';

/** What both kinds of results have in common. Source: docs/api-contract.md, "Result" (names certain). */
interface CommonResult {
	id: string;
	/** Only `done` was ever shown; `error` and `timeout` are likely, and words for a run under way exist too. */
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
	/** `done`, `error` or `timeout` (certain). */
	rules_summary_status: string | null;
}

/** A result of a user sync job. */
export interface UserTaskResult extends CommonResult {
	ad_user_sync_task_settings_id: string;
	ad_user_sync_task_settings_name: string;
	ad_user_sync_test_request_id: string | null;
}

export type TaskResult = ServerTaskResult | UserTaskResult;

/** The fields that results of each kind have beside the common ones, and whether they may be null. */
const ownFields = {
	serverSyncJob: {
		ad_task_settings_id: '',
		ad_task_settings_name: '',
		ad_test_request_id: null,
		rules_summary_status: null,
	},
	userSyncJob: {
		ad_user_sync_task_settings_id: '',
		ad_user_sync_task_settings_name: '',
		ad_user_sync_test_request_id: null,
	},
};

/** The normal form of a result. */
export function readResult(kind: keyof typeof ownFields, json: JsonObject): TaskResult {
	const result: Record<string, unknown> = { ...readCommon(json) };
	for (const [name, blank] of Object.entries(ownFields[kind])) {
		result[name] = toText(readField(json, name)) ?? blank;
	}
	return result as unknown as TaskResult;
}

/** The id of the test request that a result belongs to, or null; the same question for both kinds. */
export function testRequestId(result: TaskResult): string | null {
	return 'ad_test_request_id' in result
		? result.ad_test_request_id
		: result.ad_user_sync_test_request_id;
}

function readCommon(json: JsonObject): CommonResult {
	const status = readField(json, 'status');
	return {
		id: toText(readField(json, 'id')) ?? '',
		task_state: toText(readField(json, 'task_state')) ?? '',
		status: readStatus(isJsonObject(status) ? status : {}),
		created_at: toText(readField(json, 'created_at')) ?? '',
		updated_at: toText(readField(json, 'updated_at')) ?? '',
	};
}

function readStatus(json: JsonObject): CommonResult['status'] {
	return {
		summary: toJsonValue(readField(json, 'summary')),
		detailed_summary: toJsonValue(readField(json, 'detailed_summary')),
	};
}

/** When a run began, in milliseconds since 1970 UTC; before all others if the result doesn't say. */
export function createdAt({ created_at }: Pick<TaskResult, 'created_at'>): number {
	const at = Date.parse(created_at);
	return Number.isNaN(at) ? -Infinity : at;
}

/** What endpoints 14 and 25 say of a result. */
export interface ResultDetails {
	status: TaskResult['status'];
	/** Whether the answer holds state and times too, as in Okta's sample, and not the summary alone. */
	isWhole: boolean;
}

/** Whether a result belongs to a test run. Source: docs/api-contract.md, "Fields" (certain). */
export function isTestRun(result: TaskResult): boolean {
	const id =
		'ad_test_request_id' in result
			? result.ad_test_request_id
			: result.ad_user_sync_test_request_id;
	return id !== null && id.trim() !== '' && id.trim() !== nilUuid;
}

/**
 * The details of a result: a whole result, its `status`, or the two summaries alone, each with or without id.
 * Source: docs/api-contract.md, "Endpoints".
 *
 * @returns undefined if the answer is none of these, or about another result
 */
export function readDetails(body: unknown, id: string): ResultDetails | undefined {
	if (!isJsonObject(body) || !isSameId(toText(readField(body, 'id')) || id, id)) return undefined;
	const { task_state, created_at, status } = readCommon(body);
	const isWhole = task_state !== '' && created_at !== '';
	if (isWhole || isJsonObject(readField(body, 'status'))) return { status, isWhole };
	const hasSummary = ['summary', 'detailed_summary'].some(
		(name) => readField(body, name) !== undefined,
	);
	return hasSummary ? { status: readStatus(body), isWhole } : undefined;
}

/** The result with the details that there are; its state, times and id stay what the list said. */
export function withDetails(result: TaskResult, details: ResultDetails | undefined): TaskResult {
	if (!details) return result;
	const { summary, detailed_summary } = details.status;
	const status = {
		summary: isBlank(summary) ? result.status.summary : summary,
		detailed_summary: isBlank(detailed_summary) ? result.status.detailed_summary : detailed_summary,
	};
	return { ...result, status };
}

function isBlank(said: ResultText): boolean {
	if (typeof said === 'object' && said !== null) return Object.keys(said).length === 0;
	return said === null || said === undefined || said === '';
}
