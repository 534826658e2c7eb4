import { userSyncJobKind } from '../../api/jobKinds';
import { getAllJobResults } from '../syncJob/getAllResults';

export const getAllResults = getAllJobResults(userSyncJobKind);
