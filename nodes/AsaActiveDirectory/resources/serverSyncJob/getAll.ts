import { serverSyncJobKind } from '../../api/jobKinds';
import { getAllJobs } from '../syncJob/getAll';

export const getAll = getAllJobs(serverSyncJobKind);
