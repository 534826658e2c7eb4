import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import { openClient } from '../api/client';
import { copyOf, isCredentialError } from '../api/errors';
import { inOrder } from '../api/inOrder';
import { resources } from './index';
import { Item, type Run } from './item';
import type { Operation } from './operation';
import { Parameters } from './parameters';
import { readSharedOptions } from './sharedOptions';
import { JobDirectory } from './syncJob/jobDirectory';

type NodeError = NodeApiError | NodeOperationError;

/**
 * Runs the chosen operation for every input item: a few at a time, answered in the items' order, each output
 * item linked to its input item. With Continue On Fail a failed item becomes an item with its error.
 */
export async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const operation = findOperation(context);
	const { concurrentRequests, timeoutMs } = readSharedOptions(context);
	const client = await openClient(context, { timeoutMs });
	const parameters = new Parameters(context);
	const run: Run = { context, parameters, client, jobs: new JobDirectory(client) };
	let credentialError: NodeError | undefined;

	const attempt = async (item: Item) => {
		try {
			// A token without the role or the life won't fare better with the next item: nothing more is sent.
			if (credentialError) throw credentialError;
			return await runItem(operation, item);
		} catch (error) {
			const nodeError = asNodeError(context, error, item.index);
			if (isCredentialError(nodeError)) credentialError = nodeError;
			if (!context.continueOnFail()) throw nodeError;
			return [errorItem(nodeError, item.index)];
		}
	};
	const items = context.getInputData().map((_, index) => new Item(run, index));
	const outputs = await inOrder(items, concurrentRequests, attempt, {
		laneOf: (item) => laneOf(operation, item),
		answered: client.answered,
	});
	return outputs.flat();
}

function findOperation(context: IExecuteFunctions): Operation {
	const resourceName = context.getNodeParameter('resource', 0);
	const operationName = context.getNodeParameter('operation', 0);
	const operation = resources
		.find(({ entry }) => entry.value === resourceName)
		?.operations.find(({ entry }) => entry.value === operationName);
	if (operation) return operation;
	throw new NodeOperationError(
		context.getNode(),
		`The operation "${String(operationName)}" of "${String(resourceName)}" does not exist`,
		{ description: 'Pick "Resource" and "Operation" from their lists' },
	);
}

/** An item that doesn't say what it works on fails when its turn comes. */
function laneOf({ lane }: Operation, item: Item): string | undefined {
	try {
		return lane?.(item);
	} catch {
		return undefined;
	}
}

async function runItem(operation: Operation, item: Item): Promise<INodeExecutionData[]> {
	const output = await operation.execute(item);
	const pairedItem = { item: item.index };
	return (Array.isArray(output) ? output : [output]).map((json) => ({ json, pairedItem }));
}

/** The error with its item's index; anything that isn't n8n's own error becomes one. */
function asNodeError(context: IExecuteFunctions, error: unknown, itemIndex: number): NodeError {
	if (!(error instanceof NodeApiError || error instanceof NodeOperationError)) {
		return new NodeOperationError(context.getNode(), error as Error, { itemIndex });
	}
	// Items that wait for the same thing are handed the same error.
	const isAnothers = (error.context.itemIndex ?? itemIndex) !== itemIndex;
	const own = isAnothers && error instanceof NodeApiError ? copyOf(error) : error;
	own.context.itemIndex = itemIndex;
	return own;
}

function errorItem(error: NodeError, item: number): INodeExecutionData {
	const json: IDataObject = { error: error.message };
	return { json, error, pairedItem: { item } };
}
