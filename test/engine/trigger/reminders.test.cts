import { closeTriggerTeams } from '../triggerTeam.cts';
import { hour, minute, startScenario, ways } from './scenario.cts';

afterEach(closeTriggerTeams);

describe.each(ways)('polled in the %s way, reminders', (way) => {
	const events = [
		'syncFailed',
		'syncOverdue',
		'syncStopped',
		'syncRunningLong',
		'syncStillFailing',
	];

	test('come an interval after the last item of any kind; an update takes their place', async () => {
		const s = await startScenario({ way, events, options: { reminderHours: 3 } });
		expect(await s.runs('fail')).toEqual([['trigger syncFailed']]);
		s.plan({ outcome: 'fail', times: null });
		expect(await s.poll(3 * hour - minute)).toEqual([]);
		expect(await s.poll(minute)).toEqual(['update syncStillFailing']);
		s.skipRuns();
		expect(await s.poll(3 * hour)).toEqual(['update syncOverdue']);
		expect(await s.poll(3 * hour - minute)).toEqual([]);
		expect(await s.poll(2 * minute)).toEqual(['update syncStillFailing']);
	});

	test.each([
		['overdue', 'has still not started'],
		['stopped', 'is still inactive'],
		['running_long', 'is still running'],
		['failed', 'is still failing'],
	] as const)('know the cause %s', async (cause, words) => {
		const s = await startScenario({ way, events, frequency: 12, options: { reminderHours: 5 } });
		if (cause === 'overdue') s.skipRuns();
		if (cause === 'stopped') await s.setActive(false);
		if (cause === 'running_long') s.plan('hang');
		if (cause === 'failed') s.plan({ outcome: 'fail', times: null });
		s.pass(15 * hour);
		const [opening] = [...(await s.items(0)), ...(await s.items())];
		expect(opening).toMatchObject({ cause, incident_action: 'trigger' });
		const [reminder] = await s.items(5 * hour);
		expect(reminder).toMatchObject({
			event: 'syncStillFailing',
			cause,
			causes: [cause],
			incident_action: 'update',
			incident_key: opening.incident_key,
			severity: opening.severity,
			severity_raised: false,
		});
		expect(reminder.title).toContain(words);
	});

	test('know access, at risk and ended', async () => {
		const s = await startScenario({
			way,
			kind: 'userSyncJob',
			events: ['accessAtRisk', 'syncStillFailing'],
			options: { reminderHours: 5 },
		});
		const start = s.job.results.at(-1)!.createdAt;
		s.skipRuns();
		s.passUntil(start, 25 * hour);
		expect(await s.poll(0)).toEqual(['trigger accessAtRisk']);
		const [atRisk] = await s.items(5 * hour);
		expect(atRisk).toMatchObject({ event: 'syncStillFailing', cause: 'access' });
		expect(atRisk.title).toContain('is still at risk');
		s.passUntil(start, 49 * hour);
		expect(await s.poll(0)).toEqual(['update accessAtRisk']);
		const [ended] = await s.items(5 * hour);
		expect(ended.event).toBe('syncStillFailing');
		expect(ended.title).toContain('has probably ended');
	});

	test('come for every incident that was reported, that of the team too', async () => {
		const chosen = [...events, 'connectionUnreadable'];
		const options = { reminderHours: 2 };
		const s = await startScenario({ way, events: chosen, userJobs: 2, options });
		s.sandbox.setSwitches({ failProbability: 1 });
		const keys = (await s.items(hour)).map(({ incident_key }) => incident_key);
		expect(keys).toHaveLength(3);
		const reminders = await s.items(2 * hour);
		expect(reminders.map(({ incident_key }) => incident_key).sort()).toEqual(keys.sort());
		s.fail('/ad_connections$');
		expect(await s.polls(3)).toEqual(['trigger connectionUnreadable']);
		expect(await s.items(2 * hour)).toMatchObject([
			{
				event: 'syncStillFailing',
				cause: 'unreadable',
				incident_action: 'update',
				title: 'Team "demo-team" still cannot be read',
				severity: 'error',
				severity_raised: false,
			},
		]);
	});

	test('of a cause that holds no longer say that the job has still not succeeded', async () => {
		const options = { reminderHours: 2 };
		const s = await startScenario({ way, events, kind: 'userSyncJob', frequency: 12, options });
		await s.setActive(false);
		expect(await s.polls(2)).toEqual(['trigger syncStopped']);
		s.plan({ outcome: 'succeed', taskState: 'kaputt' });
		await s.setActive(true);
		const [reminder] = await s.items(2 * hour);
		expect(reminder).toMatchObject({ event: 'syncStillFailing', cause: 'stopped' });
		expect(reminder.title).toContain('has still not succeeded');
	});

	test("count time that ASA's clock gains, and are not delayed when it loses that time again", async () => {
		const s = await startScenario({ way, events, frequency: 24, options: { reminderHours: 6 } });
		expect(await s.runs('fail')).toEqual([['trigger syncFailed']]);
		s.skipRuns();
		s.sandbox.setSwitches({ dateOffsetSeconds: 5 * hour });
		expect(await s.polls(2, hour)).toEqual(['update syncStillFailing']);
		s.sandbox.setSwitches({ dateOffsetSeconds: 0 });
		expect(await s.poll(5 * hour - minute)).toEqual([]);
		expect(await s.poll(2 * hour)).toEqual(['update syncStillFailing']);
	});

	test('open nothing', async () => {
		const s = await startScenario({ way, events: ['syncStillFailing'] });
		s.plan({ outcome: 'fail', times: null });
		expect(await s.polls(4, 13 * hour)).toEqual([]);
	});
});
