import { catchNotFound } from '../../asa/http/errors';
import { connectionField, findConnection, forgetConnections } from '../../operation/locators';
import type { Operation } from '../../operation/operation';
import { deletedOutput, ignoreMissingOption } from '../../operation/sharedOptions';

/** Endpoint 5: deletes a connection. */
export const deleteConnection: Operation = {
	entry: {
		name: 'Delete',
		value: 'delete',
		action: 'Delete connection',
		description: 'Delete an AD connection with its sync jobs',
	},
	fields: [connectionField],
	options: [ignoreMissingOption],
	read(item) {
		const locator = item.locator(connectionField);
		const ignoreMissing = item.option(ignoreMissingOption);
		return {
			serializeBy: locator.value,
			async run() {
				const id = await findConnection(item, locator);
				const deleting = item.client.connections.delete(id).then(() => true);
				const wasThere = ignoreMissing ? await catchNotFound(deleting) : await deleting;
				forgetConnections(item);
				return deletedOutput(wasThere === true);
			},
		};
	},
};
