import type { Resource } from '../operation/operation';
import { create } from './connection/create';
import { deleteConnection } from './connection/delete';
import { get } from './connection/get';
import { getAll } from './connection/getAll';
import { update } from './connection/update';
import { upsert } from './connection/upsert';
import { getAdServers } from './adServer/getAll';
import { getGateways } from './gateway/getAll';
import { getGatewayStatus } from './gateway/getStatus';
import { serverSyncJob, userSyncJob } from './syncJob';
import { getSyncStatus } from './syncStatus/getAll';

const connection: Resource = {
	entry: { name: 'AD Connection', value: 'connection' },
	shortName: 'Connection',
	operations: [create, upsert, deleteConnection, get, getAll, update],
};

const adServer: Resource = {
	entry: { name: 'AD Server', value: 'adServer' },
	operations: [getAdServers],
};

const gateway: Resource = {
	entry: { name: 'Gateway', value: 'gateway' },
	operations: [getGateways, getGatewayStatus],
};

const syncStatus: Resource = {
	entry: { name: 'Sync Status', value: 'syncStatus' },
	operations: [getSyncStatus],
};

/** Every resource of the node, in the order of its dropdown. */
export const resources: Resource[] = [
	connection,
	adServer,
	gateway,
	serverSyncJob,
	userSyncJob,
	syncStatus,
];
