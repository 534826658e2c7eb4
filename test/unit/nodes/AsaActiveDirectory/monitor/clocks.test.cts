import type { TaskResult } from '../../../../../nodes/AsaActiveDirectory/asa/model/result';
import { Scenario } from './scenario.cts';
import { allEvents } from './settings.cts';
import { serverResult, unavailable } from './team.cts';
import { at, day, hour, iso, minute } from './times.cts';

/*
 * A run that starts ahead of ASA's own Date header, and times that were stored while a clock was ahead. By Date, each
 * scenario begins at midnight of the first day; jobs run every hour.
 */

const withoutResults = allEvents.filter((event) => event !== 'newResult');

function pad(number: number): string {
	return String(number).padStart(2, '0');
}

function byCreation(one: TaskResult, other: TaskResult): number {
	return one.created_at.localeCompare(other.created_at);
}

interface AheadOptions {
	events: ConstructorParameters<typeof Scenario>[0];
	/** How much later than its time the run of 01:00 is stamped. */
	aheadMs?: number;
	/** How many results ASA lists. */
	listed?: number;
	state?: string;
	/** Hours at which the list of results can't be read. */
	unreadable?: number[];
}

/** A success stamped ahead at 01:00, then a run each hour until 20:00; returns what each poll output. */
function runAhead({
	events,
	aheadMs = day,
	listed = 10,
	state = 'done',
	unreadable = [],
}: AheadOptions) {
	const s = new Scenario(events);
	s.poll('00:30', 'done 00:00');
	s.job.put(serverResult('ahead', at('01:00') + aheadMs, { updated_at: iso(at('01:05')) }));
	const items = [...s.items('01:30')];
	for (let hourOfDay = 2; hourOfDay < 20; hourOfDay++) {
		s.job.run(`${state} ${pad(hourOfDay)}:00`);
		s.job.recent = s.job.results.at(-1);
		s.job.results = [...s.job.results].sort(byCreation).slice(-listed);
		s.job.resultsError = unreadable.includes(hourOfDay) ? unavailable : undefined;
		items.push(...s.items(`${pad(hourOfDay)}:30`));
	}
	return items;
}

describe('a run that starts ahead', () => {
	test.each([
		['2 h, of 10 results', { aheadMs: 2 * hour + minute }],
		['2 h, of 12 results', { aheadMs: 2 * hour + minute, listed: 12 }],
		['a day, of 10 results', {}],
		['a day, of 12 results', { listed: 12 }],
		['a day, while its list cannot be read', { unreadable: [10, 11] }],
	])('by %s, is output once, and so are the others', (_, options) => {
		const ids = runAhead({ events: { events: ['newResult'] }, ...options }).map(
			({ result_id }) => result_id,
		);
		expect(ids).toHaveLength(19);
		expect(new Set(ids).size).toBe(19);
	});

	test.each([4 * hour + minute, day])('by %i ms breaks no count of failures', (aheadMs) => {
		const items = runAhead({
			events: { events: ['syncFailed', 'syncStillFailing'], reminderHours: 1 },
			aheadMs,
			state: 'error',
		});
		expect(items.map((item) => item.consecutive_failures)).toEqual(
			items.map((_, index) => index + 1),
		);
		expect(new Set(items.map((item) => item.failing_since))).toEqual(new Set([iso('02:01')]));
		expect(items.some((item) => item.consecutive_failures_at_least)).toBe(false);
	});

	test('that failed is resolved by the next success', () => {
		const s = new Scenario({ events: ['syncFailed', 'syncRecovered'] });
		s.poll('06:30', 'done 06:00');
		s.job.put(serverResult('ahead', at('d2 07:00'), { task_state: 'error' }));
		expect(s.poll('07:30')).toEqual(['trigger syncFailed']);
		s.job.run('done 08:00');
		s.job.recent = s.job.results.at(-1);
		expect(s.poll('08:30')).toEqual(['resolve success']);
	});
});

test('a run without any time that stays listed is output once', () => {
	const s = new Scenario({ events: ['newResult'] });
	s.poll('00:30', 'done 00:00');
	const noTimes = { created_at: '', updated_at: '' };
	s.job.put(serverResult('timeless', 0, noTimes));
	const ids = s.items('01:10', 'done 01:00').map(({ result_id }) => result_id);
	for (let hourOfDay = 2; hourOfDay < 20; hourOfDay++) {
		const run = `done ${pad(hourOfDay)}:00`;
		ids.push(...s.items(`${pad(hourOfDay)}:30`, run).map(({ result_id }) => result_id));
	}
	expect(ids.filter((id) => id === 'timeless')).toHaveLength(1);
});

describe('after a poll whose Date was ahead', () => {
	/** Polls once with such a Date; the time of the poll is by the right clock. */
	function pollAhead(s: Scenario, time: string, aheadMs: number, changes = ''): string[] {
		s.clockOffset = aheadMs;
		const lines = s.poll(at(time) + aheadMs, changes);
		s.clockOffset = 0;
		return lines;
	}

	test.each([2 * hour, 30 * hour])(
		'by %i ms, the next success resolves what was stopped',
		(aheadMs) => {
			const s = new Scenario({ events: withoutResults });
			s.poll('06:30', 'done 06:00');
			s.poll('07:30', 'off');
			expect(s.poll('08:30')).toEqual(['trigger syncStopped']);
			pollAhead(s, '09:30', aheadMs);
			expect(s.poll('10:30', 'on, done 10:00')).toEqual(['resolve success']);
		},
	);

	test('an unknown result is output a day after it was seen', () => {
		const s = new Scenario({ events: ['newResult'] });
		s.job.frequencyHours = 24;
		s.poll('06:30', 'done 06:00');
		pollAhead(s, 'd2 06:30', 30 * hour, 'weird d2 06:00');
		expect([s.poll('d2 07:30'), s.poll('d3 06:29')]).toEqual([[], []]);
		expect(s.poll('d3 06:30')).toEqual(['newResult unknown rd20600']);
	});

	test('what was stopped is no longer watched in time', () => {
		const lastOf = (aheadMs: number) => {
			const s = new Scenario({ events: withoutResults });
			s.poll('06:30', 'done 06:00');
			s.poll('07:30', 'off');
			pollAhead(s, '08:30', aheadMs);
			const lines = [];
			for (let time = at('09:30'); time < at('d12 09:30'); time += hour) {
				lines.push(...s.poll(time).map((line) => `${iso(time)} ${line}`));
			}
			return lines.at(-1);
		};
		expect(lastOf(30 * day)).toMatch(/resolve unwatched$/);
		expect(lastOf(30 * day)).toBe(lastOf(0));
	});

	test('failures are reported although a run without a time came before', () => {
		const s = new Scenario({ events: ['syncFailed'] });
		s.poll('05:30', 'done 05:00');
		pollAhead(s, '06:10', 30 * day, 'done 06:00');
		const noTimes = { created_at: '', updated_at: '' };
		s.job.put(serverResult('timeless', 0, { ...noTimes, task_state: 'running' }));
		s.poll('07:00');
		s.job.put(serverResult('timeless', 0, { ...noTimes, updated_at: iso('07:05') }));
		s.poll('07:30');
		expect(s.poll('08:30', 'error 08:00')).toEqual(['trigger syncFailed']);
	});

	test('a changed schedule counts from the poll that saw it, also if Date is late for a while', () => {
		const s = new Scenario({ events: ['syncOverdue'] });
		s.job.frequencyHours = 24;
		s.poll('05:00', 'done 04:00');
		s.job.frequencyHours = 12;
		s.poll('17:00');
		pollAhead(s, '18:00', -18 * hour);
		expect([s.poll('19:00'), s.poll('d2 05:00')]).toEqual([[], []]);
		expect(s.poll('d2 05:31')).toEqual(['trigger syncOverdue']);
	});
});

test('time that Date gains counts for the reminder of an outage, and what it loses does not delay the next', () => {
	const s = new Scenario({ events: allEvents });
	s.connect('Other');
	s.poll('05:30', 'done 05:00');
	s.connection.fail(unavailable);
	expect([s.poll('06:30'), s.poll('07:30')].flat()).toEqual(['trigger connectionUnreadable']);
	s.clockOffset = 30 * hour;
	expect(s.poll(at('08:30') + 30 * hour)).toEqual([]);
	expect(s.poll(at('08:40') + 30 * hour)).toEqual(['update syncStillFailing']);
	s.clockOffset = 0;
	s.poll('08:50');
	expect(s.poll('d2 08:39')).toEqual([]);
	expect(s.poll('d2 08:40')).toEqual(['update syncStillFailing']);
});

test("an outage of the team delays nothing that is due after it, although n8n's clock has been wrong for long", () => {
	const s = new Scenario();
	s.clockOffset = -5 * hour;
	s.poll('06:10', 'done 06:00');
	s.poll('06:20');
	s.teamError = unavailable;
	for (const time of ['06:30', '06:40', '06:50']) s.poll(time);
	s.teamError = null;
	const after = s.items('07:40').map(({ event }) => event);
	expect(after).toEqual(['syncOverdue', 'syncRecovered']);
});

test('an unknown result keeps its end although both clocks are late when its wait ends', () => {
	const s = new Scenario({ events: allEvents });
	s.poll('06:10', 'done 06:00');
	s.poll('07:10', 'odd 07:00');
	const [result] = s.items('03:00', 'done 08:00');
	expect(result).toMatchObject({ event: 'newResult', outcome: 'unknown' });
	expect(result.finished_at).toBe(iso('07:01'));
});
