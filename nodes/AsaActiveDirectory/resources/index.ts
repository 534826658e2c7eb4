import type { Resource } from '../operation/operation';
import { create } from './connection/create';
import { deleteConnection } from './connection/delete';
import { get } from './connection/get';
import { getAll } from './connection/getAll';
import { update } from './connection/update';
import { upsert } from './connection/upsert';
import { serverSyncJob, userSyncJob } from './syncJob';
import { getSyncStatus } from './syncStatus/getAll';

const connection: Resource = {
	entry: { name: 'AD Connection', value: 'connection' },
	operations: [create, upsert, deleteConnection, get, getAll, update],
};

const syncStatus: Resource = {
	entry: { name: 'Sync Status', value: 'syncStatus' },
	operations: [getSyncStatus],
};

/** Every resource of the node, in the order of its dropdown. */
export const resources: Resource[] = [connection, serverSyncJob, userSyncJob, syncStatus];
