import type { ILoadOptionsFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

/**
 * The connection that is chosen in the form.
 *
 * @throws NodeOperationError where none is
 */
export function chosenConnection(context: ILoadOptionsFunctions): string {
	const connection = context.getCurrentNodeParameter('connection', { extractValue: true });
	if (connection) return String(connection);
	throw new NodeOperationError(context.getNode(), 'No connection is chosen yet', {
		description: 'Choose a "Connection" first; what belongs to it is listed here then',
	});
}
