import { NodeApiError, NodeError, NodeOperationError } from 'n8n-workflow';
import type { IPollFunctions } from 'n8n-workflow';

/**
 * The error of a poll, as n8n stores it and passes it to the error workflow. Its `failure` steers the back-off of
 * newer hosts: what the node itself refuses is a matter of configuration.
 */
export function asNodeError(context: IPollFunctions, error: unknown): NodeError {
	if (error instanceof NodeApiError) return error;
	const isRefusal = error instanceof NodeOperationError;
	const nodeError = isRefusal ? error : new NodeOperationError(context.getNode(), error as Error);
	nodeError.failure ??= { cause: isRefusal ? 'configuration-invalid' : 'node-defect' };
	return nodeError;
}
