import type { HistoryEvent } from '../../../sandbox/history.cts';
import { dueItems, settle, strangers, type Evidence } from './deliveryAudit.cts';
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

describe('what is due', () => {
	const keysOf = (history: HistoryEvent[]) => dueItems(history).map(({ key }) => key);

	it('is each result, and both ends of an incident', () => {
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

	it('tells jobs apart, and takes ends of runs alone', () => {
		const history = [ended(1, 'a', 'fail', 'one'), ended(2, 'b', 'succeed', 'other')];
		const begun: HistoryEvent = { ...ended(3, 'c'), type: 'run_started' };
		expect(keysOf([...history, begun])).toEqual(['newResult a', 'syncFailed a', 'newResult b']);
	});
});

describe('what became of an item', () => {
	const stored = [
		{ id: '1', status: 'success', storedAt: 10_000 },
		{ id: '2', status: 'crashed', storedAt: 11_000 },
		{ id: '3', status: 'success', storedAt: 30_000 },
	];

	function fateOf(evidence: Partial<Evidence>): string | undefined {
		const due = dueItems([ended(9, 'a')]);
		const nothing = { delivered: [], stored, polls: [], executionsOf: () => [], baselineEnd: -1 };
		return settle({ due, ...nothing, ...evidence })[0]?.fate;
	}

	it('depends on how often it came, and by which executions', () => {
		expect(fateOf({ delivered: [delivery('a', '1')] })).toBe('once');
		expect(fateOf({ delivered: [delivery('a', '1'), delivery('a', '1')] })).toBe('rerun');
		expect(fateOf({ delivered: [delivery('a', '1'), delivery('a', '3')] })).toBe('polled again');
		expect(fateOf({ delivered: [delivery('a', '1', 'syncFailed')] })).toBe('never stored');
	});

	it.each([
		['began before the first execution was stored', 'polled at once', 9_000, 30_100],
		['began after', 'polled again', 12_000, 30_100],
		['led to another one', 'polled again', 9_000, 20_000],
	])('depends on whether a poll %s', (_when, fate, startedAt, dispatchedAt) => {
		const delivered = [delivery('a', '1'), delivery('a', '3')];
		expect(fateOf({ delivered, polls: [{ startedAt, dispatchedAt }] })).toBe(fate);
	});

	it('is a loss of n8n where an execution had it', () => {
		expect(fateOf({ executionsOf: () => ['2'] })).toBe('died with its execution');
		expect(fateOf({})).toBe('never stored');
	});

	it('is the baseline for what ended before', () => {
		const baselineEnd = Date.parse('2026-01-05T00:10:00Z');
		expect(fateOf({ baselineEnd })).toBe('baseline');
		expect(fateOf({ baselineEnd, delivered: [delivery('a', '1')] })).toBe('once');
	});

	it('comes with the executions that had it, and how they ended', () => {
		const due = dueItems([ended(1, 'a')]);
		const delivered = [delivery('a', '1'), delivery('a', '7')];
		const [account] = settle({
			...{ due, delivered, stored, polls: [], baselineEnd: -1 },
			executionsOf: () => ['2', '1'],
		});
		expect(account?.executions).toEqual([
			stored[1],
			stored[0],
			{ id: '7', status: 'not stored', storedAt: 0 },
		]);
	});

	it('finds deliveries that nobody owed', () => {
		const due = dueItems([ended(1, 'a')]);
		expect(strangers(due, [delivery('a', '1'), delivery('b', '1')])).toEqual(['newResult b']);
	});
});

describe('the items of a stored execution', () => {
	/** As n8n writes it: every object and every text is a number of the list. */
	const flatted = (place: object) => JSON.stringify([...Object.values(place)]);
	const items = [
		{ main: '4' },
		['5'],
		['6'],
		{ json: '7' },
		{ event: '8', result_id: '9' },
		'newResult',
		'a',
	];

	it('are read where the trigger gave them, once it has run', () => {
		const data = flatted([
			{ resultData: '1' },
			{ runData: '2' },
			{ 'A Sync Ended': '10' },
			...items,
			['11'],
			{ data: '3' },
		]);
		expect(keysIn(data)).toEqual(['newResult a']);
	});

	it('are read where n8n starts from, before it has', () => {
		const data = flatted([
			{ executionData: '1' },
			{ nodeExecutionStack: '2' },
			['10'],
			...items,
			{ data: '3' },
		]);
		expect(keysIn(data)).toEqual(['newResult a']);
	});
});
