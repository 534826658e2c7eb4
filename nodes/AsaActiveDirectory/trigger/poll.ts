import {
	NodeOperationError,
	type IDataObject,
	type INodeExecutionData,
	type IPollFunctions,
} from 'n8n-workflow';
import { openClient } from '../asa/client';
import { check } from '../monitor';
import { itemOf } from '../monitor/output/items';
import type { MonitorEvent, Settings } from '../monitor/rules/types';
import { readErrorOf, readSnapshot } from '../monitor/snapshot/reader';
import type { Snapshot } from '../monitor/snapshot/types';
import { readState, writeState } from '../monitor/state/storage';
import type { State } from '../monitor/state/types';
import { readSettings } from './parameters';

/** The time that hosts without `getPollBudgetMs` allow for a poll. */
const defaultBudgetMs = 5 * 60_000;

/** The share of the budget that requests may take; the rest is for the rules and for n8n. */
const budgetShare = 0.9;

/**
 * One poll: reads what ASA says, applies the rules, stores the state, and returns the items.
 *
 * @returns null if there is nothing to report; no items at all if n8n must only store the state
 * @throws NodeOperationError if a parameter can't be read, and at a first poll if trying again can't help: n8n then
 * refuses to publish the workflow. With a stored state nothing else is thrown, because n8n gives up on a trigger whose
 * activation fails (docs/decisions.md, "Errors of a poll"); what n8n must show becomes an error execution.
 */
export async function poll(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const settings = readSettings(context);
	const before = readState(context.getWorkflowStaticData('node').state);
	const snapshot = await takeSnapshot(context, before, settings);
	// Polls may overlap: the state is read again, and from here on nothing is awaited.
	const data = context.getWorkflowStaticData('node');
	const known = readState(data.state);
	const { state, events, warnings, errors, refusal, needsPersisting } = check(
		known,
		snapshot,
		settings,
	);
	if (refusal !== null) throw pollError(context, refusal);
	const items = itemsOf(events);
	data.state = writeState(state);
	for (const warning of warnings) context.logger.warn(warning);
	for (const error of errors) context.__emitError(pollError(context, error));
	if (items.length > 0) return [items];
	const isForgotten = forgetsQuietPolls(context) || (!known && hasOutage(state));
	return needsPersisting && isForgotten ? [[]] : null;
}

/** The items of events. */
export function itemsOf(events: MonitorEvent[]): INodeExecutionData[] {
	return events.map((event) => ({ json: itemOf(event) as unknown as IDataObject }));
}

/** What ASA says now; a credential that can't be used counts as a team that can't be read. */
async function takeSnapshot(
	context: IPollFunctions,
	state: State | undefined,
	settings: Settings,
): Promise<Snapshot> {
	try {
		const client = await openClient(context, { budgetMs: budgetMs(context) * budgetShare });
		return await readSnapshot(client, state, settings);
	} catch (error) {
		const now = Date.now();
		const team = state?.team ?? { origin: '', name: '' };
		const connections = readErrorOf(error as Error);
		return { atMs: now, hostMs: now, team, connections, warnings: [] };
	}
}

/** The time that n8n allows for a poll, in milliseconds. */
function budgetMs(context: IPollFunctions): number {
	return context.getPollBudgetMs?.() ?? defaultBudgetMs;
}

/**
 * Whether n8n may forget the state of a poll that starts no execution, as the durable scheduler does. Only its ticks
 * have a budget (docs/decisions.md, "What the durable scheduler keeps").
 */
function forgetsQuietPolls(context: IPollFunctions): boolean {
	return context.getPollBudgetMs?.() !== undefined;
}

/**
 * Whether something could not be read. At a first poll this must be stored, so that it counts. With durable cursors n8n
 * forgets an activation that returns null, and a node can't tell that it has them.
 */
function hasOutage({ outage, connections }: State): boolean {
	return outage !== null || [...connections.values()].some((one) => one.outage !== null);
}

function pollError(context: IPollFunctions, message: string): NodeOperationError {
	const error = new NodeOperationError(context.getNode(), message);
	error.failure = { cause: 'configuration-invalid' };
	return error;
}
