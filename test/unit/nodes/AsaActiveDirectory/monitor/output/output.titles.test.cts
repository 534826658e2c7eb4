import { Scenario } from '../scenario.cts';
import { allEvents } from '../settings.cts';

describe('titles', () => {
	const titleAt = (s: Scenario, time: string, changes = '') => s.items(time, changes)[0].title;
	const begun = (options: ConstructorParameters<typeof Scenario>[0] = {}) => {
		const s = new Scenario({ events: allEvents, ...options }, 'userSyncJob');
		s.poll('06:10', 'done 06:00');
		return s;
	};

	test.each<[string, string, string, string?]>([
		['User sync job "Sync" of "Corp" succeeded', '07:10', 'done 07:00'],
		['Test run of user sync job "Sync" of "Corp" failed', '07:10', 'test error 07:00'],
		[
			'User sync job "Sync" of "Corp" ended with an unknown state',
			'07:10',
			'x 06:30, running 07:00',
		],
		['User sync job "Sync" of "Corp" did not start on schedule', '07:35', ''],
	])('%s', (title, time, changes) => {
		expect(titleAt(begun({ includeTestRuns: true }), time, changes)).toBe(title);
	});

	test('of failures in a row', () => {
		const s = begun({ failureThreshold: 3, events: ['syncFailed'] });
		expect(titleAt(s, '09:10', 'error 07:00, error 08:00, error 09:00')).toBe(
			'User sync job "Sync" of "Corp" failed 3 times in a row',
		);
	});

	test('of access, before and after it ends', () => {
		const s = begun({ events: ['accessAtRisk'] });
		expect(titleAt(s, 'd2 07:00')).toBe('Access through user sync job "Sync" of "Corp" is at risk');
		const [item] = s.items('d3 06:00');
		expect(item.title).toBe('Access through user sync job "Sync" of "Corp" has probably ended');
		expect(item.text).toContain('access probably ended 2026-03-03T06:00:00Z.');
		expect(item.text).toContain('The next run was due 2026-03-01T07:01:00Z.');
	});

	test('of reminders, by what still holds', () => {
		const reminder = (changes: string, later = '') => {
			const s = begun({ events: [...allEvents], runningLongMinutes: 20, reminderHours: 2 });
			if (changes !== '') s.job.frequencyHours = null;
			s.poll('07:36', changes);
			s.poll('07:38');
			return titleAt(s, '09:40', later);
		};
		const of = 'User sync job "Sync" of "Corp"';
		expect(reminder('error 07:00')).toBe(`${of} is still failing`);
		expect(reminder('')).toBe(`${of} has still not started`);
		expect(reminder('running 07:05')).toBe(`${of} is still running`);
		expect(reminder('off')).toBe(`${of} is still inactive`);
		expect(reminder('running 07:05', 'lose 07:05, running 09:35')).toBe(
			`${of} has still not succeeded`,
		);
	});
});
