import { due } from '../../../../../nodes/AsaActiveDirectory/sync/due';
import { at, hour, minute } from './builders.cts';

const hourly = { is_active: true, frequency: 1, start_hour_utc: null };
const daily = (start_hour_utc: number) => ({ is_active: true, frequency: 24, start_hour_utc });

describe('whether a job is overdue', () => {
	test.each([
		['hourly', { ...hourly }, 1 * hour + 30 * minute],
		['every 6 hours', { ...hourly, frequency: 6 }, 6 * hour + 30 * minute],
		['every 12 hours', { ...hourly, frequency: 12 }, 12 * hour + 30 * minute],
		['daily, with an hour more', daily(6), 25 * hour + 30 * minute],
	])('%s', (_, job, allowed) => {
		const clock_from = at('06:00');
		expect(due({ ...job, clock_from }, clock_from + allowed)?.overdue).toBe(false);
		expect(due({ ...job, clock_from }, clock_from + allowed + 1)?.overdue).toBe(true);
	});

	test('the grace is the user’s', () => {
		const job = { ...hourly, clock_from: at('06:00') };
		expect(due(job, at('07:01'), 0)?.overdue).toBe(true);
		expect(due(job, at('07:59'), 60)?.overdue).toBe(false);
	});

	test.each([
		['an inactive job', { ...hourly, is_active: false, clock_from: at('06:00') }],
		['a job without a frequency', { ...hourly, frequency: null, clock_from: at('06:00') }],
		['a frequency of 0', { ...hourly, frequency: 0, clock_from: at('06:00') }],
		['a job of which nothing is known', { ...hourly, clock_from: null }],
	])('%s is never due', (_, job) => {
		expect(due(job, at('23:00'))).toBeNull();
	});
});

describe('when a job is due next', () => {
	test('an interval after the last start', () => {
		expect(due({ ...hourly, clock_from: at('23:30') }, at('23:40'))?.next_due_at).toBe(
			at('2026-03-02T00:30:00Z'),
		);
	});

	test.each([
		['the same day where it was activated before its hour', 2, '01:15', '2026-03-01T02:00:00Z'],
		['the next day where it ran at its random minute', 2, '02:40', '2026-03-02T02:00:00Z'],
		['at hour 0 of the next day', 0, '00:20', '2026-03-02T00:00:00Z'],
		['at hour 0, activated before midnight', 0, '23:59', '2026-03-02T00:00:00Z'],
		['at hour 23', 23, '23:00', '2026-03-02T23:00:00Z'],
	])('a daily job: %s', (_, startHour, from, expected) => {
		const job = { ...daily(startHour), clock_from: at(from) };
		expect(due(job, at(from))?.next_due_at).toBe(at(expected));
	});

	test('a daily job without an hour is due a day later', () => {
		const job = { ...hourly, frequency: 24, clock_from: at('05:00') };
		expect(due(job, at('06:00'))?.next_due_at).toBe(at('2026-03-02T05:00:00Z'));
	});
});
