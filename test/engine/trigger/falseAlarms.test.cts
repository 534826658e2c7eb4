import { closeTriggerTeams } from '../triggerTeam.cts';
import { day, hour, minute, startScenario, ways } from './scenario.cts';

afterEach(closeTriggerTeams);

/** Wrong alarms: what is well, and an earlier version called wrong. */

describe.each(ways)('polled in the %s way, no alarm for', (way) => {
	test.each([61, 115])('an hourly job whose healthy runs take %d minutes', async (minutes) => {
		const s = await startScenario({ way });
		s.plan({ outcome: 'succeed', durationSeconds: minutes * minute, times: null });
		expect(await s.polls(18, 20 * minute)).toEqual([]);
	});

	test.each([35, 45])(
		'an hourly job whose interval counts from the end of runs of %d minutes',
		async (minutes) => {
			const s = await startScenario({ way, switches: { overlongRuns: 'countFromEnd' } });
			s.plan({ outcome: 'succeed', durationSeconds: minutes * minute, times: null });
			expect(await s.polls(18, 20 * minute)).toEqual([]);
		},
	);

	test('a daily job whose run takes 26 hours, but for its length', async () => {
		const s = await startScenario({ way, frequency: 24 });
		s.plan({ outcome: 'succeed', durationSeconds: 26 * hour }, { outcome: 'succeed', times: null });
		s.passRun();
		expect(await s.polls(18, 4 * hour)).toEqual(['trigger syncRunningLong', 'resolve success']);
	});

	test('a dead run that stays in the list while later runs succeed', async () => {
		const s = await startScenario({ way, switches: { hungRuns: 'orphan' } });
		s.plan('hang', { outcome: 'succeed', times: null });
		expect(await s.polls(14, 20 * minute)).toEqual([]);
	});

	test('a failure that appears late behind a newer success', async () => {
		const s = await startScenario({ way, options: { overdueGraceMinutes: 90 } });
		s.plan(
			{ outcome: 'fail', appearDelaySeconds: 80 * minute },
			{ outcome: 'succeed', times: null },
		);
		expect(await s.polls(12, 20 * minute)).toEqual([]);
	});

	test('test runs that fail, ten in a row', async () => {
		const s = await startScenario({ way, frequency: 12 });
		s.sandbox.planRuns(s.job.id, { outcome: 'fail', times: 10 });
		for (let run = 0; run < 10; run++) {
			s.sandbox.runJob(s.job.id, { isTest: true });
			expect(await s.poll(2 * minute)).toEqual([]);
		}
		expect(await s.runs('succeed')).toEqual([[]]);
	});

	test('a single poll whose clock has jumped', async () => {
		const s = await startScenario({ way, frequency: 12, options: { accessWarningHours: 95 } });
		s.plan('hang');
		s.passRun();
		await s.poll(0);
		s.sandbox.setSwitches({ dateOffsetSeconds: 10 * hour });
		expect(await s.poll()).toEqual([]);
		s.sandbox.setSwitches({ dateOffsetSeconds: 0 });
		expect(await s.polls(2)).toEqual([]);
	});

	test('words of the last users in Failure Words that are parts of others', async () => {
		const s = await startScenario({ way, options: { failureWords: '0 users, err' } });
		expect(
			await s.runs({ outcome: 'succeed', summary: '10 users, 1,000 users, no errata' }),
		).toEqual([[]]);
	});
});

describe.each(ways)('polled in the %s way, one incident for', (way) => {
	test('one long run: it runs too long, and is not overdue', async () => {
		const s = await startScenario({ way });
		s.plan('hang');
		s.passRun();
		expect(await s.polls(12, hour)).toEqual(['trigger syncRunningLong']);
	});

	test('a late run that then fails', async () => {
		const s = await startScenario({ way });
		s.skipRuns();
		const items = await s.items(2 * hour);
		items.push(...(await s.run('fail')));
		items.push(...(await s.run('succeed')));
		expect(items.map(({ event, incident_action }) => [event, incident_action])).toEqual([
			['syncOverdue', 'trigger'],
			['syncFailed', 'update'],
			['syncRecovered', 'resolve'],
		]);
		expect(new Set(items.map(({ incident_key }) => incident_key)).size).toBe(1);
	});

	test('a daily job whose hour was moved, at its new hour', async () => {
		const s = await startScenario({ way, frequency: 24 });
		const old = s.job.settings.start_hour_utc!;
		// Two hours earlier in the day: the slot of today has passed.
		await s.setSchedule({ frequency: 24, start_hour_utc: (old + 22) % 24 });
		s.skipRuns();
		expect(await s.polls(11, 2 * hour)).toEqual([]);
		const [overdue] = [...(await s.items(2 * hour)), ...(await s.items(2 * hour))];
		expect(overdue.event).toBe('syncOverdue');
		const hours = String((old + 22) % 24).padStart(2, '0');
		expect(overdue.text).toMatch(new RegExp(`The next run was due \\S+T${hours}:00:00Z\\.`));
		expect(await s.polls(6, 2 * hour)).toEqual([]);
	});
});

describe.each(ways)('polled in the %s way, no all-clear and no new alarm by', (way) => {
	test.each([
		['done', 'running'],
		['done', 'skipped'],
		['done', 'incomplete'],
		['not_completed', 'done'],
		['unsuccessful', 'done'],
		['done_with_problems', 'done'],
	])('task_state %s with the rules %s', async (taskState, rulesSummaryStatus) => {
		const s = await startScenario({ way });
		expect(await s.runs('fail')).toEqual([['trigger syncFailed']]);
		const plan = { outcome: 'succeed', taskState, rulesSummaryStatus } as const;
		expect(await s.runs(plan)).toEqual([[]]);
		expect(await s.runs('succeed')).toEqual([['resolve success']]);
	});
});

test.each(ways)('polled in the %s way, Success Words are equal to a whole state', async (way) => {
	const s = await startScenario({ way, options: { successWords: 'applied, nothing_to_do' } });
	const words = (taskState: string) =>
		({ outcome: 'succeed', taskState, rulesSummaryStatus: '' }) as const;
	expect(await s.runs('fail', words('Nothing_To_Do'))).toEqual([
		['trigger syncFailed'],
		['resolve success'],
	]);
	// Only a whole state is equal to an entry.
	expect(await s.runs(words('applied_partly'), words('never applied'))).toEqual([[], []]);
	expect(await s.polls(1, day)).toEqual([]);
});
