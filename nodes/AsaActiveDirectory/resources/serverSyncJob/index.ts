import type { Resource } from '../operation';
import { get } from './get';
import { getAll } from './getAll';

export const serverSyncJob: Resource = {
	entry: { name: 'Server Sync Job', value: 'serverSyncJob' },
	operations: [get, getAll],
};
