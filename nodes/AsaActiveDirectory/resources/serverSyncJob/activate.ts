import { readConnection } from '../../api/connection';
import { serverSyncJobKind } from '../../api/jobKinds';
import type { ServerSyncJob } from '../../api/serverSyncJob';
import type { Item } from '../item';
import type { FoundJob } from '../syncJob/fetch';
import { scheduleOf } from '../syncJob/scheduleOf';
import { activateJob } from '../syncJob/switchJob';
import { found } from '../../watch/found';

/**
 * Endpoint 12 with the schedule that the job has: ASA has no other call that switches a server sync job on.
 * Source: docs/api-contract.md, "Endpoints" (12 activates: probable).
 */
export const activate = activateJob({
	kind: serverSyncJobKind,
	description:
		'Switch a server sync job on by sending its schedule again; it runs at once and takes the place of the active one',
	unchanged: { replaced_job_id: null },
	async send(item, { connection, job }) {
		const body = scheduleOf(item, job);
		const before = await activeJobId(item, connection);
		await item.client.send('setServerSyncJobSchedule', { connection, job: job.id }, { body });
		if (before === undefined) return { replaced_job_id: null };
		// The activation went through, whatever becomes of the look at the job before: one alone is active.
		const isReplaced = await isOff(item, { connection, id: before }).catch(() => true);
		return { replaced_job_id: isReplaced ? before : null };
	},
});

/** The connection's active server sync job (docs/api-contract.md, "Connection": certain). */
async function activeJobId(item: Item, connection: string): Promise<string | undefined> {
	const wire = await item.client.sendForObject('getConnection', { connection });
	return readConnection(wire).active_task_settings_id;
}

/**
 * Whether a job is inactive or gone. Of a connection's jobs one at most is active (certain); that ASA switches the
 * other one off by itself is assumed, so it is looked at.
 */
async function isOff(
	item: Item,
	{ connection, id }: { connection: FoundJob['connection']; id: ServerSyncJob['id'] },
): Promise<boolean> {
	const place = { connection, job: id };
	const wire = await found(item.client.sendForObject('getServerSyncJob', place));
	return wire === undefined || !serverSyncJobKind.readJob(wire).is_active;
}
