import { serverSyncJobKind } from '../../api/jobKinds';
import { deactivateJob } from '../syncJob/switchJob';

/** Endpoint 11. */
export const deactivate = deactivateJob({
	kind: serverSyncJobKind,
	description: 'Switch a server sync job off; a run under way goes on to its end',
	async send(item, { connection, job }) {
		await item.client.send('deactivateServerSyncJob', { connection, job: job.id });
	},
});
