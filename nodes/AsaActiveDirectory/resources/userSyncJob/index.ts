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
import { updateState } from './updateState';
import { upsert } from './upsert';

export const userSyncJob: Resource = {
	entry: { name: 'User Sync Job', value: 'userSyncJob' },
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
		updateState,
	],
};
