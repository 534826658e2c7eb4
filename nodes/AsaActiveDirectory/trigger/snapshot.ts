import { NodeOperationError, type INodeExecutionData, type IPollFunctions } from 'n8n-workflow';
import { openClient } from '../asa/client';
import { sampleEvents } from '../monitor/output/samples';
import type { Settings } from '../monitor/rules/types';
import { readSnapshot } from '../monitor/snapshot/reader';
import { readErrorOf } from '../monitor/snapshot/requests';
import { isReadError, type Snapshot } from '../monitor/snapshot/types';
import type { State } from '../monitor/state/types';
import { readSettings } from './parameters';
import { itemsOf, pollBudgetMs } from './poll';

/** The share of the budget of a poll that requests may take; the rest is for the rules and for n8n. */
const budgetShare = 0.9;

/** The longest time that someone waits for Fetch Test Event. */
const samplesBudgetMs = 60_000;

/**
 * Reads what one poll needs within the time that n8n allows for it. Throws nothing: a credential that can't be used
 * counts as a team that can't be read.
 *
 * @param state undefined at a first poll
 */
export async function takeSnapshot(
	context: IPollFunctions,
	state: State | undefined,
	settings: Settings,
): Promise<Snapshot> {
	try {
		const client = await openClient(context, { budgetMs: pollBudgetMs(context) * budgetShare });
		return await readSnapshot(client, state, settings);
	} catch (error) {
		const hostMs = Date.now();
		const team = state?.team ?? { origin: '', name: '' };
		const connections = readErrorOf(error as Error);
		return { atMs: null, hostMs, team, connections, warnings: [] };
	}
}

/**
 * The items of Fetch Test Event and of a run by hand: real ones if there are any, else samples that say so. The state
 * is neither read nor written.
 *
 * @throws NodeOperationError if a parameter or the list of connections can't be read
 */
export async function fetchSamples(context: IPollFunctions): Promise<INodeExecutionData[][]> {
	const settings = readSettings(context);
	const client = await openClient(context, { budgetMs: samplesBudgetMs });
	const snapshot = await readSnapshot(client, undefined, settings);
	const { connections } = snapshot;
	if (isReadError(connections)) {
		const { message, remedy } = connections;
		throw new NodeOperationError(context.getNode(), message, { description: remedy ?? undefined });
	}
	return [itemsOf(sampleEvents(snapshot, settings))];
}
