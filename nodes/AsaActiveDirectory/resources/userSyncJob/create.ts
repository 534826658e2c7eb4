import { createSyncJob } from '../syncJob/create';
import { userSyncJobForm } from './form';

export const create = createSyncJob(userSyncJobForm);
