import { expectPolls, Scenario } from './scenario.cts';
import { allEvents } from './settings.cts';
import { serverResult } from './team.cts';
import { at, day, iso } from './times.cts';

/** Each case is a fault that an earlier version of these rules had, or that other monitors have. */
describe('texts', () => {
	test('details stand beside the summary', () => {
		const s = new Scenario();
		s.poll('06:10', 'done 06:00');
		const status = {
			summary: 'Sync failed',
			detailed_summary: 'LDAP result code 200: i/o timeout',
		};
		s.job.put(serverResult('bad', at('07:00'), { task_state: 'error', status }));
		const [item] = s.items('07:10');
		expect(item.text).toContain('Summary: Sync failed.');
		expect(item.text).toContain('Details: LDAP result code 200: i/o timeout.');
	});

	test('a recovery says how long it lasted', () => {
		const s = new Scenario();
		s.poll('06:10', 'done 06:00');
		s.poll('07:10', 'error 07:00');
		const [item] = s.items('09:30', 'done 09:21');
		expect(item.text).toContain(
			`The incident lasted 2 h 21 min, from ${iso('07:01')} to ${iso('09:22')}.`,
		);
		expect(item.text).not.toContain('Failing since');
	});

	test('failures in a row that may be more are not stated exactly', () => {
		const s = new Scenario();
		for (let hours = 0; hours < 10; hours++) s.job.run(`error ${hours}:00`);
		const [item] = s.items('09:10');
		expect(item).toMatchObject({
			consecutive_failures: 10,
			consecutive_failures_at_least: true,
			title: 'Server sync job "Sync" of "Corp" failed at least 10 times in a row',
		});
	});

	test('reminders know every cause', () => {
		const s = new Scenario({ events: [...allEvents], reminderHours: 6 });
		expectPolls(s, [
			['06:10', 'done 06:00'],
			['06:15', 'off'],
			['06:20', '', 'trigger syncStopped'],
			['12:15', ''],
			['12:20', '', 'update syncStillFailing'],
			['18:20', '', 'update syncStillFailing'],
		]);
		expect(s.items(at('18:20') + day / 4)[0].title).toBe(
			'Server sync job "Sync" of "Corp" is still inactive',
		);
	});
});
