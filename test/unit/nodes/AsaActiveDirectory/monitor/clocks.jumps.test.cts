import type { JobKind } from '../../../../../nodes/AsaActiveDirectory/asa/model/syncJob';
import { serverResult, unavailable } from './team.cts';
import { allEvents } from './settings.cts';
import { at, day, hour, iso } from './times.cts';
import { Clocks } from './wrongClocks.cts';

/*
 * What is counted from a poll stays right when one of the two clocks goes wrong and when it is right again. Times are
 * the true ones; Date and n8n's clock are those plus their errors.
 */

const withoutResults = allEvents.filter((event) => event !== 'newResult');

/** An error of a clock: which one, and by how much. */
type Wrong = { dateError?: number; hostError?: number };

const errors: Array<[string, Wrong]> = [
	['no clock', {}],
	['Date 5 h ahead', { dateError: 5 * hour }],
	['Date 5 h late', { dateError: -5 * hour }],
	['Date 3 days ahead', { dateError: 3 * day }],
	['Date 3 days late', { dateError: -3 * day }],
	["n8n's clock 5 h ahead", { hostError: 5 * hour }],
	["n8n's clock 5 h late", { hostError: -5 * hour }],
	["n8n's clock 3 days ahead", { hostError: 3 * day }],
	["n8n's clock 3 days late", { hostError: -3 * day }],
];

/** Nothing is at risk by Date, even if it is days ahead. */
const quiet = { accessWarningHours: 1 };

const right: Required<Wrong> = { dateError: 0, hostError: 0 };

/** A trigger that reminds of failures every six hours and has seen a success. */
function reminding(): Clocks {
	const events = ['syncFailed', 'syncStillFailing'] as const;
	const s = new Clocks({ events: [...events], reminderHours: 6, ...quiet });
	s.job.frequencyHours = null;
	s.pollAt('05:00', 'done 04:00');
	return s;
}

describe.each(errors)('with %s', (_, wrong) => {
	test('a schedule that was changed meanwhile counts from the poll that saw it', () => {
		const s = new Clocks({ events: ['syncOverdue'] });
		s.job.frequencyHours = 24;
		s.pollAt('05:00', 'done 04:00');
		Object.assign(s, wrong);
		s.pollAt('06:00');
		s.job.frequencyHours = 12;
		expect(s.hourly('07:00', '11:00')).toEqual([]);
		Object.assign(s, right);
		expect(s.hourly('11:00', '20:00')).toEqual([]);
		// Twelve hours after 07:00, and the grace of 30 minutes.
		expect([s.pollAt('19:30'), s.pollAt('19:31')]).toEqual([[], ['trigger syncOverdue']]);
	});

	test('a job that was switched off meanwhile is closed as unwatched in time', () => {
		const s = new Clocks({ events: withoutResults, reminderHours: 12 });
		s.pollAt('05:00');
		Object.assign(s, wrong);
		s.pollAt('06:00', 'off');
		expect([s.pollAt('07:00'), s.pollAt('08:00')]).toEqual([['trigger syncStopped'], []]);
		Object.assign(s, right);
		const ends = s.hourly('09:00', 'd2 09:00').filter((line) => line.includes('resolve'));
		expect(ends).toEqual([`${iso('19:00')} resolve unwatched`]);
	});

	test('the first success after a job was switched on again resolves', () => {
		const s = new Clocks({ events: ['syncStopped', 'syncRecovered'], ...quiet });
		s.pollAt('05:00', 'done 04:00');
		Object.assign(s, wrong);
		s.pollAt('06:00', 'off');
		expect(s.pollAt('07:00')).toEqual(['trigger syncStopped']);
		s.pollAt('08:00');
		s.pollAt('09:00', 'on');
		Object.assign(s, right);
		const [recovery] = s.itemsAt('10:00', 'done 09:30');
		expect(recovery).toMatchObject({ incident_action: 'resolve', closed_by: 'success' });
		expect(recovery.text).toContain(`lasted 2 h 31 min, from ${iso('07:00')} to ${iso('09:31')}`);
	});

	test('reminders come in time, or early if Date has gained time', () => {
		const s = reminding();
		s.pollAt('06:00', 'error 05:30');
		Object.assign(s, wrong);
		const meanwhile = s.hourly('07:00', '15:00');
		Object.assign(s, right);
		const all = [...meanwhile, ...s.hourly('15:00', '20:00')];
		const inTime = ['12:00', '18:00'].map((time) => `${iso(time)} update syncStillFailing`);
		if (!wrong.dateError) expect(all).toEqual(inTime);
		// None is more than an interval after the item before.
		const times = ['06:00', ...all.map((line) => line.slice(11, 16)), '20:00'].map(at);
		const gaps = times.slice(1).map((time, index) => time - times[index]);
		expect(Math.max(...gaps)).toBeLessThanOrEqual(6 * hour);
	});

	test('an unknown result waits 24 hours', () => {
		const s = new Clocks({ events: ['newResult'] });
		s.job.frequencyHours = 24;
		s.pollAt('05:00', 'done 04:00');
		s.pollAt('06:00', 'odd 05:30');
		Object.assign(s, wrong);
		const meanwhile = s.hourly('07:00', '12:00');
		Object.assign(s, right);
		expect([...meanwhile, ...s.hourly('12:00', 'd2 08:00')]).toEqual([
			`${iso('d2 06:00')} null newResult`,
		]);
	});

	test('the opening is corrected once the clock is right', () => {
		const s = reminding();
		Object.assign(s, wrong);
		s.pollAt('06:00');
		const [opening] = s.itemsAt('07:00', 'error 06:30');
		expect(opening).toMatchObject({ incident_action: 'trigger' });
		Object.assign(s, right);
		s.pollAt('08:00');
		const [reminder] = s.itemsAt('14:00');
		const [recovery] = s.itemsAt('15:00', 'done 14:30');
		expect([reminder.incident_opened_at, recovery.incident_opened_at]).toEqual([
			iso('07:00'),
			iso('07:00'),
		]);
		expect(recovery.incident_key).toBe(opening.incident_key);
	});

	test('an end that a poll gave delays no alert', () => {
		const s = new Clocks({ events: ['syncOverdue'] });
		s.pollAt('05:00', 'done 04:30');
		Object.assign(s, wrong);
		s.pollAt('06:00');
		const run = { updated_at: '', task_state: 'running' };
		s.job.put(serverResult('endless', at('06:50'), run));
		s.pollAt('07:00');
		s.job.put(serverResult('endless', at('06:50'), { ...run, task_state: 'done' }));
		s.pollAt('08:00');
		Object.assign(s, right);
		// The next start is due an hour after the end, which was seen at 08:00, and the grace is 30 minutes.
		const lines = ['09:00', '09:30', '09:31'].flatMap((time) => s.pollAt(time));
		expect(lines).toEqual(['trigger syncOverdue']);
	});

	test('an outage is reminded of in time, and its recovery says when it began', () => {
		const s = new Clocks({ events: withoutResults, reminderHours: 6, ...quiet });
		s.job.frequencyHours = null;
		s.pollAt('05:00', 'done 04:00');
		s.connection.fail(unavailable);
		Object.assign(s, wrong);
		s.pollAt('06:00');
		expect(s.pollAt('07:00')).toEqual(['trigger connectionUnreadable']);
		Object.assign(s, right);
		const reminders = s.hourly('08:00', '14:00');
		expect(reminders).not.toEqual([]);
		if (!wrong.dateError) expect(reminders).toEqual([`${iso('13:00')} update syncStillFailing`]);
		s.connection.fail(null);
		const recovery = s
			.itemsAt('15:00')
			.find(({ closed_by, event }) => event === 'syncRecovered' && closed_by === null);
		expect(recovery?.incident_opened_at).toBe(iso('07:00'));
		expect(recovery?.text).toContain(iso('06:00'));
	});
});

describe.each<[string, Wrong]>([
	...errors,
	['both clocks 5 h ahead', { dateError: 5 * hour, hostError: 5 * hour }],
])('with %s, runs without times', (_, wrong) => {
	const noTimes = { created_at: '', updated_at: '' };

	function begun(kind?: JobKind): Clocks {
		const s = new Clocks({ events: ['syncFailed', 'syncRecovered'], ...quiet }, kind);
		s.job.frequencyHours = null;
		s.pollAt('05:00', 'done 04:30');
		Object.assign(s, wrong);
		s.pollAt('06:00');
		return s;
	}

	function pollTimeless(s: Clocks, time: string, id: string, task_state = 'done'): string[] {
		s.job.put(serverResult(id, 0, { ...noTimes, task_state }));
		s.job.recent = s.job.results.at(-1);
		const lines = s.pollAt(time);
		s.job.recent = undefined;
		return lines;
	}

	test('hide no failure that follows', () => {
		const s = begun();
		pollTimeless(s, '07:00', 'timeless');
		s.pollAt('08:00');
		Object.assign(s, right);
		s.pollAt('09:00');
		expect(s.pollAt('10:00', 'error 09:30')).toEqual(['trigger syncFailed']);
		expect(s.pollAt('11:00', 'done 10:30')).toEqual(['resolve success']);
	});

	test('are resolved by the next success', () => {
		const s = begun();
		s.pollAt('07:00');
		expect(pollTimeless(s, '08:00', 'timeless', 'error')).toEqual(['trigger syncFailed']);
		Object.assign(s, right);
		s.pollAt('09:00');
		expect(s.pollAt('10:00', 'done 09:30')).toEqual(['resolve success']);
	});

	test.each([5, 13])('are resolved by the next success after %i failures', (failures) => {
		const s = begun();
		s.pollAt('07:00');
		for (let hour = 0; hour < failures; hour++) {
			pollTimeless(s, `${8 + hour}:00`, `timeless ${hour}`, 'error');
			s.job.results = s.job.results.slice(-10);
		}
		Object.assign(s, right);
		s.pollAt('21:00');
		expect(s.pollAt('22:00', 'done 21:30')).toEqual(['resolve success']);
	});

	test('delay no warning about access after they were forgotten', () => {
		const s = begun('userSyncJob');
		s.pollAt('07:00');
		pollTimeless(s, '08:00', 'timeless');
		for (let hour = 9; hour < 20; hour++) {
			pollTimeless(s, `${hour}:00`, `failed ${hour}`, 'error');
			s.job.results = s.job.results.slice(-10);
		}
		Object.assign(s, right);
		s.pollAt('20:00');
		const updates = s.hourly('21:00', 'd9 00:00');
		const ended = updates.findIndex((line) => line.endsWith('accessAtRisk'));
		expect(updates[ended] < iso('d3 21:00')).toBe(true);
	});

	test.each([
		['one', 'other'],
		['other', 'one'],
	])('keep their order: %s, %s', (first, second) => {
		const s = begun();
		pollTimeless(s, '07:00', first);
		expect(pollTimeless(s, '08:00', second, 'error')).toEqual(['trigger syncFailed']);
		Object.assign(s, right);
		expect(s.pollAt('09:00')).toEqual([]);
		expect(s.pollAt('10:00', 'done 09:30')).toEqual(['resolve success']);
	});

	test.each([
		['one', 'other'],
		['other', 'one'],
	])('keep their order although the later one has succeeded: %s, %s', (first, second) => {
		const s = begun();
		expect(pollTimeless(s, '07:00', first, 'error')).toEqual(['trigger syncFailed']);
		expect(pollTimeless(s, '08:00', second)).toEqual(['resolve success']);
		Object.assign(s, right);
		expect([s.pollAt('09:00'), s.pollAt('10:00')]).toEqual([[], []]);
	});
});

test('the end of access is reported again if a clock that was ahead has reported it too early', () => {
	const s = new Clocks({ events: ['syncFailed'] }, 'userSyncJob');
	s.job.frequencyHours = null;
	s.pollAt('05:00', 'done 04:00');
	s.pollAt('06:00', 'error 05:30');
	s.dateError = 2 * day;
	expect([s.pollAt('07:00'), s.pollAt('08:00')]).toEqual([[], ['update accessAtRisk']]);
	s.dateError = 0;
	expect(s.hourly('09:00', 'd3 08:00')).toEqual([`${iso('d3 04:00')} update accessAtRisk`]);
});

test('the end of access is reported once although Date is late for a while', () => {
	const s = new Clocks({ events: ['syncFailed'] }, 'userSyncJob');
	s.job.frequencyHours = null;
	s.pollAt('05:00', 'done 04:00');
	s.pollAt('06:00', 'error 05:30');
	expect(s.pollAt('d3 05:00')).toEqual(['update accessAtRisk']);
	s.dateError = -2 * day;
	expect(s.hourly('d3 06:00', 'd3 12:00')).toEqual([]);
	s.dateError = 0;
	expect(s.hourly('d3 12:00', 'd3 18:00')).toEqual([]);
});

test('the end of access is reported once although Date falls back behind the poll that reported it', () => {
	const s = new Clocks({ events: ['syncFailed'] }, 'userSyncJob');
	s.job.frequencyHours = null;
	s.pollAt('05:00', 'done 04:00');
	s.pollAt('06:00', 'error 05:30');
	expect(s.pollAt('d3 04:00')).toEqual(['update accessAtRisk']);
	s.pollAt('d3 14:00');
	s.dateError = -5 * hour;
	expect(s.hourly('d3 15:00', 'd3 20:00')).toEqual([]);
});

test('the end of access is reported again after another job of the connection has put it off', () => {
	const s = new Clocks({ events: ['syncFailed'] });
	const other = s.connection.job('Other');
	for (const job of [s.job, other]) job.frequencyHours = null;
	s.pollAt('05:00', 'done 04:00');
	s.pollAt('06:00', 'error 05:30');
	expect(s.pollAt('d5 05:00')).toEqual(['update accessAtRisk']);
	other.run('done d5 05:30');
	expect(s.hourly('d5 06:00', 'd9 08:00')).toEqual([`${iso('d9 06:00')} update accessAtRisk`]);
});

test("a first poll without Date says nothing of n8n's clock", () => {
	const s = new Clocks({ events: ['syncOverdue'] });
	s.hostError = -5 * hour;
	s.teamError = unavailable;
	s.pollAt('06:00');
	expect(s.state?.dated).toBeNull();
	s.teamError = null;
	expect(s.pollAt('09:00', 'done 06:00')).toEqual(['trigger syncOverdue']);
});

test.each([0, 30])(
	'a job that was deleted while Date was %i days ahead keeps no access',
	(days) => {
		const s = new Clocks({ events: ['accessAtRisk'] });
		const old = s.connection.job('Old');
		for (const job of [s.job, old]) job.frequencyHours = null;
		old.isActive = false;
		s.pollAt('05:00', 'done 04:00');
		s.dateError = days * day;
		s.pollAt('06:00', 'error 05:30');
		old.put(serverResult('timeless', 0, { created_at: '', updated_at: '' }));
		s.pollAt('07:00');
		old.isListed = false;
		s.pollAt('08:00');
		s.pollAt('09:00');
		s.dateError = 0;
		s.pollAt('10:00');
		const [warning = ''] = s.hourly('11:00', 'd9 00:00');
		expect(warning < iso('d5 00:00') && warning !== '').toBe(true);
	},
);
