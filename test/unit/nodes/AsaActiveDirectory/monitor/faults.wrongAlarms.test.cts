import { expectPolls, Scenario } from './scenario.cts';
import { serverResult } from './team.cts';
import { at, hour, iso } from './times.cts';

/** Each case is a fault that an earlier version of these rules had, or that other monitors have. */
describe('wrong alarms', () => {
	test.each([61, 90, 115])('an hourly job whose healthy runs take %i minutes', (minutes) => {
		const s = new Scenario();
		s.poll('00:05', 'done 00:00');
		let start = at('01:00');
		for (let run = 0; run < 5; run++) {
			const end = start + minutes * 60_000;
			for (let now = start + 1000; now < end; now += hour / 12) {
				s.job.put(serverResult(`r${run}`, start, { task_state: 'running' }));
				expect(s.poll(now)).toEqual([]);
			}
			s.job.put(serverResult(`r${run}`, start, { updated_at: iso(end) }));
			expect(s.poll(end + 1000)).toEqual([]);
			// The next slot is skipped or is an interval after the end.
			start = run % 2 ? end + 50 * 60_000 : end + 65 * 60_000;
			for (let now = end + 2000; now < start; now += hour / 12) expect(s.poll(now)).toEqual([]);
		}
	});

	test('intervals that are counted from the end of runs of 40 minutes', () => {
		const s = new Scenario();
		s.poll('06:05', 'done 05:20-06:00');
		expect(s.poll('07:05', 'running 07:00')).toEqual([]);
		expect(s.poll('07:45', 'done 07:00-07:40')).toEqual([]);
		expect(s.poll('08:39')).toEqual([]);
	});

	test('a daily job whose run takes 26 hours', () => {
		const s = new Scenario({ runningLongMinutes: 48 * 60 });
		s.job.frequencyHours = 24;
		s.job.startHourUtc = 3;
		expectPolls(s, [
			['d1 03:30', 'done 03:20'],
			['d2 03:30', 'running d2 03:20'],
			['d3 05:00', ''],
			['d3 05:30', 'done d2 03:20-d3 05:20'],
			['d4 03:30', ''],
			['d4 04:31', '', 'trigger syncOverdue'],
		]);
	});

	test('one long run is running too long and not overdue', () => {
		const s = new Scenario();
		expectPolls(s, [
			['06:10', 'done 06:00'],
			['07:10', 'running 07:00'],
			['09:00', ''],
			['09:01', '', 'trigger syncRunningLong'],
			['12:00', ''],
			['12:05', 'done 07:00-12:00', 'resolve success'],
		]);
	});

	test('overdue, then the late run fails: one incident', () => {
		const s = new Scenario();
		expectPolls(s, [
			['06:10', 'done 06:00'],
			['07:35', '', 'trigger syncOverdue'],
			['07:40', 'running 07:38'],
			['07:45', 'error 07:38', 'update syncFailed'],
			['08:45', 'done 08:38', 'resolve success'],
		]);
	});

	test('a dead run that stays in the list while later ones succeed', () => {
		const s = new Scenario();
		expectPolls(s, [
			['06:10', 'running 06:00'],
			['07:10', 'done 07:00'],
			['08:10', 'done 08:00'],
			['09:10', 'done 09:00'],
		]);
	});

	test('a daily job whose hour was changed is expected at the new hour', () => {
		const s = new Scenario();
		s.job.frequencyHours = 24;
		s.job.startHourUtc = 3;
		s.poll('03:30', 'done 03:20');
		s.job.startHourUtc = 15;
		expect(s.poll('10:00')).toEqual([]);
		expect(s.poll('16:30')).toEqual([]);
		const [item] = s.items('16:31');
		expect(item).toMatchObject({ event: 'syncOverdue' });
		expect(item.text).toContain(`The next run was due ${iso('15:00')}`);
	});

	test('ten test runs in a row neither close nor open', () => {
		const s = new Scenario();
		s.poll('06:10', 'done 06:00');
		expect(s.poll('07:10', 'error 07:00')).toEqual(['trigger syncFailed']);
		for (let minutes = 10; minutes < 20; minutes++) {
			expect(s.poll(`07:${minutes + 1}`, `test done 07:${minutes}`)).toEqual([]);
			s.job.results = s.job.results.slice(-10);
		}
		expect(s.poll('08:05', 'done 08:00')).toEqual(['resolve success']);
		for (let minutes = 10; minutes < 22; minutes++) {
			expect(s.poll(`08:${minutes + 1}`, `test error 08:${minutes}`)).toEqual([]);
			s.job.results = s.job.results.slice(-10);
		}
	});

	test('ten test runs in a row excuse no missing run', () => {
		const s = new Scenario();
		s.poll('06:10', 'done 06:00');
		const lines: string[] = [];
		for (let minutes = 20; minutes < 32; minutes++) {
			lines.push(...s.poll(`07:${minutes + 1}`, `test done 07:${minutes}`));
			s.job.results = s.job.results.slice(-10);
		}
		expect(lines).toEqual(['trigger syncOverdue']);
	});

	test.each([
		['done', 'running'],
		['done', 'skipped'],
		['done', 'incomplete'],
		['not_completed', null],
		['unsuccessful', null],
		['done_with_problems', null],
	])('%s with rules %s is no success and resolves nothing', (task_state, rules_summary_status) => {
		const s = new Scenario();
		s.poll('06:10', 'done 06:00');
		s.poll('07:10', 'error 07:00');
		s.job.put(serverResult('odd', at('08:00'), { task_state, rules_summary_status }));
		expect(s.poll('08:10')).toEqual([]);
	});
});
