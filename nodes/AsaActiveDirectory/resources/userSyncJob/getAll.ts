import { userSyncJobKind } from '../../api/jobKinds';
import { getAllJobs } from '../syncJob/getAll';

export const getAll = getAllJobs(userSyncJobKind);
