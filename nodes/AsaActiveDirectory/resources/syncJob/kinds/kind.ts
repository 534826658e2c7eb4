import type { INodeProperties } from 'n8n-workflow';
import type { AsaClient } from '../../../asa/client';
import type { Values } from '../../../asa/model/model';
import type { JobKind, SyncJob } from '../../../asa/model/syncJob';
import type { JobRef } from '../../../asa/results';

/** One request that changes a job. `update` sends the whole of it, which changes its ID. */
export type UpdateRequest = 'update' | 'schedule' | 'state';

/** All that differs between the two kinds of sync jobs in the node's operations. */
export interface KindOfJob {
	kind: JobKind;
	/** As texts call it: `server sync job`. */
	label: string;
	/** What Create asks for, beside the name and the schedule. */
	createFields: INodeProperties[];
	/** What Create or Update asks for; a field left empty is kept, or missing if there is no job yet. */
	upsertFields: INodeProperties[];
	/** Fields that may be added in Create. */
	additionalFields: INodeProperties[];
	/** Every field of a job but its schedule, as Update takes them. */
	updateFields: INodeProperties[];
	/** What a job gets if the user sets nothing. */
	defaults: Values;
	/** Whether rows of lists are added to those that are there, unless the user wants them replaced. */
	hasLists: boolean;
	/** Whether a schedule call switches an inactive job on (probable). */
	scheduleActivates: boolean;
	/** What Activate and Deactivate do, for the dropdown. */
	descriptions: { activate: string; deactivate: string };
	/** Switches a job on. Answers what the output says beside the job. */
	activate: (client: AsaClient, ref: JobRef, job: SyncJob) => Promise<Values>;
	/** What to do about a job that `activate` didn't switch on. */
	activationRemedy: string;
	/** What Activate says beside a job that is on already. */
	alreadyActive: Values;
	deactivate: (client: AsaClient, ref: JobRef) => Promise<void>;
	/** Names of the fields that outputs have with Simplify. */
	simpleJob: string[];
}

/** What every job has with Simplify, and what follows its own fields. */
export const simpleJobStart = [
	'id',
	'name',
	'connection_id',
	'is_active',
	'frequency',
	'start_hour_utc',
];
export const simpleJobEnd = ['recent_task_result'];
