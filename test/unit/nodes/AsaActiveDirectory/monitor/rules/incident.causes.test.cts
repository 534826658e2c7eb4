import { expectPolls, Scenario } from '../scenario.cts';
import { allEvents, settings } from '../settings.cts';
import { at, iso } from '../times.cts';
import { hourlyJob } from '../jobScenarios.cts';

describe('running_long', () => {
	test('holds when the oldest run under way is older than the limit', () => {
		const s = new Scenario({ runningLongMinutes: 60 });
		expectPolls(s, [
			['06:10', 'done 06:00'],
			['07:10', 'running 07:00'],
			['07:50', 'running 07:45'],
			['08:00', ''],
			['08:01', '', 'trigger syncRunningLong'],
		]);
		expect(s.state?.connections.get('id-Corp')?.jobs.serverSyncJob[0].incident).toMatchObject({
			causes: ['running_long'],
			sinceMs: at('07:00'),
		});
	});

	test('a run that vanished before is forgotten, and the next start is reckoned from its start', () => {
		expectPolls(hourlyJob(), [
			['07:10', 'running 07:05'],
			['07:40', 'lose 07:05'],
			['08:35', ''],
			['08:36', '', 'trigger syncOverdue'],
		]);
	});

	test('a run that vanishes in an open incident is no longer under way, so the next start can be late', () => {
		expectPolls(hourlyJob(), [
			['07:10', 'running 07:05'],
			['09:10', '', 'trigger syncRunningLong'],
			['09:15', 'lose 07:05', 'update syncOverdue'],
			['10:10', 'done 10:00', 'resolve success'],
		]);
	});

	test('an older run than the newest that has ended is an orphan', () => {
		expectPolls(hourlyJob(), [
			['07:10', 'running 07:00'],
			['08:10', 'done 08:00'],
			['09:10', 'done 09:00'],
			['09:20', ''],
		]);
	});
});

describe('stopped', () => {
	test('holds at the second poll in a row that sees the job off', () => {
		expectPolls(hourlyJob(), [
			['06:15', 'off'],
			['06:20', 'on'],
			['06:25', 'off'],
			['06:30', '', 'trigger syncStopped'],
			['06:35', ''],
		]);
	});

	test('an unread poll between counts as nothing', () => {
		const s = hourlyJob();
		s.poll('06:15', 'off');
		s.connection.unread = ['serverSyncJob'];
		expect(s.poll('06:20')).toEqual([]);
		s.connection.unread = [];
		expect(s.poll('06:25')).toEqual(['trigger syncStopped']);
	});

	test('a server job whose place another one takes is not stopped', () => {
		const s = hourlyJob();
		s.connection.job('Next');
		expectPolls(s, [
			['06:15', 'off'],
			['06:20', ''],
			['06:25', ''],
		]);
	});

	test('a user job is stopped beside another one', () => {
		const s = new Scenario({}, 'userSyncJob');
		s.connection.job('Next', 'userSyncJob');
		expectPolls(s, [
			['06:10', 'done 06:00'],
			['06:15', 'off'],
			['06:20', '', 'trigger syncStopped'],
		]);
	});

	test('a job that is off when first seen has no cause until it has been active', () => {
		expectPolls(new Scenario({ events: allEvents }), [
			['06:10', 'off, error 06:00'],
			['06:15', ''],
			['06:20', 'error 06:18', 'newResult failed r0618'],
			['d9 06:20', ''],
			['d9 06:25', 'on', 'trigger accessAtRisk'],
		]);
	});
});

describe('overdue', () => {
	test('no run known: reckoned from the poll that first saw the job', () => {
		expectPolls(new Scenario(), [
			['06:10', ''],
			['07:40', ''],
			['07:41', '', 'trigger syncOverdue'],
		]);
	});

	test('a run known at first sight: reckoned from it', () => {
		expectPolls(new Scenario(), [['07:40', 'done 06:00', 'trigger syncOverdue']]);
		expectPolls(new Scenario(), [['07:30', 'done 06:00']]);
	});

	test('activation: reckoned from the poll that first saw it', () => {
		expectPolls(hourlyJob(), [
			['06:15', 'off'],
			['06:20', '', 'trigger syncStopped'],
			['12:00', 'on'],
			['13:30', ''],
			['13:31', '', 'update syncOverdue'],
			['13:40', 'done 13:35', 'resolve success'],
		]);
	});

	test('a new id puts off no start, however often an update creates the job again', () => {
		const s = hourlyJob();
		s.job.results = [];
		for (const time of ['06:20', '06:50', '07:20', '07:31']) {
			s.job.id = `id-${time}`;
			expect(s.poll(time)).toEqual([]);
		}
		s.job.id = 'id-late';
		expect(s.poll('07:32')).toEqual(['trigger syncOverdue']);
	});

	test.each([null, 0, 48])(
		'a frequency of %p is never overdue, which the log says once',
		(frequency) => {
			const s = new Scenario();
			s.job.frequencyHours = frequency;
			const warnings = ['06:10', '06:15', 'd9 06:00'].map((time) => {
				expect(s.poll(time, 'done 06:00')).toEqual([]);
				return s.last.warnings;
			});
			expect(warnings).toEqual([[expect.stringContaining('"Sync"')], [], []]);
		},
	);

	test('a waiting unknown run counts as a start', () => {
		expectPolls(hourlyJob(), [
			['07:10', 'digest 07:05'],
			['08:30', ''],
			['08:36', '', 'trigger syncOverdue'],
		]);
	});

	test('three results that all carry a test request id: the text and the log say so', () => {
		const s = new Scenario();
		s.poll('06:10', 'test done 06:00, test done 06:02');
		expect(s.last.warnings).toEqual([]);
		s.poll('06:15', 'test done 06:12');
		expect(s.last.warnings).toEqual([expect.stringContaining('test runs')]);
		const [item] = s.items('07:41');
		expect(item).toMatchObject({ event: 'syncOverdue', outcome: null });
		expect(item.text).toContain('All known results of this job are test runs');
	});
});

describe('failed', () => {
	test('failing_since is the end of the first failure in a row', () => {
		const s = hourlyJob();
		s.poll('07:10', 'error 07:00');
		s.poll('08:10', 'error 08:00');
		const [end] = s.items('09:10', 'done 09:00');
		expect(end).toMatchObject({ failing_since: iso('07:01'), consecutive_failures: 2 });
	});

	test('a test run adds nothing to an incident', () => {
		expectPolls(hourlyJob(), [
			['07:35', '', 'trigger syncOverdue'],
			['07:40', 'test error 07:38'],
		]);
	});

	test('a failure keeps an incident open that began as overdue, whatever the schedule becomes', () => {
		const s = hourlyJob({ failureThreshold: 2 });
		expectPolls(s, [
			['07:35', '', 'trigger syncOverdue'],
			['08:10', 'error 08:00', 'update syncFailed'],
		]);
		s.job.frequencyHours = 2;
		expect(s.poll('08:15')).toEqual([]);
		expect(s.poll('10:10', 'done 10:00')).toEqual(['resolve success']);
	});

	test('holds when the failures in a row reach the threshold', () => {
		expectPolls(new Scenario({ failureThreshold: 3 }), [
			['06:10', 'done 06:00'],
			['07:10', 'error 07:00'],
			['08:10', 'done 08:00'],
			['09:10', 'error 09:00'],
			['10:10', 'error 10:00'],
			['11:10', 'error 11:00', 'trigger syncFailed'],
		]);
	});

	test('at once when the setting makes it so', () => {
		const s = new Scenario({ failureThreshold: 3 });
		expectPolls(s, [
			['06:10', 'done 06:00'],
			['07:10', 'error 07:00'],
		]);
		s.settings = settings({ failureThreshold: 1 });
		expect(s.poll('07:15')).toEqual(['trigger syncFailed']);
		// Raising it closes nothing.
		s.settings = settings({ failureThreshold: 9 });
		expect(s.poll('07:20')).toEqual([]);
		expect(s.poll('08:10', 'done 08:00')).toEqual(['resolve success']);
	});

	test('a single unknown result neither counts nor breaks a row', () => {
		expectPolls(new Scenario({ failureThreshold: 2 }), [
			['06:10', 'done 06:00'],
			['07:10', 'error 07:00'],
			['08:10', 'closed 08:00'],
			['09:10', 'error 09:00', 'trigger syncFailed'],
		]);
	});

	test('unknown results in a row count whatever the threshold is', () => {
		const s = new Scenario({ failureThreshold: 9 });
		expectPolls(s, [
			['06:10', 'done 06:00'],
			['07:10', 'closed 07:00'],
			['08:10', 'closed 08:00'],
		]);
		const [item] = s.items('09:10', 'closed 09:00');
		expect(item).toMatchObject({
			event: 'syncFailed',
			outcome: 'unknown',
			title: 'Server sync job "Sync" of "Corp" ended with an unknown state',
			failing_since: iso('07:01'),
			consecutive_failures: 0,
		});
		expect(item.text).toContain('"closed"');
		expect(item.text).toContain("'Success Words' or 'Failure Words'");
	});

	test('an unknown word that the user names is no longer unknown', () => {
		const s = hourlyJob({ events: allEvents });
		s.poll('07:10', 'closed 07:00');
		s.settings = settings({ events: allEvents, successWords: ['closed'] });
		expect(s.poll('07:15')).toEqual(['newResult success r0700']);
	});
});
