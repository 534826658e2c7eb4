import { isDeleted } from '../../api/connection';
import type { JobKind } from '../../api/jobKinds';
import type { Wire } from '../../api/wire';
import { connectionField } from '../fields/connection';
import { deleteObject, failIfMissingOption } from '../fields/failIfMissing';
import { jobField } from '../fields/job';
import type { Item } from '../item';
import type { Operation } from '../operation';
import { findJobId, findJobIdIfThere } from './jobLocator';
import type { ResultPlace } from './resultOutput';
import { connectionLane } from '../connectionLane';
import { unlessGone } from '../unlessGone';

/**
 * Endpoints 10 and 20: deletes a sync job. A name or ID that no job has counts as deleted, but not in a
 * connection that isn't there: its ID may be a slip.
 */
export function deleteSyncJob(kind: JobKind): Operation {
	const label = kind.label.toLowerCase();
	return {
		entry: {
			name: 'Delete',
			value: 'delete',
			action: `Delete ${label}`,
			description: `Delete a ${label} with its results`,
		},
		fields: [connectionField, jobField],
		options: [failIfMissingOption],
		lane: connectionLane,
		async execute(item) {
			const connection = item.locator('connection', 'Connection').value;
			const readPlace = async () => await fetchPlace(item, connection);
			const job = item.option(failIfMissingOption)
				? await findJobId(item, kind, connection)
				: await findOrCheck(item, kind, connection, readPlace);
			if (job === undefined) return { deleted: true };
			const place = { connection, job };
			const answer = await deleteObject(item, kind.endpoints.delete, place, async () => {
				await readPlace();
				await deleteRenewed(item, kind, place);
			});
			item.jobs.forget(connection);
			return answer;
		},
	};
}

/**
 * Deletes the job that has the chosen name now, where an update since the list was read has given it another ID.
 *
 * @param former the ID under which there is none
 */
async function deleteRenewed(
	item: Item,
	kind: JobKind,
	{ connection, job: former }: ResultPlace,
): Promise<void> {
	item.jobs.forget(connection);
	const job = await findJobIdIfThere(item, kind, connection);
	if (job === undefined || job === former) return;
	await item.client.send(kind.endpoints.delete, { connection, job });
}

/** The job's ID if it is there; where there is no list to look in, the connection tells more. */
async function findOrCheck(
	item: Item,
	kind: JobKind,
	connection: string,
	readPlace: () => Promise<Wire>,
): Promise<string | undefined> {
	return await unlessGone(findJobIdIfThere(item, kind, connection), async (error) =>
		isDeleted(await readPlace()) ? undefined : await Promise.reject(error),
	);
}

/**
 * The connection, which may say that it was deleted.
 *
 * @throws NodeOperationError naming Connection where ASA knows none of that ID
 */
async function fetchPlace(item: Item, connection: string): Promise<Wire> {
	return await unlessGone(item.client.sendForObject('getConnection', { connection }), async () => {
		throw item.error(
			`"Connection" is "${connection}", but the team has no AD connection of that ID`,
			'Pick the connection from the list again; where it was deleted, its jobs are gone with it',
		);
	});
}
