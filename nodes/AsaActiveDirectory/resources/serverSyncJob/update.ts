import { updateSyncJob } from '../syncJob/update';
import { serverSyncJobForm } from './form';

export const update = updateSyncJob(serverSyncJobForm);
