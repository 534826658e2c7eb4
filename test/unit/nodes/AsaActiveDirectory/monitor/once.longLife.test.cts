import { Scenario } from './scenario.cts';
import { serverResult } from './team.cts';
import { at, iso, minute } from './times.cts';

describe('what is remembered of a long life', () => {
	test('failures in a row are counted beyond the runs that are remembered', () => {
		const s = new Scenario({ failureThreshold: 25 });
		s.poll('05:10', 'done 05:00');
		for (let run = 0; run < 24; run++) {
			s.job.put(serverResult(`r${run}`, at('06:00') + run * 15 * minute, { task_state: 'error' }));
			s.job.results = s.job.results.slice(-10);
			expect(s.poll(at('06:05') + run * 15 * minute)).toEqual([]);
		}
		const [item] = s.items('12:05', 'error 12:00');
		expect(item).toMatchObject({
			event: 'syncFailed',
			consecutive_failures: 25,
			consecutive_failures_at_least: false,
			failing_since: iso('06:01'),
			last_success_at: iso('05:01'),
		});
	});

	test('a gap of more than ten runs makes the count a lower bound', () => {
		const s = new Scenario();
		s.poll('05:10', 'done 05:00');
		s.job.results = [];
		for (let hours = 10; hours < 20; hours++) s.job.run(`error ${hours}:00`);
		expect(s.items('19:10')[0]).toMatchObject({
			consecutive_failures: 10,
			consecutive_failures_at_least: true,
		});
	});

	test('a lower bound stays one until a success', () => {
		const s = new Scenario({ events: ['syncStillFailing', 'syncFailed'], reminderHours: 1 });
		for (let hours = 0; hours < 10; hours++) s.job.run(`error ${hours}:00`);
		s.poll('09:10');
		const [item] = s.items('10:10', 'error 10:00');
		expect(item).toMatchObject({ consecutive_failures: 11, consecutive_failures_at_least: true });
		s.poll('11:10', 'done 11:00');
		expect(s.items('12:10', 'error 12:00')[0]).toMatchObject({
			consecutive_failures: 1,
			consecutive_failures_at_least: false,
		});
	});

	test('successes that turn failed give back the one before, with its end', () => {
		const s = new Scenario({ failureThreshold: 3 });
		s.poll('06:10', 'done 03:00-03:20, done 04:00, done 05:00, done 06:00');
		// ASA no longer lists the oldest one.
		s.job.lose('03:00');
		const [item] = s.items('07:10', 'error 04:00, error 05:00, error 06:00, error 07:00');
		expect(item).toMatchObject({
			event: 'syncFailed',
			last_success_at: iso('03:20'),
			access_ends_at: iso('d5 03:00'),
		});
	});

	test('as does one that is older than all remembered runs', () => {
		const s = new Scenario({ failureThreshold: 9 });
		s.poll('03:10', 'done 03:00-03:07');
		for (let run = 0; run < 10; run++) {
			const state = run < 2 ? 'done' : 'error';
			s.job.put(serverResult(`r${run}`, at('04:00') + run * 15 * minute, { task_state: state }));
			s.job.results = s.job.results.slice(-10);
			expect(s.poll(at('04:05') + run * 15 * minute)).toEqual([]);
		}
		for (const id of ['r0', 'r1']) {
			s.job.put(serverResult(id, at(id === 'r0' ? '04:00' : '04:15'), { task_state: 'error' }));
		}
		const [item] = s.items('06:35', 'error 06:30');
		expect(item).toMatchObject({
			event: 'syncFailed',
			last_success_at: iso('03:07'),
			access_ends_at: iso('d5 03:00'),
		});
	});

	test('a success that turns failed is taken back', () => {
		const s = new Scenario({ failureThreshold: 3 });
		s.poll('06:10', 'done 05:00, error 06:00');
		s.poll('07:10', 'done 07:00');
		s.poll('08:10', 'error 08:00');
		const [item] = s.items('09:10', 'error 07:00, error 09:00');
		expect(item).toMatchObject({ consecutive_failures: 4, last_success_at: iso('05:01') });
	});
});
