import { stringify } from 'flatted';
import type { HistoryEvent } from '../../../sandbox/history.cts';
import {
	classifyDeliveries,
	type Evidence,
	expectedItems,
	unexpectedDeliveries,
} from './deliveryAudit.cts';
import { keysIn } from './records.cts';
import type { Arrival } from './resultInbox.cts';

/** A run of a job that ended in a minute of the hour. */
function ended(minute: number, resultId: string, outcome = 'succeed', jobId = 'job'): HistoryEvent {
	return {
		index: minute,
		at: `2026-01-05T00:${String(minute).padStart(2, '0')}:00Z`,
		type: 'run_ended',
		connectionId: 'connection',
		connectionName: 'Directory',
		domain: 'example.com',
		jobId,
		details: { resultId, outcome },
	};
}

function delivery(resultId: string, execution: string, event = 'newResult'): Arrival {
	return { step: 'deliver', execution, event, resultId };
}

describe('the expected items', () => {
	const keysOf = (history: HistoryEvent[]) => expectedItems(history).map(({ key }) => key);

	it('are each result, and both ends of an incident', () => {
		const history = [
			ended(1, 'a'),
			ended(2, 'b', 'fail'),
			ended(3, 'c', 'fail'),
			ended(4, 'd'),
			ended(5, 'e'),
		];
		expect(keysOf(history)).toEqual([
			'newResult a',
			...['newResult b', 'syncFailed b'],
			'newResult c',
			...['newResult d', 'syncRecovered d'],
			'newResult e',
		]);
	});

	it('distinguish jobs, and only count ends of runs', () => {
		const history = [ended(1, 'a', 'fail', 'one'), ended(2, 'b', 'succeed', 'other')];
		const begun: HistoryEvent = { ...ended(3, 'c'), type: 'run_started' };
		expect(keysOf([...history, begun])).toEqual(['newResult a', 'syncFailed a', 'newResult b']);
	});
});

describe('the outcome of an item', () => {
	const stored = [
		{ id: '1', status: 'success', storedAt: 10_000 },
		{ id: '2', status: 'crashed', storedAt: 11_000 },
		{ id: '3', status: 'success', storedAt: 30_000 },
	];

	function outcomeOf(evidence: Partial<Evidence>): string | undefined {
		const expected = expectedItems([ended(9, 'a')]);
		const nothing = { delivered: [], stored, polls: [], executionsOf: () => [], baselineEnd: -1 };
		return classifyDeliveries({ expected, ...nothing, ...evidence })[0]?.outcome;
	}

	it('depends on how often it came, and by which executions', () => {
		expect(outcomeOf({ delivered: [delivery('a', '1')] })).toBe('once');
		expect(outcomeOf({ delivered: [delivery('a', '1'), delivery('a', '1')] })).toBe('rerun');
		expect(outcomeOf({ delivered: [delivery('a', '1'), delivery('a', '3')] })).toBe('polled again');
		expect(outcomeOf({ delivered: [delivery('a', '1', 'syncFailed')] })).toBe('never stored');
	});

	it.each([
		['began before the first execution was stored', 'polled at once', 9_000, 30_100],
		['began after', 'polled again', 12_000, 30_100],
		['led to another one', 'polled again', 9_000, 20_000],
	])('depends on whether a poll %s', (_when, outcome, startedAt, dispatchedAt) => {
		const delivered = [delivery('a', '1'), delivery('a', '3')];
		expect(outcomeOf({ delivered, polls: [{ startedAt, dispatchedAt }] })).toBe(outcome);
	});

	it('is a repetition if the next poll began soon after the first, but not before its end', () => {
		const close = [
			{ id: '1', status: 'success', storedAt: 10_000 },
			{ id: '2', status: 'success', storedAt: 14_000 },
		];
		const polls = [
			{ startedAt: 9_000, dispatchedAt: 9_990 },
			{ startedAt: 13_000, dispatchedAt: 13_900 },
		];
		const delivered = [delivery('a', '1'), delivery('a', '2')];
		expect(outcomeOf({ stored: close, delivered, polls })).toBe('polled again');
	});

	it('is a loss by n8n if an execution had it', () => {
		expect(outcomeOf({ executionsOf: () => ['2'] })).toBe('died with its execution');
		expect(outcomeOf({})).toBe('never stored');
	});

	it('is the baseline for what ended before', () => {
		const baselineEnd = Date.parse('2026-01-05T00:10:00Z');
		expect(outcomeOf({ baselineEnd })).toBe('baseline');
		expect(outcomeOf({ baselineEnd, delivered: [delivery('a', '1')] })).toBe('once');
	});

	it('comes with the executions that had it, and their statuses', () => {
		const expected = expectedItems([ended(1, 'a')]);
		const delivered = [delivery('a', '1'), delivery('a', '7')];
		const [item] = classifyDeliveries({
			...{ expected, delivered, stored, polls: [], baselineEnd: -1 },
			executionsOf: () => ['2', '1'],
		});
		expect(item?.executions).toEqual([
			stored[1],
			stored[0],
			{ id: '7', status: 'not stored', storedAt: 0 },
		]);
	});

	it('is missing for unexpected deliveries', () => {
		const expected = expectedItems([ended(1, 'a')]);
		expect(unexpectedDeliveries(expected, [delivery('a', '1'), delivery('b', '1')])).toEqual([
			'newResult b',
		]);
	});
});

describe('the items of a stored execution', () => {
	const output = { data: { main: [[{ json: { event: 'newResult', result_id: 'a' } }]] } };

	it('are read from the output of the trigger, once it has run', () => {
		const data = stringify({ resultData: { runData: { 'A Sync Ended': [output] } } });
		expect(keysIn(data)).toEqual(['newResult a']);
	});

	it('are read from the stack of the execution before', () => {
		const data = stringify({ executionData: { nodeExecutionStack: [output] } });
		expect(keysIn(data)).toEqual(['newResult a']);
	});
});
