import type { Resource } from '../../operation/operation';
import { activate } from './activate';
import { create } from './create';
import { deactivate } from './deactivate';
import { deleteJob } from './delete';
import { get } from './get';
import { getAll } from './getAll';
import { getAllResults } from './getAllResults';
import { getResult } from './getResult';
import type { KindOfJob } from './kinds/kind';
import { serverSyncJobs } from './kinds/server';
import { userSyncJobs } from './kinds/user';
import { runTest } from './runTest';
import { update } from './update';
import { updateSchedule } from './updateSchedule';
import { updateState } from './updateState';
import { upsert } from './upsert';

/** The operations that jobs of both kinds have, sorted by their names in the dropdown. */
const shared = [
	activate,
	create,
	upsert,
	deactivate,
	deleteJob,
	get,
	getAll,
	getAllResults,
	getResult,
	runTest,
	update,
	updateSchedule,
];

const operationsOf = (kind: KindOfJob) => shared.map((operation) => operation(kind));

export const serverSyncJob: Resource = {
	entry: { name: 'Server Sync Job', value: 'serverSyncJob' },
	shortName: 'Server Sync',
	operations: operationsOf(serverSyncJobs),
};

export const userSyncJob: Resource = {
	entry: { name: 'User Sync Job', value: 'userSyncJob' },
	shortName: 'User Sync',
	operations: [...operationsOf(userSyncJobs), updateState(userSyncJobs)],
};
