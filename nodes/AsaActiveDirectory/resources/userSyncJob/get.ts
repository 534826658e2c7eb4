import { userSyncJobKind } from '../../api/jobKinds';
import { getJob } from '../syncJob/get';

export const get = getJob(userSyncJobKind);
