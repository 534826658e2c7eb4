import {
	accessDeadline,
	hasSchedule,
	nextStart,
} from '../../../../../../nodes/AsaActiveDirectory/monitor/rules/standing';
import { at, iso } from '../times.cts';

interface Case {
	frequency: number;
	hourUtc?: number;
	start?: string;
	end?: string;
	/** First sight, activation or change of schedule. */
	from?: string;
	due: string;
	late: string;
}

const grace = 30;

function next({ frequency, hourUtc, start, end, from }: Omit<Case, 'due' | 'late'>) {
	const ms = (time?: string) => (time === undefined ? null : at(time));
	return nextStart(
		{ frequencyHours: frequency, startHourUtc: hourUtc ?? null },
		{ lastStartMs: ms(start), lastEndMs: ms(end) },
		ms(from),
		grace,
	);
}

test.each<[string, Case]>([
	[
		'hourly, after the end',
		{ frequency: 1, start: '06:00', end: '06:02', due: '7:02', late: '7:32' },
	],
	[
		'hourly, of a run that is longer than the interval',
		{ frequency: 1, start: '06:00', end: '07:55', due: '8:55', late: '9:25' },
	],
	['hourly, of a run that vanished', { frequency: 1, start: '06:00', due: '7:00', late: '7:30' }],
	[
		'hourly, after an activation',
		{ frequency: 1, start: '06:00', end: '06:02', from: '9:00', due: '10:00', late: '10:30' },
	],
	['hourly, never run', { frequency: 1, from: '06:10', due: '7:10', late: '7:40' }],
	['every 6 hours', { frequency: 6, start: '06:00', end: '06:02', due: '12:02', late: '12:32' }],
	[
		'daily, within its hour',
		{ frequency: 24, hourUtc: 3, start: '03:40', end: '03:45', due: 'd2 3:00', late: 'd2 4:30' },
	],
	[
		'daily, at its hour exactly',
		{ frequency: 24, hourUtc: 3, start: '03:00', end: '03:05', due: 'd2 3:00', late: 'd2 4:30' },
	],
	[
		'daily, after a run by activation',
		{ frequency: 24, hourUtc: 3, start: '01:10', end: '01:15', due: '3:00', late: '4:30' },
	],
	[
		'daily, of a run that takes 26 hours: the slot meanwhile was not missed',
		{ frequency: 24, hourUtc: 3, start: '03:10', end: 'd2 05:10', due: 'd3 3:00', late: 'd3 4:30' },
	],
	[
		'daily, moved to a later hour of the same day',
		{
			frequency: 24,
			hourUtc: 15,
			start: '03:10',
			end: '03:15',
			from: '10:00',
			due: '15:00',
			late: '16:30',
		},
	],
	[
		'daily, moved to an hour that has passed',
		{
			frequency: 24,
			hourUtc: 3,
			start: 'd1 00:10',
			from: '10:00',
			due: 'd2 3:00',
			late: 'd2 4:30',
		},
	],
	[
		'daily at midnight',
		{ frequency: 24, hourUtc: 0, start: '00:20', end: '00:25', due: 'd2 0:00', late: 'd2 1:30' },
	],
	[
		'daily without an hour',
		{ frequency: 24, start: '03:40', end: '03:45', due: 'd2 3:40', late: 'd2 5:10' },
	],
	[
		'daily without an hour, of a run that takes 26 hours',
		{ frequency: 24, start: '03:40', end: 'd2 05:40', due: 'd3 3:40', late: 'd3 5:10' },
	],
])('the next start: %s', (_, { due, late, ...schedule }) => {
	const start = next(schedule);
	expect(start && { due: iso(start.dueMs), late: iso(start.latestMs) }).toEqual({
		due: iso(due),
		late: iso(late),
	});
});

test.each([null, 0, -1, 25, 48, NaN])('a frequency of %p has no next start', (frequencyHours) => {
	expect(hasSchedule({ frequencyHours })).toBe(false);
	const facts = { lastStartMs: at('06:00'), lastEndMs: null };
	expect(nextStart({ frequencyHours, startHourUtc: null }, facts, null, grace)).toBeNull();
});

test('no next start if no time is known', () => {
	expect(next({ frequency: 1 })).toBeNull();
});

test.each([
	['serverSyncJob', '06:00', '01:00', 'd5 06:00', false],
	['userSyncJob', '06:00', '01:00', 'd3 06:00', false],
	['serverSyncJob', null, '01:00', 'd5 01:00', true],
	['userSyncJob', null, '01:00', 'd3 01:00', true],
] as const)('access through a %s, last success %s, oldest run %s, ends %s', (...args) => {
	const [kind, success, oldest, ends, isAtLatest] = args;
	const deadline = accessDeadline(kind, success && at(success), at(oldest));
	expect(deadline).toEqual({ endsMs: at(ends), isAtLatest });
});

test('no deadline if no run is known', () => {
	expect(accessDeadline('userSyncJob', null, null)).toBeNull();
});
