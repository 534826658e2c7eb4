import { serverSyncJobKind } from '../../api/jobKinds';
import { getJob } from '../syncJob/get';

export const get = getJob(serverSyncJobKind);
