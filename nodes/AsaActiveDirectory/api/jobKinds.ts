import type { EndpointName } from './endpoints';
import { readServerSyncJob, type ServerSyncJob } from './serverSyncJob';
import { readServerTaskResult, readUserTaskResult, type TaskResult } from './taskResult';
import { readUserSyncJob, type UserSyncJob } from './userSyncJob';
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
};

/** Both kinds by their names, in the order in which observations read them. */
export const jobKinds: Record<JobKindName, JobKind> = {
	serverSyncJob: serverSyncJobKind,
	userSyncJob: userSyncJobKind,
};
