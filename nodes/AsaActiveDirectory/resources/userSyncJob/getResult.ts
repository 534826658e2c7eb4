import { userSyncJobKind } from '../../api/jobKinds';
import { getJobResult } from '../syncJob/getResult';

export const getResult = getJobResult(userSyncJobKind);
