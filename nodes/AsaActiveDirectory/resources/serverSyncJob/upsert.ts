import { upsertSyncJob } from '../syncJob/upsert';
import { serverSyncJobForm } from './form';

export const upsert = upsertSyncJob(serverSyncJobForm);
