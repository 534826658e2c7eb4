import type { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { Item } from './item';

/**
 * The error of a request after a write that went through: it has to tell of the write, which can't be taken back.
 *
 * @param error what the request failed with; what it says of waiting holds
 */
export function afterwards(
	item: Item,
	error: NodeApiError | NodeOperationError,
	message: string,
	description: string,
): NodeOperationError {
	const problem = item.error(message, description);
	problem.failure = error.failure;
	return problem;
}
