import { userSyncJobKind } from '../../api/jobKinds';
import { scheduleOf } from '../syncJob/scheduleOf';
import { activateJob } from '../syncJob/switchJob';
import { sendState } from './state';

/** Endpoint 22. A job without a schedule can't be active (docs/api-contract.md, "User sync job"). */
export const activate = activateJob({
	kind: userSyncJobKind,
	description: 'Switch a user sync job on; it runs at once',
	async send(item, { connection, job }) {
		scheduleOf(item, job);
		await sendState(item, { connection, job: job.id }, true);
	},
});
