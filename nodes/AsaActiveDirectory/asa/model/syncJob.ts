import { readField, isApiObject, toText, type JsonObject } from './json';
import type { Model, Values } from './model';
import { readResult, type TaskResult } from './result';
import type { Schedule } from './schedule';
import { serverSyncJobModel, withOwnIsGuid } from './serverSyncJob';
import { userSyncJobModel } from './userSyncJob';

/** The two kinds of sync jobs, as parameters and items call them, in the order in which they are read. */
export const jobKinds = ['serverSyncJob', 'userSyncJob'] as const;

export type JobKind = (typeof jobKinds)[number];

/** What Okta's page and n8n's interface call a job of each kind. */
export const jobKindLabels: Record<JobKind, string> = {
	serverSyncJob: 'Server Sync Job',
	userSyncJob: 'User Sync Job',
};

/** What a job of each kind consists of. */
export const jobModels: Record<JobKind, Model> = {
	serverSyncJob: serverSyncJobModel,
	userSyncJob: userSyncJobModel,
};

/** A sync job as this package puts it out: what both kinds have in common, and the fields of its kind. */
export interface SyncJob extends Values, Schedule {
	id: string;
	name: string;
	is_active: boolean;
	/** Null before its first run. */
	recent_task_result: TaskResult | null;
}

/** A job as it was read to be changed. */
export interface JobReading {
	job: SyncJob;
	/** Names of the fields that can't be sent back as they are, because ASA answered something unforeseen. */
	unreadable: string[];
}

/** The normal form of a sync job from either spelling of the contract. */
export function readJob(kind: JobKind, json: JsonObject): JobReading {
	const model = jobModels[kind];
	const { values, unreadable } = model.read(kind === 'serverSyncJob' ? withOwnIsGuid(json) : json);
	const recent = readField(json, 'recent_task_result');
	const job = {
		id: toText(readField(json, 'id')) ?? '',
		...values,
		recent_task_result: isApiObject(recent) ? readResult(kind, recent) : null,
	} as SyncJob;
	return {
		job,
		unreadable: unreadable.concat(unreadableSchedule(job)).filter(isNeeded(kind, job)),
	};
}

/** A daily job needs its hour. */
function unreadableSchedule({ frequency, start_hour_utc }: Schedule): string[] {
	return frequency === 24 && start_hour_utc === null ? ['start_hour_utc'] : [];
}

/** An inactive user sync job may be without a schedule. Source: docs/api-contract.md, "User sync job". */
function isNeeded(kind: JobKind, { is_active }: SyncJob): (field: string) => boolean {
	const mayLackSchedule = kind === 'userSyncJob' && !is_active;
	return (field) => !(field === 'frequency' && mayLackSchedule);
}

/**
 * A job with changes in it, and all else as it was: what a PUT of it carries. A field that is null in the changes is
 * left out; a schedule that isn't daily has no hour.
 */
export function withChanges(kind: JobKind, job: Values, changes: Values): Values {
	const merged = { ...job, ...changes };
	if (merged.frequency !== 24) merged.start_hour_utc = null;
	return jobModels[kind].write(merged);
}
