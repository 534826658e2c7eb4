import {
	allEvents,
	at,
	hour,
	iso,
	expectPolls,
	Scenario,
	settings,
	type Polls,
} from './scenario.cts';

/** A daily user sync job that runs at 6. */
function dailyUserJob(options: ConstructorParameters<typeof Scenario>[0] = {}): Scenario {
	const s = new Scenario(options, 'userSyncJob');
	s.job.frequencyHours = 24;
	s.job.startHourUtc = 6;
	return s;
}

/** An hourly server sync job whose only success started at 06:00. */
function hourlyJob(options: ConstructorParameters<typeof Scenario>[0] = {}): Scenario {
	const s = new Scenario(options);
	s.poll('06:10', 'done 06:00');
	return s;
}

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

describe('an incident', () => {
	test('is opened by a chosen event, then reported completely, with one update a poll', () => {
		const s = dailyUserJob({ events: ['syncOverdue'] });
		s.poll('06:40', 'done 06:30');
		expect(s.poll('d2 07:31')).toEqual(['trigger accessAtRisk']);
		expect(s.poll('d2 07:40', 'error d2 07:35')).toEqual(['update syncFailed']);
		s.poll('d2 08:00', 'off');
		const items = s.items('d3 06:30');
		expect(items).toHaveLength(1);
		expect(items[0]).toMatchObject({
			event: 'accessAtRisk',
			causes: ['access', 'failed', 'overdue', 'stopped'],
		});
	});

	test('a failed run is a cause in an open incident, whatever the threshold', () => {
		expectPolls(hourlyJob({ failureThreshold: 5 }), [
			['07:35', '', 'trigger syncOverdue'],
			['07:45', 'error 07:40', 'update syncFailed'],
			['08:45', 'error 08:40'],
		]);
	});

	test('a failed run below the threshold opens nothing if no incident was notified', () => {
		expectPolls(hourlyJob({ failureThreshold: 5, events: ['syncFailed'] }), [
			['07:35', ''],
			['07:45', 'error 07:40'],
		]);
	});

	describe('only a success resolves it', () => {
		const failing = () => {
			const s = hourlyJob();
			s.poll('07:10', 'error 07:00');
			return s;
		};

		test('not an unknown result, a started run, a switch-off or a vanished run', () => {
			expectPolls(failing(), [
				['08:10', 'closed 08:00'],
				['08:40', 'running 08:30'],
				['08:45', 'lose 08:30, lose 07:00'],
				['08:50', 'off'],
				['08:55', '', 'update syncStopped'],
				['09:00', 'on'],
				['09:10', 'done 09:05', 'resolve success'],
			]);
		});

		test('that very run, its word now success', () => {
			expectPolls(failing(), [['07:15', 'done 07:00', 'resolve success']]);
		});

		test('no run that was known already when it opened', () => {
			expectPolls(hourlyJob(), [
				['07:35', '', 'trigger syncOverdue'],
				['07:40', ''],
				['07:45', 'done 07:42', 'resolve success'],
			]);
		});

		test('no success that a newer failure follows', () => {
			expectPolls(failing(), [
				['09:10', 'done 08:00, error 09:00', 'resolve success', 'trigger syncFailed'],
			]);
		});

		test('no late success with an earlier start', () => {
			const s = failing();
			s.poll('08:10', 'error 08:00');
			expect(s.poll('09:10', 'done 07:30, error 09:00')).toEqual([]);
			expect(s.poll('10:10', 'done 10:00')).toEqual(['resolve success']);
		});

		test('not while the job is off, but once it is active again', () => {
			expectPolls(failing(), [
				['08:00', 'off'],
				['08:05', 'done 08:02, on', 'resolve success'],
			]);
			expectPolls(failing(), [
				['08:04', 'off, done 08:02'],
				['08:08', 'on', 'resolve success'],
			]);
		});

		test('stopped: one that ended after the last poll that saw the job off', () => {
			expectPolls(failing(), [
				['07:15', 'off'],
				['07:20', 'running 07:18', 'update syncStopped'],
				['07:25', 'done 07:18-07:22'],
				['07:30', 'on'],
				['07:35', 'done 07:31', 'resolve success'],
			]);
		});

		test('stopped, if only required saves happen', () => {
			const s = new Scenario();
			s.isForgetful = true;
			expectPolls(s, [
				['06:10', 'done 06:00'],
				['07:10', 'error 07:00', 'trigger syncFailed'],
				['07:15', 'off'],
				['07:20', 'running 07:18', 'update syncStopped'],
				['07:25', 'done 07:18-07:22'],
				['07:30', 'on'],
				['07:35', 'done 07:31', 'resolve success'],
			]);
		});
	});

	test('deleted: closed as deleted at the second list without the job', () => {
		const s = hourlyJob();
		s.poll('07:10', 'error 07:00');
		s.poll('07:15', 'absent');
		const [item] = s.items('07:20');
		expect(item).toMatchObject({
			event: 'syncRecovered',
			closed_by: 'deleted',
			severity: 'info',
			job_id: 'id-Sync',
			job_name: 'Sync',
			title: 'Server sync job "Sync" of "Corp" was deleted while failing',
		});
	});

	test('replaced: closed at the first poll that sees it off beside an active one', () => {
		const s = hourlyJob();
		s.poll('07:10', 'error 07:00');
		s.connection.job('B');
		const [item] = s.items('07:15', 'off');
		expect(item).toMatchObject({
			closed_by: 'replaced',
			title: 'Server sync job "Sync" of "Corp" was replaced by "B", which has not succeeded yet',
		});
		// No cause until it is active again.
		s.connection.jobs[1].run('done 08:00').frequencyHours = null;
		expectPolls(s, [
			['08:10', 'error 08:00'],
			['d9 06:00', ''],
		]);
		s.connection.jobs[1].isActive = false;
		expect(s.poll('d9 06:05', 'on')).toContain('trigger accessAtRisk');
	});

	test('replaced: a failure before it that is found at the same poll opens nothing', () => {
		const s = hourlyJob();
		s.connection.job('B');
		expect(s.poll('07:10', 'error 07:00, off')).toEqual([]);
		expect(s.poll('07:20')).toEqual([]);
	});

	test('replaced after it was stopped, by a job that has succeeded', () => {
		const s = hourlyJob();
		expectPolls(s, [
			['06:15', 'off'],
			['06:20', '', 'trigger syncStopped'],
		]);
		s.connection.job('B').run('done 06:30');
		expect(s.items('06:35')[0].title).toContain('by "B", which has succeeded');
	});

	test('replaced by a job of another name while its own is deleted, as an update with a new name does', () => {
		const s = hourlyJob();
		s.poll('07:10', 'error 07:00');
		s.connection.job('Renamed').run('running 07:12');
		expect(s.poll('07:15', 'absent')).toEqual([]);
		expect(s.poll('07:20')).toEqual(['resolve replaced']);
	});

	test('not replaced by a job that is off: it counts as stopped', () => {
		const s = hourlyJob();
		s.poll('07:10', 'error 07:00');
		s.connection.job('B').isActive = false;
		expectPolls(s, [
			['07:15', 'off'],
			['07:20', '', 'update syncStopped'],
		]);
	});

	test('schedule_changed: overdue was the only cause and no longer holds', () => {
		const s = hourlyJob();
		s.poll('07:35');
		s.job.frequencyHours = 6;
		expect(s.poll('07:40')).toEqual(['resolve schedule_changed']);
	});

	test('an hour of 0 that ASA sends of a job that is not daily changes no schedule', () => {
		const s = hourlyJob();
		expect(s.poll('07:35')).toEqual(['trigger syncOverdue']);
		s.job.startHourUtc = 0;
		expect(s.poll('07:40')).toEqual([]);
		expect(s.poll('08:10', 'done 08:00')).toEqual(['resolve success']);
	});

	test('a change of schedule closes nothing beside another cause, or while the job is off', () => {
		const s = hourlyJob();
		s.poll('07:35');
		s.poll('07:45', 'error 07:40');
		s.job.frequencyHours = 6;
		expect(s.poll('07:50')).toEqual([]);
		const off = hourlyJob();
		off.poll('07:35');
		off.job.frequencyHours = 6;
		expect(off.poll('07:40', 'off')).toEqual([]);
	});

	test('unwatched: one reminder after access has ended; nothing more until it has been active', () => {
		const s = hourlyJob({ events: ['syncStopped'] });
		expectPolls(s, [
			['06:15', 'off'],
			['06:20', '', 'trigger syncStopped'],
			['d4 06:05', '', 'update accessAtRisk'],
			['d5 06:05', '', 'update accessAtRisk'],
			['d6 05:55', ''],
			['d6 06:00', '', 'resolve unwatched'],
			['d9 06:00', ''],
			['d9 06:05', 'on'],
			['d9 06:10', 'off'],
			['d9 06:15', '', 'trigger accessAtRisk'],
		]);
	});

	test('unwatched without a deadline: one reminder after the opening', () => {
		expectPolls(new Scenario({ events: ['syncStopped'] }), [
			['06:10', ''],
			['06:15', 'off'],
			['06:20', '', 'trigger syncStopped'],
			['d2 06:15', ''],
			['d2 06:20', '', 'resolve unwatched'],
		]);
	});

	test('unwatched: counted from the end of access, however late the job was switched off', () => {
		const s = hourlyJob();
		s.poll('07:10', 'error 07:00');
		expectPolls(s, [
			['d4 07:00', '', 'update accessAtRisk'],
			['d5 07:00', '', 'update accessAtRisk'],
			['d5 07:05', 'off'],
			['d5 07:10', '', 'update syncStopped'],
			['d6 05:55', ''],
			['d6 06:00', '', 'resolve unwatched'],
		]);
	});

	test('unwatched: what is switched off a reminder after access ended is reported as stopped first', () => {
		const s = hourlyJob();
		s.poll('07:10', 'error 07:00');
		s.poll('d5 07:00');
		expectPolls(s, [
			['d8 07:05', 'off'],
			['d8 07:10', '', 'update syncStopped'],
			['d8 07:15', '', 'resolve unwatched'],
			['d8 07:20', ''],
		]);
	});

	test('unwatched without a deadline: counted from the opening, not from the switch-off', () => {
		expectPolls(new Scenario(), [
			['06:10', ''],
			['07:45', '', 'trigger syncOverdue'],
			['08:00', 'off'],
			['08:05', '', 'update syncStopped'],
			['d2 07:40', ''],
			['d2 07:45', '', 'resolve unwatched'],
		]);
	});
});

describe('choosing events', () => {
	test('a cause that already holds is reported when its event is chosen', () => {
		const s = hourlyJob({ events: ['syncOverdue'] });
		s.poll('07:10', 'error 07:00');
		s.settings = settings({ events: ['syncFailed'] });
		expect(s.poll('07:15')).toEqual(['trigger syncFailed']);
		expect(s.poll('07:20')).toEqual([]);
	});

	test('a cause that only held is not', () => {
		const s = hourlyJob({ events: ['syncFailed'] });
		s.poll('07:35');
		s.poll('07:40', 'running 07:38');
		s.settings = settings({ events: ['syncOverdue'] });
		expect(s.poll('07:45')).toEqual([]);
	});

	test('unchoosing closes nothing, and the end still comes', () => {
		const s = hourlyJob();
		s.poll('07:10', 'error 07:00');
		s.settings = settings({ events: ['syncStopped'] });
		expect(s.poll('07:15')).toEqual([]);
		expect(s.poll('08:10', 'done 08:00')).toEqual(['resolve success']);
	});

	test('Sync Recovered alone emits the end of an incident that was not reported', () => {
		const s = hourlyJob({ events: ['syncRecovered'] });
		s.poll('07:10', 'error 07:00');
		const [item] = s.items('08:10', 'done 08:00');
		expect(item).toMatchObject({
			event: 'syncRecovered',
			incident_action: 'resolve',
			incident_opened_at: null,
			closed_by: 'success',
			cause: 'failed',
		});
		expect(item.incident_key).not.toBeNull();
	});

	test('the end of a suppressed incident is not reported, but the next incident is', () => {
		const s = new Scenario({ events: [...allEvents], reportCurrentFailures: false });
		expectPolls(s, [
			['06:10', 'error 06:00'],
			['07:10', 'error 07:00', 'newResult failed r0700'],
			['07:15', 'off'],
			['07:20', ''],
			['07:25', 'on'],
			['08:10', 'done 08:00', 'newResult success r0800'],
			['09:10', 'error 09:00', 'newResult failed r0900', 'trigger syncFailed'],
		]);
	});
});

describe('severity', () => {
	test('never falls, and an update says when it rises', () => {
		const s = dailyUserJob({ events: [...allEvents] });
		s.poll('06:40', 'done 06:30');
		const seen = [
			...s.items('06:45', 'off'),
			...s.items('06:50'),
			...s.items('d2 06:31'),
			...s.items('d3 06:31'),
			...s.items('d3 06:35', 'on'),
			...s.items('d3 06:45', 'error d3 06:40'),
			...s.items('d3 07:45', 'done d3 07:40'),
		].filter(({ event }) => event !== 'newResult');
		expect(
			seen.map((item) => [
				item.incident_action,
				item.cause,
				item.severity,
				item.severity_raised,
				item.causes?.join(),
			]),
		).toEqual([
			['trigger', 'stopped', 'warning', false, 'stopped'],
			['update', 'access', 'critical', true, 'access,stopped'],
			['update', 'access', 'critical', false, 'access,stopped'],
			['update', 'failed', 'critical', false, 'access,failed,stopped'],
			['resolve', 'access', 'info', false, 'access,failed,stopped'],
		]);
		expect(new Set(seen.map(({ incident_key }) => incident_key)).size).toBe(1);
		expect(new Set(seen.map((item) => item.incident_opened_at))).toEqual(new Set([iso('06:50')]));
	});

	test('a trigger carries the worst of all causes that hold', () => {
		const s = dailyUserJob();
		s.poll('06:40', 'done 06:30');
		const [item] = s.items('d2 10:00');
		expect(item).toMatchObject({
			event: 'accessAtRisk',
			cause: 'access',
			causes: ['access', 'overdue'],
			severity: 'critical',
			severity_raised: false,
		});
	});
});

describe('reminders', () => {
	test('come reminderHours after the last item of any kind; an update takes their place', () => {
		const s = hourlyJob({ events: [...allEvents], reminderHours: 12, runningLongMinutes: 30 });
		const named = (time: string, changes = '') =>
			s.poll(time, changes).filter((line) => !line.startsWith('newResult'));
		expect(named('06:40', 'running 06:20')).toEqual([]);
		expect(named('06:51')).toEqual(['trigger syncRunningLong']);
		expect(named('18:50')).toEqual([]);
		expect(named('18:51', 'error 06:20-18:50')).toEqual(['update syncFailed']);
		expect(named('d2 06:50', 'error d2 06:45')).toEqual([]);
		expect(named('d2 06:51')).toEqual(['update syncStillFailing']);
		expect(s.last.events[0].incident).toMatchObject({ cause: 'failed', action: 'update' });
	});

	test('are not delayed by a clock that was ahead', () => {
		const s = hourlyJob({ events: ['syncFailed', 'syncStillFailing'] });
		s.clockOffset = 48 * hour;
		s.poll('d3 07:05');
		s.poll('d3 07:10');
		expect(s.poll('d3 07:15', 'error 07:00')).toEqual(['trigger syncFailed']);
		s.clockOffset = 0;
		s.poll('07:20');
		s.poll('07:25');
		expect(s.poll('d2 07:25')).toEqual(['update syncStillFailing']);
	});

	test('open nothing', () => {
		expectPolls(hourlyJob({ events: ['syncStillFailing'] }), [
			['07:10', 'error 07:00'],
			['d3 07:10', ''],
		]);
	});
});

describe('what was deleted', () => {
	test('a healthy active job: one item without a key', () => {
		const s = hourlyJob();
		s.connection.job('User', 'userSyncJob');
		s.poll('06:15', 'absent');
		const items = s.items('06:20');
		expect(items).toHaveLength(1);
		expect(items[0]).toMatchObject({
			event: 'syncStopped',
			severity: 'warning',
			incident_key: null,
			incident_action: null,
			cause: null,
			job_name: 'Sync',
			title: 'Server sync job "Sync" of "Corp" was deleted',
		});
		expect(s.poll('06:25')).toEqual([]);
	});

	test('a job that was off: nothing', () => {
		expectPolls(new Scenario(), [
			['06:10', 'off, done 06:00'],
			['06:15', 'absent'],
			['06:20', ''],
		]);
	});

	test('a failing job without a notified incident is reported as deleted', () => {
		expectPolls(hourlyJob({ events: ['syncStopped'] }), [
			['07:10', 'error 07:00'],
			['07:15', 'absent'],
			['07:20', '', 'syncStopped'],
		]);
	});

	test('a connection: one item beside the ends of its incidents', () => {
		const s = new Scenario();
		s.connection.job('Users', 'userSyncJob').run('done 06:00');
		s.connection.job('Guests', 'userSyncJob').run('done 06:00');
		s.poll('06:10', 'done 06:00');
		s.poll('07:10', 'error 07:00');
		s.connection.isDeleted = true;
		const items = s.items('07:15');
		expect(items.map(({ event, closed_by, job_id }) => [event, closed_by, job_id])).toEqual([
			['syncRecovered', 'deleted', 'id-Sync'],
			['syncStopped', null, null],
		]);
		expect(items[1]).toMatchObject({ severity: 'warning', connection_name: 'Corp' });
		expect(s.poll('07:20')).toEqual([]);
	});
});

describe('what one poll finds', () => {
	test('a failure and its recovery: trigger before resolve, both marked', () => {
		const s = hourlyJob();
		const items = s.items('09:10', 'error 07:00, done 08:00');
		expect(items.map((item) => [item.incident_action, item.already_resolved])).toEqual([
			['trigger', true],
			['resolve', true],
		]);
		expect(items[0].incident_key).toBe(items[1].incident_key);
		expect(items[0].consecutive_failures).toBe(1);
		expect(items[1]).toMatchObject({ consecutive_failures: 1, failing_since: iso('07:01') });
	});

	test('the trigger of an event that was not chosen before, and the end at the same poll: both marked', () => {
		const s = hourlyJob({ events: ['syncStopped'] });
		s.poll('07:10', 'error 07:00');
		s.settings = settings();
		const items = s.items('09:10', 'error 08:00, done 09:00');
		expect(items.map((item) => [item.incident_action, item.already_resolved])).toEqual([
			['trigger', true],
			['resolve', true],
		]);
	});

	test('a failure, and a success of a job that is off by then: the trigger alone', () => {
		expectPolls(hourlyJob(), [
			['07:40', 'error 07:00, done 07:30, off', 'trigger syncFailed'],
			['07:45', 'on', 'resolve success'],
		]);
		expectPolls(hourlyJob(), [
			['07:40', 'error 07:00, done 07:30, off', 'trigger syncFailed'],
			['07:45', '', 'update syncStopped'],
		]);
	});

	test('a late success and the closing one, the threshold lowered: no failure was found', () => {
		const s = hourlyJob({ failureThreshold: 2 });
		s.poll('07:10', 'error 07:00');
		expect(s.poll('08:40')).toEqual(['trigger syncOverdue']);
		s.settings = settings({ failureThreshold: 1 });
		expect(s.poll('09:10', 'done 06:30, done 09:00')).toEqual(['resolve success']);
	});

	test('a failure, its recovery and the next failure', () => {
		const s = hourlyJob();
		const items = s.items('09:10', 'error 07:00, done 08:00, error 09:00');
		expect(items.map((item) => [item.incident_action, item.already_resolved])).toEqual([
			['trigger', true],
			['resolve', true],
			['trigger', false],
		]);
		expect(items[2].incident_key).not.toBe(items[0].incident_key);
	});

	test('failures that reach the threshold between two polls', () => {
		expectPolls(hourlyJob({ failureThreshold: 2 }), [
			['09:10', 'error 07:00, error 08:00, done 09:00', 'trigger syncFailed', 'resolve success'],
			['12:10', 'error 10:00, done 11:00, error 12:00'],
		]);
	});

	test('the end of an incident that an earlier poll opened is not marked', () => {
		const s = hourlyJob();
		s.poll('07:10', 'error 07:00');
		const [end] = s.items('08:10', 'done 08:00');
		expect(end).toMatchObject({ incident_action: 'resolve', already_resolved: false });
	});

	test('an update and the end of an incident that was open', () => {
		expectPolls(hourlyJob(), [
			['07:35', '', 'trigger syncOverdue'],
			['09:10', 'error 08:00, done 09:00', 'update syncFailed', 'resolve success'],
		]);
	});
});

describe('the key', () => {
	const keyOf = (s: Scenario, time = '07:10', changes = 'error 07:00') =>
		s.items(time, changes).find(({ incident_action }) => incident_action === 'trigger')
			?.incident_key;

	test('has at most 64 characters of A-Z, a-z, 0-9 and hyphen', () => {
		const s = new Scenario();
		s.job.name = 'Größe '.repeat(80);
		s.poll('06:10', 'done 06:00');
		expect(keyOf(s)).toMatch(/^[A-Za-z0-9-]{1,64}$/);
	});

	test('has five pieces, whatever is in the fingerprints', () => {
		for (let number = 0; number < 40; number++) {
			const s = new Scenario();
			s.job.name = `Sync ${number}`;
			s.poll('06:10', 'done 06:00');
			expect(keyOf(s)?.split('-')).toHaveLength(5);
		}
	});

	test('is the same after a lost state, for another trigger and for another cause', () => {
		const first = hourlyJob();
		const key = keyOf(first);
		first.stored = undefined;
		expect(keyOf(first, '07:15', '')).toBe(key);
		expect(keyOf(hourlyJob({ events: ['syncOverdue'] }), '07:35', '')).toBe(key);
		expect(key).not.toContain('none');
	});

	test('says none if no success is known', () => {
		expect(keyOf(new Scenario(), '06:10', 'error 06:00')).toMatch(/-none$/);
	});

	test('is never revised', () => {
		const s = hourlyJob();
		const key = keyOf(s);
		s.job.name = 'Renamed in place';
		const [end] = s.items('08:10', 'done 08:00');
		expect(end).toMatchObject({ incident_key: key, job_name: 'Renamed in place' });
	});

	test('holds the ID of the job if names repeat', () => {
		const s = hourlyJob();
		const key = keyOf(s);
		const twice = hourlyJob();
		twice.connection.job('Sync').id = 'id-other';
		expect(keyOf(twice)).not.toBe(key);
	});

	test('triggers again if its success was taken back', () => {
		const s = hourlyJob();
		const key = keyOf(s);
		s.poll('08:10', 'done 08:00');
		expect(keyOf(s, '08:15', 'error 08:00')).toBe(key);
	});
});

describe('which job it is', () => {
	test('a new job with the name of another that is still there shares nothing with it', () => {
		const s = hourlyJob();
		expect(s.poll('07:10', 'error 07:00')).toEqual(['trigger syncFailed']);
		const other = s.connection.job('Sync');
		other.id = 'id-other';
		other.run('error 07:12');
		expect(s.poll('07:15')).toEqual(['trigger syncFailed']);
	});

	test('an update gives it a new id', () => {
		const s = hourlyJob();
		s.poll('07:10', 'error 07:00');
		s.job.id = 'id-2';
		s.job.results = [];
		expectPolls(s, [
			['07:15', ''],
			['07:20', 'running 07:16'],
			['07:25', 'done 07:16', 'resolve success'],
		]);
	});

	test('of two jobs with one name, one that vanished and one that appeared are the same', () => {
		const s = new Scenario({}, 'userSyncJob');
		const twin = s.connection.job('Sync', 'userSyncJob');
		twin.id = 'id-twin';
		twin.run('done 06:00');
		s.poll('06:10', 'done 06:01');
		s.poll('07:10', 'error 07:00');
		twin.run('done 07:00');
		s.job.id = 'id-again';
		expectPolls(s, [
			['07:15', ''],
			['07:20', ''],
			['08:10', 'done 08:00', 'resolve success'],
		]);
	});

	test('UUIDs are compared without case', () => {
		const s = hourlyJob();
		s.job.id = '5037B023-7031-407B-8C98-17F0DE0C6A3C';
		s.job.name = 'Other';
		s.poll('06:15');
		s.poll('06:20');
		s.job.id = s.job.id.toLowerCase();
		s.job.name = 'Renamed';
		expect(s.poll('06:25')).toEqual([]);
		expect(s.poll('06:30')).toEqual([]);
	});
});

describe('clocks', () => {
	test('nothing opens because of the time at a poll whose clock has jumped', () => {
		const s = hourlyJob();
		s.poll('06:15');
		s.clockOffset = 3 * hour;
		expect(s.poll('09:20')).toEqual([]);
		// A second poll agrees with the new offset.
		expect(s.poll('09:25')).toEqual(['trigger syncOverdue']);
	});

	test('unknown results that a success ends at the same poll were no failure', () => {
		const s = hourlyJob({ events: ['syncFailed', 'newResult'] });
		s.poll('07:10', 'skipped 07:00');
		s.poll('d2 06:30');
		expect(s.poll('d2 07:20', 'done d2 07:05')).toEqual([
			'newResult unknown r0700',
			'newResult success rd20705',
		]);
	});

	test("results are still found when the API's clock goes back", () => {
		const s = hourlyJob({ events: ['newResult', 'syncFailed'] });
		s.poll('d3 06:10', 'done d3 06:00');
		s.clockOffset = -27 * hour;
		s.poll('d2 03:20');
		expect(s.poll('d2 04:15', 'done d3 07:00')).toEqual(['newResult success rd30700']);
		expect(s.poll('d2 05:15', 'error d3 08:00')).toEqual([
			'newResult failed rd30800',
			'trigger syncFailed',
		]);
		expect(s.poll('d2 06:15', 'done d3 09:00')).toEqual([
			'newResult success rd30900',
			'resolve success',
		]);
	});

	test("runs count in order while the API's clock is late by more than a polling interval", () => {
		const s = hourlyJob({ events: ['newResult', 'syncFailed', 'syncRecovered'] });
		s.poll('06:10', 'done 06:00');
		s.clockOffset = -3 * hour;
		s.poll('04:10', 'error 07:00');
		expect(s.poll('05:10', 'done 08:00')).toEqual(['newResult success r0800', 'resolve success']);
		expect(s.poll('06:11', 'error 09:00')).toEqual([
			'newResult failed r0900',
			'trigger syncFailed',
		]);
		expect(s.poll('07:10', 'done 10:00')).toEqual(['newResult success r1000', 'resolve success']);
	});

	test("a run that starts far ahead stays behind those that are known, even if the API's clock is late", () => {
		const s = hourlyJob();
		s.clockOffset = -hour;
		s.poll('05:20');
		expect(s.poll('05:25', 'done d17 06:00')).toEqual([]);
		const [job] = s.state?.connections.get('id-Corp')?.jobs.serverSyncJob ?? [];
		expect(job.runs.map(({ startMs }) => startMs)).toEqual([at('06:00'), at('06:00') + 1000]);
	});

	test("a poll has the API's time when n8n's clock is right again", () => {
		const s = hourlyJob();
		s.clockOffset = 33 * hour;
		s.poll('06:15');
		s.poll('06:20');
		s.clockOffset = 0;
		const [item] = s.items('07:10', 'error 07:00');
		expect(item.incident_opened_at).toBe(iso('07:10'));
	});

	test('a jump for one poll changes nothing', () => {
		const s = hourlyJob();
		s.clockOffset = 3 * hour;
		expect(s.poll('09:20')).toEqual([]);
		s.clockOffset = 0;
		expect(s.poll('06:25')).toEqual([]);
		expect(s.poll('07:10', 'done 07:00')).toEqual([]);
		expect(s.poll('08:10', 'error 08:00')).toEqual(['trigger syncFailed']);
	});

	test('a failure is reported at such a poll, too', () => {
		const s = hourlyJob();
		s.clockOffset = -5 * hour;
		expect(s.poll('07:10', 'error 07:00')).toEqual(['trigger syncFailed']);
	});
});
