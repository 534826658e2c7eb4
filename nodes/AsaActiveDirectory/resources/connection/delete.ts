import { connectionLane } from '../connectionLane';
import { connectionField } from '../fields/connection';
import { deleteObject, failIfMissingOption } from '../fields/failIfMissing';
import type { Operation } from '../operation';

/** Endpoint 5: deletes a connection. */
export const deleteConnection: Operation = {
	entry: {
		name: 'Delete',
		value: 'delete',
		action: 'Delete connection',
		description: 'Delete an AD connection with its sync jobs',
	},
	fields: [connectionField],
	options: [failIfMissingOption],
	lane: connectionLane,
	async execute(item) {
		const connection = item.locator('connection', 'Connection').value;
		return await deleteObject(item, 'deleteConnection', { connection });
	},
};
