import type { IPollFunctions } from 'n8n-workflow';
import { openClient } from '../asa/client';
import type { Settings } from '../monitor/rules/types';
import { readSnapshot } from '../monitor/snapshot/reader';
import { readErrorOf } from '../monitor/snapshot/requests';
import type { Snapshot } from '../monitor/snapshot/types';
import type { State } from '../monitor/state/types';
import { pollBudgetMs } from './poll';

/** The share of the budget that requests may take; the rest is for the rules and for n8n. */
const budgetShare = 0.9;

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
