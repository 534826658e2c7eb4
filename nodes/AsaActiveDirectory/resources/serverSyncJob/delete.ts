import { serverSyncJobKind } from '../../api/jobKinds';
import { deleteSyncJob } from '../syncJob/delete';

export const deleteJob = deleteSyncJob(serverSyncJobKind);
