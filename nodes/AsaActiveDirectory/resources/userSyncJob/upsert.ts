import { upsertSyncJob } from '../syncJob/upsert';
import { userSyncJobForm } from './form';

export const upsert = upsertSyncJob(userSyncJobForm);
