import type { Resource } from '../operation';
import { activate } from './activate';
import { deactivate } from './deactivate';
import { deleteJob } from './delete';
import { get } from './get';
import { getAll } from './getAll';
import { getAllResults } from './getAllResults';
import { getResult } from './getResult';
import { runTest } from './runTest';
import { updateSchedule } from './updateSchedule';

export const serverSyncJob: Resource = {
	entry: { name: 'Server Sync Job', value: 'serverSyncJob' },
	operations: [
		activate,
		deactivate,
		deleteJob,
		get,
		getAll,
		getAllResults,
		getResult,
		runTest,
		updateSchedule,
	],
};
