import type { Resource } from '../operation';
import { getAll } from './getAll';

export const syncStatus: Resource = {
	entry: { name: 'Sync Status', value: 'syncStatus' },
	operations: [getAll],
};
