import type { JobKind } from '../../api/jobKinds';
import { connectionField } from '../fields/connection';
import { deleteObject, failIfMissingOption } from '../fields/failIfMissing';
import { jobField } from '../fields/job';
import type { Operation } from '../operation';
import { findJobId, findJobIdIfThere } from './jobLocator';
import { connectionLane } from '../connectionLane';

/** Endpoints 10 and 20: deletes a sync job; a name that no job has counts as deleted, as a missing ID does. */
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
			const find = item.collection('options').failIfMissing === true ? findJobId : findJobIdIfThere;
			const job = await find(item, kind, connection);
			if (job === undefined) return { deleted: true };
			const answer = await deleteObject(item, kind.endpoints.delete, { connection, job });
			item.jobs.forget(connection);
			return answer;
		},
	};
}
