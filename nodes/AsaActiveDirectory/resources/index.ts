import { connection } from './connection';
import type { Resource } from './operation';
import { serverSyncJob } from './serverSyncJob';
import { syncStatus } from './syncStatus';
import { userSyncJob } from './userSyncJob';

/** Every resource of the node, in the order of its dropdown. */
export const resources: Resource[] = [connection, serverSyncJob, userSyncJob, syncStatus];
