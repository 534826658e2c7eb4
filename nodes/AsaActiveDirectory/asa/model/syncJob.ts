import { readField, isApiObject, toText, type JsonObject } from './json';
import type { Model, Values } from './model';
import { readResult, type TaskResult } from './result';
import type { Schedule } from './schedule';
import { serverSyncJobModel, withOwnIsGuid } from './serverSyncJob';
import { userSyncJobModel } from './userSyncJob';

/** The two kinds of sync jobs, as parameters and items call them, in the order in which they are read. */
export const jobKinds = ['serverSyncJob', 'userSyncJob'] as const;

export type JobKind = (typeof jobKinds)[number];

interface KindModel {
	/** What Okta's page and n8n's interface call such a job. */
	label: string;
	model: Model;
	/** Whether an inactive job may be without a schedule. Source: docs/api-contract.md, "User sync job". */
	mayLackSchedule: boolean;
	/** Brings an answer into the form that the model reads. */
	normalise: (json: JsonObject) => JsonObject;
}

/** What differs between the two kinds of sync jobs in ASA's answers. */
const kindModels: Record<JobKind, KindModel> = {
	serverSyncJob: {
		label: 'Server Sync Job',
		model: serverSyncJobModel,
		mayLackSchedule: false,
		normalise: withOwnIsGuid,
	},
	userSyncJob: {
		label: 'User Sync Job',
		model: userSyncJobModel,
		mayLackSchedule: true,
		normalise: (json) => json,
	},
};

/** What Okta's page and n8n's interface call a job of a kind. */
export function jobLabel(kind: JobKind): string {
	return kindModels[kind].label;
}

/** What a job of a kind consists of. */
export function jobModel(kind: JobKind): Model {
	return kindModels[kind].model;
}

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
	const { model, normalise, mayLackSchedule } = kindModels[kind];
	const { values, unreadable } = model.read(normalise(json));
	const recent = readField(json, 'recent_task_result');
	const job = {
		id: toText(readField(json, 'id')) ?? '',
		...values,
		recent_task_result: isApiObject(recent) ? readResult(kind, recent) : null,
	} as SyncJob;
	const needsFrequency = job.is_active || !mayLackSchedule;
	const missing = unreadable.filter((field) => field !== 'frequency' || needsFrequency);
	return { job, unreadable: lacksHour(job) ? [...missing, 'start_hour_utc'] : missing };
}

function lacksHour({ frequency, start_hour_utc }: Schedule): boolean {
	return frequency === 24 && start_hour_utc === null;
}

/**
 * A job with changes in it, and all else as it was: what a PUT of it carries. A field that is null in the changes is
 * left out; a schedule that isn't daily has no hour.
 */
export function withChanges(kind: JobKind, job: Values, changes: Values): Values {
	const merged = { ...job, ...changes };
	if (merged.frequency !== 24) merged.start_hour_utc = null;
	return jobModel(kind).write(merged);
}
