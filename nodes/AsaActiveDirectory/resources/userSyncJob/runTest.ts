import { userSyncJobKind } from '../../api/jobKinds';
import { runJobTest } from '../syncJob/runTest';

export const runTest = runJobTest(userSyncJobKind);
