import { userSyncJobKind } from '../../api/jobKinds';
import { deactivateJob } from '../syncJob/switchJob';
import { sendState } from './state';

/** Endpoint 22. */
export const deactivate = deactivateJob({
	kind: userSyncJobKind,
	description: 'Switch a user sync job off; a run under way goes on to its end',
	async send(item, { connection, job }) {
		await sendState(item, { connection, job: job.id }, false);
	},
});
