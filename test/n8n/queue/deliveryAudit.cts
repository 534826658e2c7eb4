import type { HistoryEvent } from '../../../sandbox/history.cts';
import { keyOf, type RecordedPoll, type StoredExecution } from './records.cts';
import type { Arrival } from './resultInbox.cts';

/** An item that the trigger owes for a run that has ended. */
export interface DueItem {
	key: string;
	resultId: string;
	/** When the run ended, in milliseconds of the virtual clock. */
	endedAt: number;
	isResult: boolean;
}

/**
 * What is owed for runs that ended: each result, and the opening and the closing of incidents. All
 * jobs were healthy before.
 */
export function dueItems(history: HistoryEvent[]): DueItem[] {
	const failing = new Set<string>();
	return history
		.filter(({ type }) => type === 'run_ended')
		.flatMap(({ at, jobId, details }) => {
			const { resultId, outcome } = details as { resultId: string; outcome: string };
			const hasFailed = outcome === 'fail';
			const events = ['newResult'];
			if (hasFailed && !failing.has(jobId!)) events.push('syncFailed');
			if (!hasFailed && failing.has(jobId!)) events.push('syncRecovered');
			if (hasFailed) failing.add(jobId!);
			else failing.delete(jobId!);
			return events.map((event) => ({
				key: keyOf(event, resultId),
				resultId,
				endedAt: Date.parse(at),
				isResult: event === 'newResult',
			}));
		});
}

/** What became of an item. */
export type Fate =
	/** Delivered, once. */
	| 'once'
	/** Delivered more than once by one execution that n8n ran again. */
	| 'rerun'
	/** Delivered by several executions: a poll that n8n forgot was done again. */
	| 'polled again'
	/** Delivered by several executions: n8n's scheduler ran several polls at the same time. */
	| 'polled at once'
	/** Not delivered: n8n had stored its execution, which died. */
	| 'died with its execution'
	/** Not delivered, and n8n holds no execution that had it. */
	| 'never stored'
	/** It was there before the first poll that n8n remembers. */
	| 'baseline';

export interface Account extends DueItem {
	fate: Fate;
	/** The executions that had it, with n8n's word for how they ended. */
	executions: StoredExecution[];
}

export interface Evidence {
	due: DueItem[];
	delivered: Arrival[];
	/** All that n8n has stored, as they are now. */
	stored: StoredExecution[];
	/** What the durable scheduler has recorded; empty without it. */
	polls: RecordedPoll[];
	/** The ids of the executions that were given an item. */
	executionsOf: (key: string) => string[];
	/** What ended before, in milliseconds of the virtual clock, may be part of the baseline. */
	baselineEnd: number;
}

/** What became of each item that was due. */
export function settle(evidence: Evidence): Account[] {
	const { due, delivered, stored, executionsOf } = evidence;
	const statuses = new Map(stored.map((execution) => [execution.id, execution]));
	const arrivals = new Map<string, string[]>();
	for (const { event, resultId, execution } of delivered) {
		const key = keyOf(event, resultId);
		arrivals.set(key, [...(arrivals.get(key) ?? []), execution]);
	}
	return due.map((item) => {
		const deliveries = arrivals.get(item.key) ?? [];
		const ids = new Set([...executionsOf(item.key), ...deliveries]);
		const executions = [...ids].map(
			(id) => statuses.get(id) ?? { id, status: 'not stored', storedAt: 0 },
		);
		const fate = fateOf(item, deliveries, executions, evidence);
		return { ...item, fate, executions };
	});
}

function fateOf(
	{ endedAt }: DueItem,
	deliveries: string[],
	executions: StoredExecution[],
	{ baselineEnd, polls }: Evidence,
): Fate {
	if (deliveries.length === 1) return 'once';
	if (new Set(deliveries).size > 1) {
		const delivering = executions.filter(({ id }) => deliveries.includes(id));
		return haveOverlapped(delivering, polls) ? 'polled at once' : 'polled again';
	}
	if (deliveries.length > 1) return 'rerun';
	if (executions.length > 0) return 'died with its execution';
	return endedAt < baselineEnd ? 'baseline' : 'never stored';
}

/** A poll and the execution that it started are stored within this time of each other (milliseconds). */
const HAND_OVER_MS = 5_000;

/** Whether the poll of each execution but the first had begun before the one before it was stored. */
function haveOverlapped(executions: StoredExecution[], polls: RecordedPoll[]): boolean {
	const inOrder = [...executions].sort((one, other) => one.storedAt - other.storedAt);
	return inOrder
		.slice(1)
		.every(({ storedAt }, index) =>
			polls.some(
				({ startedAt, dispatchedAt }) =>
					startedAt <= inOrder[index].storedAt && Math.abs(dispatchedAt - storedAt) < HAND_OVER_MS,
			),
		);
}

/** Deliveries of results that nobody owed. */
export function strangers(due: DueItem[], delivered: Arrival[]): string[] {
	const keys = new Set(due.map(({ key }) => key));
	return delivered
		.filter(({ resultId }) => resultId !== null)
		.map(({ event, resultId }) => keyOf(event, resultId))
		.filter((key) => !keys.has(key));
}
