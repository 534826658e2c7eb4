import { updateSyncJob } from '../syncJob/update';
import { userSyncJobForm } from './form';

export const update = updateSyncJob(userSyncJobForm);
