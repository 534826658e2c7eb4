import { NodeApiError, NodeError, NodeOperationError } from 'n8n-workflow';
import type { IPollFunctions } from 'n8n-workflow';

/** Causes of failure that pass by themselves. */
const passingCauses: unknown[] = ['rate-limited', 'quota-exhausted', 'temporarily-unavailable'];

/** Whether what an error reports passes by itself, so that the next poll may well succeed. */
export function isPassing(error: unknown): boolean {
	return error instanceof NodeApiError && passingCauses.includes(error.failure?.cause);
}

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
