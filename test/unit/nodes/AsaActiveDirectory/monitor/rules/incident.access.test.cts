import { expectPolls, Scenario, type Polls } from '../scenario.cts';
import { allEvents } from '../settings.cts';
import { serverResult } from '../team.cts';
import { iso } from '../times.cts';
import { dailyUserJob, hourlyJob } from '../jobScenarios.cts';

describe('access', () => {
	test('is at risk while the job fails, and has ended: one item each', () => {
		const s = dailyUserJob();
		expectPolls(s, [
			['06:40', 'done 06:30'],
			['d2 06:40', 'error d2 06:30', 'trigger accessAtRisk'],
			['d2 12:00', ''],
			['d3 06:29', ''],
			['d3 06:30', '', 'update accessAtRisk'],
			['d3 06:40', 'error d3 06:30'],
			['d9 06:40', 'error d9 06:30'],
			['d9 07:40', 'done d9 07:30', 'resolve success'],
		]);
	});

	test('below the threshold too, and whether the event is chosen or not', () => {
		const s = dailyUserJob({ failureThreshold: 5, events: ['accessAtRisk'] });
		expectPolls(s, [
			['06:40', 'done 06:30'],
			['d2 06:40', 'error d2 06:30', 'trigger accessAtRisk'],
		]);
	});

	test.each<[string, Polls]>([
		['overdue', [['d2 07:31', '', 'trigger accessAtRisk']]],
		[
			'running too long',
			[
				['d2 06:30', 'running d2 06:15'],
				['d2 08:20', '', 'trigger accessAtRisk'],
			],
		],
		[
			'stopped',
			[
				['06:45', 'off'],
				['06:50', ''],
				['d2 06:35', '', 'trigger accessAtRisk'],
			],
		],
	])('is at risk while the job is %s', (_, polls) => {
		const s = dailyUserJob({ events: ['accessAtRisk'] });
		expectPolls(s, [['06:40', 'done 06:30'], ...polls]);
	});

	test('is not at risk at the first poll that sees the job off', () => {
		const s = dailyUserJob({ events: ['accessAtRisk'], failureThreshold: 9 });
		s.poll('06:40', 'done 06:30');
		s.poll('06:45', 'error 06:42');
		expect(s.poll('d2 06:35', 'off')).toEqual([]);
		expect(s.poll('d2 06:40')).toEqual(['trigger accessAtRisk']);
	});

	test('is not at risk while the job is well', () => {
		expectPolls(dailyUserJob({ accessWarningHours: 47 }), [
			['06:40', 'done 06:30'],
			['d2 06:10', ''],
			['d2 06:40', 'done d2 06:30'],
		]);
	});

	test('counts from the start of the last success of any server job of the connection', () => {
		const s = new Scenario();
		s.connection.job('Other').run('done d2 06:00');
		s.connection.jobs[1].isActive = false;
		s.poll('d2 06:10', 'done d1 06:00, done d2 05:00');
		const [item] = s.items('d2 07:10', 'error d2 07:00');
		expect(item).toMatchObject({
			access_ends_at: iso('d6 06:00'),
			last_success_at: iso('d2 05:01'),
		});
	});

	test('a success that is no longer remembered by a job still counts', () => {
		const s = new Scenario();
		const other = s.connection.job('Other').run('done d2 06:00');
		other.isActive = false;
		s.poll('d2 06:10', 'done d1 06:00');
		other.isListed = false;
		s.poll('d2 06:15', 'done d2 05:00');
		s.poll('d2 06:20');
		const [item] = s.items('d2 07:10', 'error d2 07:00');
		expect(item.access_ends_at).toBe(iso('d6 06:00'));
	});

	test.each(['', '2031-01-01T00:00:00Z'])(
		'a success at "%s" of a server job that is not watched counts from the poll that first saw it',
		(time) => {
			const job = { id: 'id-Sync', name: 'Sync' };
			const connection = { id: 'id-Corp', name: 'Corp' };
			const jobs = [{ connection, kind: 'serverSyncJob' as const, job }];
			const s = new Scenario({ events: ['accessAtRisk'], selection: { jobs } });
			const other = s.connection.job('Other');
			other.isActive = false;
			other.put(serverResult('odd', 0, { created_at: time, updated_at: time }));
			s.poll('06:10', 'done 06:00');
			expect(s.poll('d4 06:09', 'error d4 06:00')).toEqual([]);
			expect(s.poll('d4 06:11')).toEqual(['trigger accessAtRisk']);
		},
	);

	test('no success known: the oldest run ever seen stands in, at the latest', () => {
		const s = new Scenario();
		s.poll('06:10', 'error 06:00');
		for (let hours = 7; hours < 20; hours++) {
			s.poll(`${hours}:10`, `error ${hours}:00`);
			s.job.results = s.job.results.slice(-10);
		}
		s.connection.jobs[0].results = s.job.results.slice(-2);
		const [item] = s.items('d5 03:10', 'error d5 03:00');
		expect(item).toMatchObject({ event: 'accessAtRisk', access_ends_at: iso('d5 06:00') });
		expect(item.text).toContain('probably ends 2026-03-05T06:00:00Z at the latest.');
	});

	test('no run at all: no deadline and no alarm', () => {
		const s = new Scenario();
		s.poll('06:10');
		const [item] = s.items('d9 06:10');
		expect(item).toMatchObject({ event: 'syncOverdue', access_ends_at: null });
	});

	test('a replaced server job has none', () => {
		const s = hourlyJob({ events: allEvents });
		s.connection.job('Next');
		s.poll('06:15', 'off');
		const [item] = s.items('06:20', 'error 06:18');
		expect(item).toMatchObject({ event: 'newResult', access_ends_at: null });
	});
});
