import {
	NodeApiError,
	NodeOperationError,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
} from 'n8n-workflow';
import { openClient } from '../asa/client';
import { copyOf, isCredentialError } from '../asa/http/errors';
import { mapConcurrent } from '../util/mapConcurrent';
import { normalId } from '../util/text';
import { Item, Parameters, type Run } from './item';
import type { Operation, Resource, Task } from './operation';
import { RunCache } from './runCache';
import { readSharedOptions } from './sharedOptions';

type NodeError = NodeApiError | NodeOperationError;

/** An item that is ready to run, or why it isn't. */
type Prepared = { task: Task } | { error: NodeError };

/**
 * Runs the chosen operation for every input item: first all input is checked, then a few items run at a time. Outputs
 * come in the items' order, each linked to its input item. With Continue On Fail a failed item becomes an item with
 * its error; else nothing is sent while any item's input is wrong.
 */
export async function runOperation(
	context: IExecuteFunctions,
	resources: Resource[],
): Promise<INodeExecutionData[]> {
	const operation = findOperation(context, resources);
	const { concurrentRequests, timeoutMs } = readSharedOptions(context);
	const client = await openClient(context, { timeoutMs });
	const run: Run = { context, client, parameters: new Parameters(context), cache: new RunCache() };
	const items = context.getInputData().map((_, index) => new Item(run, index));
	const prepared = await prepareAll(context, operation, items);

	let credentialError: NodeError | undefined;
	const runItem = async (item: Item) => {
		try {
			// No other item fares better with a token that is refused: nothing more is sent.
			if (credentialError) throw credentialError;
			return outputOf(await taskOf(prepared[item.index]).run(), item.index);
		} catch (error) {
			const nodeError = ownError(context, error, item.index);
			if (isCredentialError(nodeError)) credentialError = nodeError;
			if (!context.continueOnFail()) throw nodeError;
			return [errorItem(context, nodeError, item.index)];
		}
	};
	const outputs = await mapConcurrent(items, runItem, {
		limit: concurrentRequests,
		serializeBy: ({ index }) => serializeBy(prepared[index]),
		authConfirmed: client.authConfirmed,
	});
	return outputs.flat();
}

function findOperation(context: IExecuteFunctions, resources: Resource[]): Operation {
	const resourceName = context.getNodeParameter('resource', 0);
	const operationName = context.getNodeParameter('operation', 0);
	const operation = resources
		.find(({ entry }) => entry.value === resourceName)
		?.operations.find(({ entry }) => entry.value === operationName);
	if (operation) return operation;
	throw new NodeOperationError(
		context.getNode(),
		`The operation "${String(operationName)}" of "${String(resourceName)}" does not exist`,
		{ description: "Choose 'Resource' and 'Operation' from their lists" },
	);
}

/** @throws the error of the first item whose input is wrong, unless the node continues on fail */
async function prepareAll(
	context: IExecuteFunctions,
	operation: Operation,
	items: Item[],
): Promise<Prepared[]> {
	const prepared: Prepared[] = [];
	for (const item of items) {
		try {
			prepared.push({ task: await operation.read(item) });
		} catch (error) {
			const nodeError = ownError(context, error, item.index);
			if (!context.continueOnFail()) throw nodeError;
			prepared.push({ error: nodeError });
		}
	}
	return prepared;
}

function taskOf(prepared: Prepared): Task {
	if ('task' in prepared) return prepared.task;
	throw prepared.error;
}

function serializeBy(prepared: Prepared): string | undefined {
	const key = 'task' in prepared ? prepared.task.serializeBy : undefined;
	return key === undefined ? undefined : normalId(key);
}

function outputOf(output: IDataObject | IDataObject[], item: number): INodeExecutionData[] {
	const pairedItem = { item };
	return (Array.isArray(output) ? output : [output]).map((json) => ({ json, pairedItem }));
}

/** The error with its item's index; anything that isn't n8n's own error becomes one. */
function ownError(context: IExecuteFunctions, error: unknown, itemIndex: number): NodeError {
	if (!(error instanceof NodeApiError || error instanceof NodeOperationError)) {
		return new NodeOperationError(context.getNode(), error as Error, { itemIndex });
	}
	// Items that wait for the same thing are handed the same error.
	const isAnothers = (error.context.itemIndex ?? itemIndex) !== itemIndex;
	const own = isAnothers && error instanceof NodeApiError ? copyOf(error) : error;
	own.context.itemIndex = itemIndex;
	return own;
}

/**
 * The item in place of a failed one. With an `error` beside its data, n8n would replace the data by the message alone;
 * only the routing to the error output needs it, and n8n copies the item afterwards (docs/decisions.md, "Error items").
 */
function errorItem(context: IExecuteFunctions, error: NodeError, item: number): INodeExecutionData {
	const { message, description } = error;
	const json: IDataObject = description ? { error: message, description } : { error: message };
	const data: INodeExecutionData = { json, pairedItem: { item } };
	const { onError } = context.getNode();
	return onError === 'continueErrorOutput'
		? Object.defineProperty(data, 'error', { value: error })
		: data;
}
