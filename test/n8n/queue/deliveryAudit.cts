import type { HistoryEvent } from '../../../sandbox/history.cts';
import { keyOf, type RecordedPoll, type StoredExecution } from './records.cts';
import type { Arrival } from './resultInbox.cts';

/** An item that the trigger has to output for a run that has ended. */
export interface ExpectedItem {
	key: string;
	resultId: string;
	/** When the run ended, in milliseconds of the virtual clock. */
	endedAt: number;
	isResult: boolean;
}

/**
 * The items expected for runs that ended: one a result, and one for the opening and the closing of an
 * incident. All jobs were healthy before.
 */
export function expectedItems(history: HistoryEvent[]): ExpectedItem[] {
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

export type DeliveryOutcome =
	/** Delivered, once. */
	| 'once'
	/** Delivered more than once by one execution that n8n ran again. */
	| 'rerun'
	/** Delivered by several executions: a poll that n8n forgot was repeated. */
	| 'polled again'
	/** Delivered by several executions: n8n's scheduler ran several polls at the same time. */
	| 'polled at once'
	/** Not delivered: n8n had stored its execution, which died. */
	| 'died with its execution'
	/** Not delivered, and n8n holds no execution that had it. */
	| 'never stored'
	/** It ended before the first poll that n8n remembers. */
	| 'baseline';

export interface AuditedItem extends ExpectedItem {
	outcome: DeliveryOutcome;
	/** The executions that had it, with their status in n8n. */
	executions: StoredExecution[];
}

export interface Evidence {
	expected: ExpectedItem[];
	delivered: Arrival[];
	/** All executions that n8n has stored, with their latest status. */
	stored: StoredExecution[];
	/** What the durable scheduler has recorded; empty without it. */
	polls: RecordedPoll[];
	/** The ids of the executions that were given an item. */
	executionsOf: (key: string) => string[];
	/** What ended before, in milliseconds of the virtual clock, may be part of the baseline. */
	baselineEnd: number;
}

/** Classifies each expected item by how it was delivered. */
export function classifyDeliveries(evidence: Evidence): AuditedItem[] {
	const { expected, delivered, stored, executionsOf } = evidence;
	const executionById = new Map(stored.map((execution) => [execution.id, execution]));
	const deliveriesByKey = new Map<string, string[]>();
	for (const { event, resultId, execution } of delivered) {
		const key = keyOf(event, resultId);
		deliveriesByKey.set(key, [...(deliveriesByKey.get(key) ?? []), execution]);
	}
	return expected.map((item) => {
		const deliveries = deliveriesByKey.get(item.key) ?? [];
		const ids = new Set([...executionsOf(item.key), ...deliveries]);
		const executions = [...ids].map(
			(id) => executionById.get(id) ?? { id, status: 'not stored', storedAt: 0 },
		);
		const outcome = outcomeOf(item, deliveries, executions, evidence);
		return { ...item, outcome, executions };
	});
}

function outcomeOf(
	{ endedAt }: ExpectedItem,
	deliveries: string[],
	executions: StoredExecution[],
	{ baselineEnd, polls }: Evidence,
): DeliveryOutcome {
	if (deliveries.length === 1) return 'once';
	if (new Set(deliveries).size > 1) {
		const delivering = executions.filter(({ id }) => deliveries.includes(id));
		return haveOverlapped(delivering, polls) ? 'polled at once' : 'polled again';
	}
	if (deliveries.length > 1) return 'rerun';
	if (executions.length > 0) return 'died with its execution';
	return endedAt < baselineEnd ? 'baseline' : 'never stored';
}

/** A poll and the execution that it started are stored within this time of each other. */
const handOverMs = 5_000;

/** Whether the poll of each execution but the first began before the previous execution was stored. */
function haveOverlapped(executions: StoredExecution[], polls: RecordedPoll[]): boolean {
	const sorted = [...executions].sort((one, other) => one.storedAt - other.storedAt);
	return sorted.slice(1).every(({ storedAt }, index) => {
		const poll = pollOf(storedAt, polls);
		return poll !== undefined && poll.startedAt <= sorted[index].storedAt;
	});
}

/** The poll that started an execution: the one whose hand-over is nearest to the time at which that was stored. */
function pollOf(storedAt: number, polls: RecordedPoll[]): RecordedPoll | undefined {
	const distance = ({ dispatchedAt }: RecordedPoll) => Math.abs(dispatchedAt - storedAt);
	const [nearest] = [...polls].sort((one, other) => distance(one) - distance(other));
	return nearest && distance(nearest) < handOverMs ? nearest : undefined;
}

/** The keys of delivered results that nothing was expected for. */
export function unexpectedDeliveries(expected: ExpectedItem[], delivered: Arrival[]): string[] {
	const keys = new Set(expected.map(({ key }) => key));
	return delivered
		.filter(({ resultId }) => resultId !== null)
		.map(({ event, resultId }) => keyOf(event, resultId))
		.filter((key) => !keys.has(key));
}
