import type { INodeExecutionData, IPollFunctions, NodeError } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { openClient } from '../asa/client';
import { isTransient } from '../asa/http/errors';
import { dataOf, itemOf } from '../sync/items';
import type { SyncEvent } from '../sync/events';
import { mustBeKept } from '../sync/mustBeKept';
import { planJobs } from '../sync/plan';
import { reduce } from '../sync/reduce';
import { sampleEvents } from '../sync/samples';
import type { Settings } from '../sync/settings';
import type { State } from '../sync/state';
import { readState, writeState } from '../sync/storedState';
import type { Observation } from '../sync/observation';
import { observe } from '../watch/observe';
import { asNodeError } from './nodeError';
import { readSettings } from './settings';

/** How many requests of a poll are under way at the same time. */
const concurrency = 8;

/** What a host without `getPollBudgetMs` gives a poll, in milliseconds. */
const defaultBudgetMs = 5 * 60_000;

/** The share of the budget that requests may take; the rest is for the rules and for n8n. */
const budgetShare = 0.9;

const damagedNote = 'The stored state is damaged, so the trigger begins anew with a baseline';

/** One poll: observe, reduce, emit. */
export async function poll(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const settings = settingsOf(context);
	if (context.getMode() === 'manual') return await fetchSamples(context, settings);
	const known = loadState(context);
	const observation = await look(context, settings, known);
	if (!observation) return null;
	if (!known) refuseUnknown(context, settings, observation);
	// From here on nothing is awaited: polls may overlap, and n8n keeps what is assigned even after a throw.
	const data = context.getWorkflowStaticData('node');
	const before = loadState(context);
	const isDamaged = data.state !== undefined && !before;
	const { state, events, notes } = reduce(before, observation, settings);
	const isStarting = events.length > 0 || needsExecution(context, before, state, data.waited);
	const emitted = isStarting ? emit(events) : null;
	data.state = writeState(state);
	for (const note of isDamaged ? [damagedNote, ...notes] : notes) context.logger.warn(note);
	return emitted;
}

/**
 * Whether a poll without items must start an execution, for n8n to keep its state: the durable scheduler, which gives
 * a poll less time, forgets it otherwise. With durable cursors, which a node can't tell, it wouldn't
 * (docs/decisions.md, "What the durable scheduler keeps").
 *
 * @param waited whether the first poll met trouble, so that its baseline is still to be taken
 */
function needsExecution(
	context: IPollFunctions,
	before: State | undefined,
	after: State,
	waited: unknown,
): boolean {
	if (budgetOf(context) >= defaultBudgetMs) return false;
	return before ? mustBeKept(before, after) : waited === true;
}

function settingsOf(context: IPollFunctions): Settings {
	try {
		return readSettings(context);
	} catch (error) {
		throw asNodeError(context, error);
	}
}

/** What a poll may take, in milliseconds; older hosts don't say it. */
function budgetOf(context: IPollFunctions): number {
	return context.getPollBudgetMs?.() ?? defaultBudgetMs;
}

/**
 * Observes, as far as the budget of the poll allows.
 *
 * @returns undefined where the first poll met trouble that passes: n8n would refuse to publish the workflow
 * @throws NodeError with `failure` where nothing could be read, at a later poll whatever the trouble is
 */
async function look(
	context: IPollFunctions,
	settings: Settings,
	state: State | undefined,
): Promise<Observation | undefined> {
	try {
		const client = await openClient(context, { budgetMs: budgetOf(context) * budgetShare });
		return await observe(client, {
			selection: settings.selection,
			concurrency,
			// Such polls must return: durable cursors forget what is counted at one that throws.
			keepsTrouble: settings.events.has('connectionUnreadable'),
			plan: (connectionId, kind, jobs, now) =>
				planJobs(state, connectionId, kind, jobs, settings, now),
		});
	} catch (error) {
		const data = context.getWorkflowStaticData('node');
		if (state || data.waited || !isTransient(error)) throw asNodeError(context, error);
		// Without this mark the trigger would be silent for as long as the trouble lasts.
		data.waited = true;
		context.logger.warn(`The first poll has to wait: ${(error as Error).message}`);
		return undefined;
	}
}

/**
 * At the first poll, refuses a choice of connections or jobs none of which exists: the trigger would be silent
 * for ever. Those that are deleted later are reported as stopped syncs.
 */
function refuseUnknown(
	context: IPollFunctions,
	{ selection }: Settings,
	{ connections }: Observation,
): void {
	if (selection.connections.length > 0 && connections.length === 0) {
		throw refusal(context, 'connections', 'Choose "Connection Names or IDs" anew from the list');
	}
	const mayHoldJobs = connections.some(
		({ jobs, trouble }) => trouble !== null || Object.values(jobs).flat().length > 0,
	);
	if (selection.jobs.length > 0 && !mayHoldJobs) {
		const description =
			'Choose "Job Names or IDs" anew from the list, of the chosen "Connection Names or IDs" and "Job Kinds"';
		throw refusal(context, 'jobs', description);
	}
}

function refusal(context: IPollFunctions, what: string, choice: string): NodeError {
	const error = new NodeOperationError(context.getNode(), `None of the chosen ${what} exists`, {
		description: `${choice}, or none to watch all`,
	});
	return asNodeError(context, error);
}

/** Real samples for building a workflow. State is neither read nor written. */
async function fetchSamples(
	context: IPollFunctions,
	settings: Settings,
): Promise<INodeExecutionData[][]> {
	const client = await openClient(context, { budgetMs: defaultBudgetMs * budgetShare });
	const observation = await observe(client, {
		selection: settings.selection,
		concurrency,
		plan: (connectionId, kind, jobs, now) =>
			planJobs(undefined, connectionId, kind, jobs, settings, now),
	});
	const events = sampleEvents(observation, settings);
	if (events.length > 0) return emit(events);
	throw new NodeOperationError(context.getNode(), 'There is nothing to make a sample from yet', {
		description:
			'The chosen connections have no sync job with a result. Check "Trigger On", "Connection Names or IDs" and "Job Names or IDs", or run a sync job once',
	});
}

/** The remembered state; undefined before the first poll, and where it is damaged. */
function loadState(context: IPollFunctions): State | undefined {
	const stored = context.getWorkflowStaticData('node').state;
	return stored === undefined ? undefined : readState(stored);
}

function emit(events: SyncEvent[]): INodeExecutionData[][] {
	return [events.map((event) => ({ json: dataOf(itemOf(event)) }))];
}
