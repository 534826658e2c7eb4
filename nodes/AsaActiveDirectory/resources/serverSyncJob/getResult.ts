import { serverSyncJobKind } from '../../api/jobKinds';
import { getJobResult } from '../syncJob/getResult';

export const getResult = getJobResult(serverSyncJobKind);
