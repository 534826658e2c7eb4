import { NodeOperationError, type INodeExecutionData, type IPollFunctions } from 'n8n-workflow';
import { openClient } from '../asa/client';
import { sampleEvents } from '../monitor/output/samples';
import { readSnapshot } from '../monitor/snapshot/reader';
import { isReadError } from '../monitor/snapshot/types';
import { readSettings } from './parameters';
import { itemsOf } from './poll';

/** The longest time that someone waits for Fetch Test Event. */
const budgetMs = 60_000;

/**
 * The items of Fetch Test Event and of a run by hand: real ones if there are any, else samples that say so. The state
 * is neither read nor written.
 *
 * @throws NodeOperationError if a parameter or the list of connections can't be read
 */
export async function fetchSamples(context: IPollFunctions): Promise<INodeExecutionData[][]> {
	const settings = readSettings(context);
	const client = await openClient(context, { budgetMs });
	const snapshot = await readSnapshot(client, undefined, settings);
	const { connections } = snapshot;
	if (isReadError(connections)) {
		const { message, remedy } = connections;
		throw new NodeOperationError(context.getNode(), message, { description: remedy ?? undefined });
	}
	return [itemsOf(sampleEvents(snapshot, settings))];
}
