import { serverSyncJobKind } from '../../api/jobKinds';
import { runJobTest } from '../syncJob/runTest';

export const runTest = runJobTest(serverSyncJobKind);
