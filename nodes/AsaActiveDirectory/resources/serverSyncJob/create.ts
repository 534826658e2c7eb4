import { createSyncJob } from '../syncJob/create';
import { serverSyncJobForm } from './form';

export const create = createSyncJob(serverSyncJobForm);
