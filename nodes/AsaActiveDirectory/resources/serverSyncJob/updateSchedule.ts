import { serverSyncJobKind } from '../../api/jobKinds';
import { updateJobSchedule } from '../syncJob/updateSchedule';

export const updateSchedule = updateJobSchedule(serverSyncJobKind);
