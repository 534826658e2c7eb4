import { expectPolls, Scenario } from './scenario.cts';
import { settings } from './settings.cts';
import { forbidden, serverResult, unavailable } from './team.cts';
import { at } from './times.cts';

/** Each case is a fault that an earlier version of these rules had, or that other monitors have. */

describe('silence', () => {
	test('a restart while ASA is down does not lose the trigger: nothing is refused with a known state', () => {
		const s = new Scenario();
		s.poll('06:10', 'done 06:00');
		s.teamError = forbidden;
		s.poll('06:15');
		expect(s.last.refusal).toBeNull();
	});

	test('the whole team unreadable: one incident by two polls and ten minutes', () => {
		const s = new Scenario();
		s.poll('06:10', 'done 06:00');
		s.teamError = forbidden;
		expectPolls(s, [
			['06:15', ''],
			['06:20', ''],
			['06:25', '', 'trigger connectionUnreadable'],
			['06:30', ''],
		]);
	});

	test('the whole team unreadable, event not chosen: an error execution, and one each reminder', () => {
		const s = new Scenario({ events: ['syncFailed'] });
		s.poll('06:10', 'done 06:00');
		s.teamError = forbidden;
		const errors = ['06:15', '06:20', '06:25', '06:30', 'd2 06:24', 'd2 06:25', 'd2 06:30'].map(
			(time) => {
				expect(s.poll(time)).toEqual([]);
				return s.last.errors.length;
			},
		);
		expect(errors).toEqual([0, 0, 1, 0, 0, 1, 0]);
	});

	test('one of two connections unreadable for days, default events', () => {
		const s = new Scenario();
		const other = s.connect('Other');
		s.poll('06:10', 'done 06:00');
		other.fail(unavailable);
		expectPolls(s, [
			['06:15', ''],
			['06:25', '', 'trigger connectionUnreadable'],
		]);
	});

	test('one of two connections unreadable, event not chosen: one line in the log', () => {
		const s = new Scenario({ events: ['syncFailed'] });
		const other = s.connect('Other');
		s.poll('06:10', 'done 06:00');
		other.fail(unavailable);
		const warnings = ['06:15', '06:25', '06:35', 'd3 06:00'].map((time) => {
			s.poll(time, time === '06:15' ? 'done 06:12' : '');
			return s.last.warnings.length;
		});
		expect(warnings).toEqual([0, 1, 0, 0]);
	});

	test('a chosen connection that was recreated is watched by its name', () => {
		const s = new Scenario({ selection: { connections: [{ id: 'id-Corp', name: 'Corp' }] } });
		s.poll('06:10', 'done 06:00');
		s.connection.isDeleted = true;
		const again = s.connect('Corp', 'id-2');
		again.job('Sync').run('done 06:12');
		expect(s.poll('06:15')).toEqual(['syncStopped']);
		again.jobs[0].run('error 07:12');
		expect(s.poll('07:15')).toEqual(['trigger syncFailed']);
		expect(s.last.errors).toEqual([]);
	});

	test('a chosen job that was renamed, and a typo among good choices, are reported', () => {
		const s = new Scenario({ selection: { jobs: [choiceOf('Sync'), choiceOf('Typo')] } });
		s.poll('06:10', 'done 06:00');
		expect(s.last.refusal).toContain('"Typo"');
		s.settings = settings({ selection: { jobs: [choiceOf('Sync')] } });
		s.poll('06:10');
		s.job.name = 'Renamed';
		s.job.id = 'id-2';
		s.poll('06:15');
		expect(s.last.errors).toEqual([]);
		s.poll('06:20');
		expect(s.last.errors).toEqual([expect.stringContaining('"Sync"')]);
	});

	test.each(['0001-01-01T00:00:00Z', '2036-01-01T00:00:00Z'])(
		'a result of %s is reported, and so are later ones',
		(created_at) => {
			const s = new Scenario({ events: ['newResult'] });
			s.poll('06:10', 'done 06:00');
			s.job.recent = serverResult('odd', at('07:00'), { created_at, updated_at: created_at });
			s.job.put(s.job.recent);
			expect(s.poll('07:10')).toEqual(['newResult success odd']);
			s.job.recent = undefined;
			s.job.lose('odd').run('done 08:00');
			s.job.results = s.job.results.filter(({ id }) => id !== 'odd');
			expect(s.poll('08:10')).toEqual(['newResult success r0800']);
		},
	);

	test('an unknown word for a run under way, later failed', () => {
		const s = new Scenario();
		expectPolls(s, [
			['06:10', 'done 06:00'],
			['07:10', 'digest 07:00'],
			['07:20', 'failed 07:00', 'trigger syncFailed'],
		]);
	});

	test('an unknown final state of a daily job is reported after 24 hours', () => {
		const s = new Scenario();
		s.job.frequencyHours = 24;
		s.job.startHourUtc = 6;
		expectPolls(s, [
			['06:40', 'done 06:30'],
			['d2 06:40', 'closed d2 06:30'],
			['d3 06:35', ''],
			['d3 06:40', '', 'trigger syncFailed'],
		]);
	});

	test('three unknown states of an hourly job are reported, including the waiting one', () => {
		const s = new Scenario();
		expectPolls(s, [
			['06:10', 'done 06:00'],
			['07:10', 'closed 07:00'],
			['08:10', 'closed 08:00'],
			['09:10', 'closed 09:00', 'trigger syncFailed'],
			['10:10', 'done 10:00', 'resolve success'],
		]);
	});

	test('a job that is switched off while failing stays open, and says when access ends', () => {
		const s = new Scenario();
		expectPolls(s, [
			['06:10', 'done 06:00'],
			['07:10', 'error 07:00', 'trigger syncFailed'],
			['07:15', 'off'],
			['07:20', '', 'update syncStopped'],
			['d4 06:00', ''],
			['d4 06:05', '', 'update accessAtRisk'],
			['d5 05:55', ''],
			['d5 06:00', '', 'update accessAtRisk'],
			['d6 05:55', ''],
			['d6 06:00', '', 'resolve unwatched'],
			['d7 06:00', ''],
		]);
	});

	test('a damaged state is replaced at once, so that not every poll takes a baseline', () => {
		const s = new Scenario();
		s.isForgetful = true;
		s.poll('06:10', 'done 06:00');
		s.stored = '{"version":2,"at":"yesterday"}';
		s.poll('06:15');
		expect(s.last.warnings).toHaveLength(1);
		s.poll('06:20');
		expect(s.last.warnings).toEqual([]);
		expect(s.poll('07:10', 'error 07:00')).toEqual(['trigger syncFailed']);
	});

	test('deletions are reported if only required saves happen', () => {
		const s = new Scenario();
		s.isForgetful = true;
		expectPolls(s, [
			['06:10', 'done 06:00'],
			['06:15', 'absent'],
			['06:20', '', 'syncStopped'],
		]);
	});

	test('results that were read are read again for at most an hour if only required saves happen', () => {
		const s = new Scenario();
		s.isForgetful = true;
		s.poll('06:10', 'done 06:00');
		const read = ['07:15', '07:20', '07:25', '08:00'].map((time) => {
			s.poll(time, time === '07:15' ? 'done 07:10' : '');
			return s.requests.results.length;
		});
		// The state lags for longer than an hour at the first of these polls, and is saved.
		expect(read).toEqual([1, 0, 0, 0]);
	});
});

function choiceOf(name: string) {
	return {
		connection: { id: 'id-Corp', name: 'Corp' },
		kind: 'serverSyncJob' as const,
		job: { id: `id-${name}`, name },
	};
}
