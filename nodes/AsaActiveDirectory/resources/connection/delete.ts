import { catchNotFound } from '../../asa/http/errors';
import { connectionField } from '../../operation/locators';
import type { Operation } from '../../operation/operation';
import { failIfMissingOption } from '../../operation/sharedOptions';

/** Endpoint 5: deletes a connection. Source: docs/api-contract.md, "Endpoints" (404 counts as deleted). */
export const deleteConnection: Operation = {
	entry: {
		name: 'Delete',
		value: 'delete',
		action: 'Delete connection',
		description: 'Delete an AD connection with its sync jobs',
	},
	fields: [connectionField],
	options: [failIfMissingOption],
	read(item) {
		const id = item.locator(connectionField).value;
		const failIfMissing = item.option(failIfMissingOption);
		return {
			serializeBy: id,
			async run() {
				const deleting = item.client.connections.delete(id);
				await (failIfMissing ? deleting : catchNotFound(deleting));
				return { deleted: true };
			},
		};
	},
};
