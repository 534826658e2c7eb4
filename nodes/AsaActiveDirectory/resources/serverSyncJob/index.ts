import type { Resource } from '../operation';
import { activate } from './activate';
import { create } from './create';
import { deactivate } from './deactivate';
import { deleteJob } from './delete';
import { get } from './get';
import { getAll } from './getAll';
import { getAllResults } from './getAllResults';
import { getResult } from './getResult';
import { runTest } from './runTest';
import { update } from './update';
import { updateSchedule } from './updateSchedule';
import { upsert } from './upsert';

export const serverSyncJob: Resource = {
	entry: { name: 'Server Sync Job', value: 'serverSyncJob' },
	operations: [
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
	],
};
