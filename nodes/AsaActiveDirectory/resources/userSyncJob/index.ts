import type { Resource } from '../operation';
import { get } from './get';
import { getAll } from './getAll';

export const userSyncJob: Resource = {
	entry: { name: 'User Sync Job', value: 'userSyncJob' },
	operations: [get, getAll],
};
