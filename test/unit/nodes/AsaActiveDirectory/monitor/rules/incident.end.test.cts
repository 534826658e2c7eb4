import { expectPolls, Scenario } from '../scenario.cts';
import { hourlyJob } from '../jobScenarios.cts';
import { iso } from '../times.cts';

describe('an incident', () => {
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

		test('and says how long it lasted, from its first cause', () => {
			const s = hourlyJob();
			s.poll('06:20', 'off');
			expect(s.poll('06:30')).toEqual(['trigger syncStopped']);
			expect(s.poll('07:10', 'on, error 07:00')).toEqual(['update syncFailed']);
			const [recovery] = s.items('08:10', 'done 08:00');
			expect(recovery.text).toContain(`from ${iso('06:30')} to ${iso('08:01')}`);
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
