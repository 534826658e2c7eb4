import {
	NodeOperationError,
	type IDataObject,
	type INodeExecutionData,
	type IPollFunctions,
} from 'n8n-workflow';
import { check } from '../monitor';
import { itemOf } from '../monitor/output/items';
import type { MonitorEvent, Settings } from '../monitor/rules/types';
import type { Snapshot } from '../monitor/snapshot/types';
import { readState, writeState } from '../monitor/state/storage';
import type { State } from '../monitor/state/types';
import { readSettings } from './parameters';

/** The budget of a poll outside the durable scheduler, and in n8n versions that tell none. */
const defaultBudgetMs = 5 * 60_000;

/** The state of a poll that started no execution, and the stored state that it follows, both as JSON. */
interface IdlePoll {
	follows: string;
	state: string;
}

/** The last such poll of each trigger in this process, because the durable scheduler does not store its state. */
const idlePolls = new Map<string, IdlePoll>();

/** How many polls had begun in this process when the durable scheduler was last given a state to store, by trigger. */
const storingPolls = new Map<string, number>();

/** Of how many triggers these are kept. */
const maxTriggers = 100;

/** How many polls have begun in this process. */
let begun = 0;

/** The time that n8n allows for a poll, in milliseconds. */
export function pollBudgetMs(context: IPollFunctions): number {
	return context.getPollBudgetMs?.() ?? defaultBudgetMs;
}

/** Reads what one poll needs, and throws nothing: what can't be read stands in the snapshot with its reason. */
export type TakeSnapshot = (
	context: IPollFunctions,
	state: State | undefined,
	settings: Settings,
) => Promise<Snapshot>;

/**
 * One poll: reads what ASA says, applies the rules, stores the state, and returns the items.
 *
 * @returns null if there is nothing to report; no items at all if n8n must only store the state
 * @throws NodeOperationError if a parameter can't be read, and at an activation without a stored state if trying again
 * can't help: n8n then refuses to publish the workflow. Nothing else is thrown, because n8n gives up on a trigger whose
 * activation fails (docs/decisions.md, "Errors of a poll"); what n8n must show becomes an error execution.
 */
export async function poll(
	context: IPollFunctions,
	takeSnapshot: TakeSnapshot,
): Promise<INodeExecutionData[][] | null> {
	const number = ++begun;
	const settings = readSettings(context);
	const snapshot = await takeSnapshot(context, latestState(context), settings);
	// Polls may overlap: the state is read again, and from here on nothing is awaited.
	const isForgetful = forgetsIdlePolls(context);
	// The durable scheduler gives each poll the state that was stored when it began. If another poll has stored one
	// since, this one would undo it; the next poll reads all of it again.
	if (isForgetful && number <= (storingPolls.get(triggerKey(context)) ?? 0)) return null;
	const known = latestState(context);
	const { state, events, warnings, errors, refusal, needsPersisting } = check(
		known,
		snapshot,
		settings,
	);
	// If n8n has not kept the state of the activation, a later poll has none either, and can't refuse to publish.
	if (refusal !== null && !isForgetful) throw pollError(context, refusal);
	const items = itemsOf(events);
	const data = context.getWorkflowStaticData('node');
	const stored = JSON.stringify(data.state);
	data.state = writeState(state);
	for (const warning of warnings) context.logger.warn(warning);
	for (const error of errors) context.__emitError(pollError(context, error));
	const mustStore = needsPersisting && (isForgetful || (!known && hasOutage(state)));
	if (items.length > 0 || mustStore) {
		remember(storingPolls, triggerKey(context), begun);
		return [items];
	}
	if (isForgetful && known) {
		const idle = { follows: stored, state: JSON.stringify(data.state) };
		remember(idlePolls, triggerKey(context), idle);
	}
	return null;
}

/** The stored state, or that of an idle poll of this process which followed it. */
function latestState(context: IPollFunctions): State | undefined {
	const { state } = context.getWorkflowStaticData('node');
	const idle = idlePolls.get(triggerKey(context));
	const isFollowed = idle !== undefined && idle.follows === JSON.stringify(state);
	return readState(isFollowed ? JSON.parse(idle.state) : state);
}

function remember<Value>(values: Map<string, Value>, key: string, value: Value): void {
	const [oldest] = values.keys();
	if (values.size >= maxTriggers && !values.has(key)) values.delete(oldest);
	values.set(key, value);
}

function triggerKey(context: IPollFunctions): string {
	return `${context.getWorkflow().id}\n${context.getNode().id}`;
}

/** The items of events. */
export function itemsOf(events: MonitorEvent[]): INodeExecutionData[] {
	return events.map((event) => ({ json: itemOf(event) as unknown as IDataObject }));
}

/**
 * Whether n8n may forget the state of a poll that starts no execution, as the durable scheduler does. Its ticks have a
 * budget of their own (docs/decisions.md, "What the durable scheduler keeps").
 */
function forgetsIdlePolls(context: IPollFunctions): boolean {
	return pollBudgetMs(context) !== defaultBudgetMs;
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
