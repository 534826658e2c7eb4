import type { EndpointName } from './endpoints';
import type { JobBody } from './jobBody';
import {
	readServerSyncJob,
	serverSyncJobBody,
	unreadableServerFields,
	type ServerSyncJob,
} from './serverSyncJob';
import { readServerTaskResult, readUserTaskResult, type TaskResult } from './taskResult';
import {
	readUserSyncJob,
	unreadableUserFields,
	userSyncJobBody,
	type UserSyncJob,
} from './userSyncJob';
import type { Wire } from './wire';

export type SyncJob = ServerSyncJob | UserSyncJob;

/** The two kinds of sync jobs, as parameters and items call them. */
export type JobKindName = 'serverSyncJob' | 'userSyncJob';

/** What differs between the two kinds of sync jobs: their endpoints and how their answers are read. */
export interface JobKind<Job extends SyncJob = SyncJob> {
	name: JobKindName;
	/** As Okta's page and n8n's interface call it. */
	label: string;
	endpoints: Record<
		'list' | 'create' | 'get' | 'update' | 'delete' | 'schedule' | 'test' | 'results' | 'result',
		EndpointName
	>;
	readJob: (wire: Wire) => Job;
	readResult: (wire: Wire) => TaskResult;
	/** The body that keeps a job as it is. */
	readBody: (wire: Wire) => JobBody;
	/** Names of the fields that `readJob` can't hold in full. */
	unreadableFields: (wire: Wire) => string[];
}

export const serverSyncJobKind: JobKind<ServerSyncJob> = {
	name: 'serverSyncJob',
	label: 'Server Sync Job',
	endpoints: {
		list: 'listServerSyncJobs',
		create: 'createServerSyncJob',
		get: 'getServerSyncJob',
		update: 'updateServerSyncJob',
		delete: 'deleteServerSyncJob',
		schedule: 'setServerSyncJobSchedule',
		test: 'testServerSyncJob',
		results: 'listServerSyncResults',
		result: 'getServerSyncResult',
	},
	readJob: readServerSyncJob,
	readResult: readServerTaskResult,
	readBody: (wire) => serverSyncJobBody(readServerSyncJob(wire)),
	unreadableFields: unreadableServerFields,
};

export const userSyncJobKind: JobKind<UserSyncJob> = {
	name: 'userSyncJob',
	label: 'User Sync Job',
	endpoints: {
		list: 'listUserSyncJobs',
		create: 'createUserSyncJob',
		get: 'getUserSyncJob',
		update: 'updateUserSyncJob',
		delete: 'deleteUserSyncJob',
		schedule: 'setUserSyncJobSchedule',
		test: 'testUserSyncJob',
		results: 'listUserSyncResults',
		result: 'getUserSyncResult',
	},
	readJob: readUserSyncJob,
	readResult: readUserTaskResult,
	readBody: (wire) => userSyncJobBody(readUserSyncJob(wire)),
	unreadableFields: unreadableUserFields,
};

/** Both kinds by their names, in the order in which observations read them. */
export const jobKinds: Record<JobKindName, JobKind> = {
	serverSyncJob: serverSyncJobKind,
	userSyncJob: userSyncJobKind,
};
