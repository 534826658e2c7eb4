import { requestInWords, type EndpointName, type RequestInWords } from './endpoints';
import type { Requests } from './http/requests';
import { isApiObject } from './model/json';
import type { Values } from './model/model';
import { readResult, type TaskResult } from './model/result';
import {
	jobModel,
	readJob,
	withChanges,
	type JobKind,
	type JobReading,
	type SyncJob,
} from './model/syncJob';
import type { JobRef } from './results';

/** Which jobs of a connection are wanted; all of them if nothing is said. */
export interface JobsWanted {
	limit?: number;
	isActive?: boolean;
}

type Verb = 'list' | 'create' | 'get' | 'update' | 'delete' | 'schedule' | 'state' | 'test';

const endpointNames: Record<JobKind, Record<Verb, EndpointName>> = {
	serverSyncJob: {
		list: 'listServerSyncJobs',
		create: 'createServerSyncJob',
		get: 'getServerSyncJob',
		update: 'updateServerSyncJob',
		delete: 'deleteServerSyncJob',
		schedule: 'setServerSyncJobSchedule',
		// Nothing but a schedule or an update switches one on.
		state: 'deactivateServerSyncJob',
		test: 'testServerSyncJob',
	},
	userSyncJob: {
		list: 'listUserSyncJobs',
		create: 'createUserSyncJob',
		get: 'getUserSyncJob',
		update: 'updateUserSyncJob',
		delete: 'deleteUserSyncJob',
		schedule: 'setUserSyncJobSchedule',
		state: 'setUserSyncJobState',
		test: 'testUserSyncJob',
	},
};

/** A request of the jobs of a kind, in words. */
export function jobRequest(kind: JobKind, verb: Verb): RequestInWords {
	return requestInWords(endpointNames[kind][verb]);
}

/** The sync jobs of one kind. Each method throws NodeApiError if ASA doesn't do what is asked. */
export class Jobs {
	constructor(
		private readonly requests: Requests,
		private readonly kind: JobKind,
	) {}

	/** Endpoints 6 and 16: the jobs of a connection, as the API lists them. */
	async list(connection: string, { limit, isActive }: JobsWanted = {}): Promise<SyncJob[]> {
		const readOne = (json: Parameters<typeof readJob>[1]) => readJob(this.kind, json).job;
		// The API's own filter is probable, and endpoint 16 alone has it, so its answer is filtered once more.
		const isFiltered = isActive !== undefined && this.kind === 'userSyncJob';
		return await this.requests.list(
			readOne,
			this.name('list'),
			{ connection },
			{
				limit,
				query: isFiltered ? { status: isActive ? 'ACTIVE' : 'INACTIVE' } : undefined,
				keep: isActive === undefined ? undefined : (json) => readOne(json).is_active === isActive,
			},
		);
	}

	/** Endpoints 8 and 18. */
	async get(ref: JobRef): Promise<SyncJob> {
		return (await this.read(ref)).job;
	}

	/** As `get`, for a job that is to be changed. */
	async read(ref: JobRef): Promise<JobReading> {
		return readJob(this.kind, await this.requests.sendForObject(this.name('get'), { ...ref }));
	}

	/** Endpoints 7 and 17. */
	async create(connection: string, values: Values): Promise<SyncJob> {
		const body = jobModel(this.kind).write(values);
		const json = await this.requests.sendForObject(this.name('create'), { connection }, { body });
		return readJob(this.kind, json).job;
	}

	/**
	 * Endpoints 9 and 19: replaces a job. ASA deletes it and creates it again under a new id.
	 *
	 * @param values what it consists of from now on; nothing else of it is kept
	 * @returns undefined if ASA doesn't answer the job (204)
	 */
	async replace(ref: JobRef, values: Values): Promise<SyncJob | undefined> {
		const body = withChanges(this.kind, {}, values);
		const answer = await this.requests.send(this.name('update'), { ...ref }, { body });
		return isApiObject(answer.body) ? readJob(this.kind, answer.body).job : undefined;
	}

	/** Endpoints 10 and 20. */
	async delete(ref: JobRef): Promise<void> {
		await this.requests.send(this.name('delete'), { ...ref });
	}

	/**
	 * Endpoints 12 and 21. The hour is sent with a daily schedule alone. On an inactive server sync job this
	 * activates it (probable).
	 */
	async setSchedule(ref: JobRef, schedule: Values): Promise<void> {
		const { frequency, start_hour_utc } = schedule;
		const body = frequency === 24 ? { frequency, start_hour_utc } : { frequency };
		await this.requests.send(this.name('schedule'), { ...ref }, { body });
	}

	/** Endpoint 22: switches a user sync job on or off. */
	async setUserState(ref: JobRef, isActive: boolean): Promise<void> {
		await this.requests.send('setUserSyncJobState', { ...ref }, { body: { is_active: isActive } });
	}

	/** Endpoint 11: switches a server sync job off. */
	async deactivateServer(ref: JobRef): Promise<void> {
		await this.requests.send('deactivateServerSyncJob', { ...ref });
	}

	/** Endpoints 15 and 23: starts a test run; answers its result as it is by then. */
	async runTest(ref: JobRef): Promise<TaskResult> {
		return readResult(this.kind, await this.requests.sendForObject(this.name('test'), { ...ref }));
	}

	private name(verb: Verb): EndpointName {
		return endpointNames[this.kind][verb];
	}
}
