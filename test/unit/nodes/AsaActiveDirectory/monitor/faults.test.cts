import {
	allEvents,
	at,
	day,
	forbidden,
	hour,
	iso,
	expectPolls,
	Scenario,
	serverResult,
	settings,
	unavailable,
} from './scenario.cts';

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

describe('false all-clears', () => {
	test('one list without an entry: an empty one, or a deletion between two pages', () => {
		const s = new Scenario();
		expectPolls(s, [
			['06:10', 'done 06:00'],
			['07:10', 'error 07:00', 'trigger syncFailed'],
			['07:15', 'absent'],
			['07:20', 'listed'],
			['07:25', 'absent'],
			['07:30', 'listed'],
			['08:10', 'error 08:00'],
			['09:10', 'done 09:00', 'resolve success'],
		]);
	});

	test('one list of connections without an entry', () => {
		const s = new Scenario();
		expectPolls(s, [
			['06:10', 'done 06:00'],
			['07:10', 'error 07:00', 'trigger syncFailed'],
		]);
		s.connection.isListed = false;
		expect(s.poll('07:15')).toEqual([]);
		expect(s.requests.lookUps).toEqual(['id-Corp']);
		s.connection.isListed = true;
		expect(s.poll('08:10', 'done 08:00')).toEqual(['resolve success']);
	});

	test('another team: nothing is resolved, the log names the keys', () => {
		const s = new Scenario();
		s.poll('06:10', 'done 06:00');
		const [{ incident_key: key }] = s.items('07:10', 'error 07:00');
		s.team = { ...s.team, name: 'other' };
		s.connections = [];
		s.connect('Theirs').job('Sync').run('done 07:00');
		expect(s.poll('07:15')).toEqual([]);
		expect(s.last.warnings).toEqual([expect.stringContaining(key ?? '')]);
		expect([...(s.state?.connections.keys() ?? [])]).toEqual(['id-Theirs']);
	});

	test('another team that cannot be read yet leaves the state where it is', () => {
		const s = new Scenario();
		s.poll('06:10', 'done 06:00');
		s.poll('07:10', 'error 07:00');
		s.team = { ...s.team, name: 'other' };
		s.teamError = forbidden;
		s.poll('07:15');
		s.poll('07:26');
		s.team = { ...s.team, name: 'acme' };
		s.teamError = null;
		expect(s.poll('08:10', 'done 08:00')).toContain('resolve success');
	});

	test('a newer run has begun, or a long one has dropped out of the list', () => {
		const s = new Scenario();
		expectPolls(s, [
			['06:10', 'done 06:00'],
			['07:10', 'running 07:00'],
			['09:05', '', 'trigger syncRunningLong'],
			['09:10', 'running 09:08'],
			['09:15', 'lose 07:00'],
			['09:20', 'lose 09:08'],
			['11:00', '', 'update syncOverdue'],
			['11:05', 'done 11:02', 'resolve success'],
		]);
	});

	test('a success that turns failed in place', () => {
		const s = new Scenario();
		expectPolls(s, [
			['06:10', 'done 06:00'],
			['07:10', 'done 07:00'],
			['07:15', 'error 07:00', 'trigger syncFailed'],
			['07:20', 'done 07:00', 'resolve success'],
		]);
	});

	test('a failed result that appears one poll late with an earlier time', () => {
		const s = new Scenario({ events: allEvents });
		s.poll('06:10', 'done 06:00');
		s.poll('07:10', 'running 07:05');
		expect(s.poll('07:15', 'error 07:02, error 07:05')).toEqual([
			'newResult failed r0702',
			'newResult failed r0705',
			'trigger syncFailed',
		]);
	});

	test('a failed result that appears late behind a newer success opens nothing', () => {
		const s = new Scenario({ events: allEvents });
		s.poll('06:10', 'done 06:00');
		s.poll('07:10', 'done 07:05');
		s.job.recent = serverResult('late', at('07:02'), { task_state: 'error' });
		s.job.put(s.job.recent);
		expect(s.poll('07:15')).toEqual(['newResult failed late']);
	});

	test('threshold 3 and a long run that ends failed', () => {
		const s = new Scenario({ failureThreshold: 3 });
		expectPolls(s, [
			['06:10', 'done 06:00'],
			['07:10', 'running 07:00'],
			['09:05', '', 'trigger syncRunningLong'],
			['09:10', 'error 07:00-09:08', 'update syncFailed'],
			['10:10', 'error 10:00'],
			['11:10', 'done 11:00', 'resolve success'],
		]);
	});

	test('two triggers with different events share the key, and neither resolves for the other', () => {
		const keys = (['syncOverdue', 'syncFailed'] as const).map((event) => {
			const s = new Scenario({ events: [event] });
			s.poll('06:10', 'done 06:00');
			const late = s.items('07:35');
			const failed = s.items('07:45', 'error 07:40');
			expect([...late, ...failed].map(({ incident_action }) => incident_action)).toEqual(
				event === 'syncOverdue' ? ['trigger', 'update'] : ['trigger'],
			);
			return [...late, ...failed][0].incident_key;
		});
		expect(keys[0]).toBe(keys[1]);
	});
});

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

function choiceOf(name: string) {
	return {
		connection: { id: 'id-Corp', name: 'Corp' },
		kind: 'serverSyncJob' as const,
		job: { id: `id-${name}`, name },
	};
}
