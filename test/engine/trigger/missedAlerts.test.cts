import { closeTriggerTeams } from '../triggerTeam.cts';
import { day, hour, minute, startScenario, ways } from './scenario.cts';

afterEach(closeTriggerTeams);

/*
 * Alerts that an earlier version missed. Outages, restarts, choices and lost state have
 * files of their own.
 */

const odd = { outcome: 'succeed', rulesSummaryStatus: '' } as const;

describe.each(ways)('polled in the %s way, it reports', (way) => {
	test('a failure of a run whose words are not known while it is under way', async () => {
		const s = await startScenario({ way });
		s.plan({
			outcome: 'fail',
			durationSeconds: 20 * minute,
			runningTaskState: 'phase2',
			runningRulesSummaryStatus: 'phase2',
		});
		s.passRun();
		expect(await s.poll(0)).toEqual([]);
		expect(await s.poll(20 * minute)).toEqual(['trigger syncFailed']);
	});

	test('a failure of a run that was processing', async () => {
		const s = await startScenario({ way });
		s.plan({ outcome: 'fail', durationSeconds: 20 * minute, runningTaskState: 'processing' });
		s.passRun();
		expect(await s.poll(0)).toEqual([]);
		expect(await s.poll(20 * minute)).toEqual(['trigger syncFailed']);
	});

	test('an unknown end of a daily job after a day, not after three', async () => {
		const s = await startScenario({ way, frequency: 24 });
		s.plan({ ...odd, taskState: 'kaputt', times: null });
		s.passRun();
		expect(await s.poll(0)).toEqual([]);
		s.passRun();
		const items = [...(await s.items(0)), ...(await s.items(2 * hour))];
		expect(items).toMatchObject([{ event: 'syncFailed', outcome: 'unknown' }]);
		expect(items[0].text).toContain(`State "kaputt" is not recognized`);
		expect(items[0].text).toContain(`'Success Words' or 'Failure Words'`);
	});

	test('a job that is switched off while it fails: it stays open, and access is reported', async () => {
		const s = await startScenario({ way, kind: 'userSyncJob' });
		const start = s.job.results.at(-1)!.createdAt;
		const [failed] = await s.run('fail');
		await s.setActive(false);
		const items = [...(await s.items()), ...(await s.items())];
		s.passUntil(start, 25 * hour);
		items.push(...(await s.items(0)));
		s.passUntil(start, 49 * hour);
		items.push(...(await s.items(0)));
		expect(items.map(({ event, incident_action }) => [event, incident_action])).toEqual([
			['syncStopped', 'update'],
			['accessAtRisk', 'update'],
			['accessAtRisk', 'update'],
		]);
		expect(new Set(items.map(({ incident_key }) => incident_key))).toEqual(
			new Set([failed.incident_key]),
		);
	});

	test.each([
		['of year 1', { createdAt: '0001-01-01T00:00:00Z' }],
		['in the future', { clockOffsetSeconds: 30 * day }],
	])('a failure with a time %s, its recovery, and what comes later', async (_, wrong) => {
		const s = await startScenario({ way });
		expect(await s.runs({ outcome: 'fail', ...wrong }, 'succeed', 'fail', 'succeed')).toEqual([
			['trigger syncFailed'],
			['resolve success'],
			['trigger syncFailed'],
			['resolve success'],
		]);
	});

	test('what fails while the clock of the API has jumped', async () => {
		const s = await startScenario({ way });
		s.sandbox.setSwitches({ dateOffsetSeconds: 5 * hour });
		expect(await s.runs('fail')).toEqual([['trigger syncFailed']]);
		s.sandbox.setSwitches({ dateOffsetSeconds: 0 });
		expect(await s.runs('succeed')).toEqual([['resolve success']]);
	});

	test('a deletion, which takes two polls', async () => {
		const s = await startScenario({ way, kind: 'userSyncJob' });
		await s.deleteJob();
		expect(await s.polls(2)).toEqual(['syncStopped']);
	});

	test('a failure that appears one poll late with an earlier time', async () => {
		const s = await startScenario({ way });
		s.plan({ outcome: 'fail', appearDelaySeconds: 20 * minute });
		s.passRun();
		expect(await s.poll(0)).toEqual([]);
		expect(await s.poll(15 * minute)).toEqual(['trigger syncFailed']);
	});

	test('a failure of each of two jobs of one name', async () => {
		const s = await startScenario({ way, kind: 'userSyncJob', userJobs: 2 });
		const [first, second] = s.connection.userSyncJobs;
		s.sandbox.renameJob(second.id, first.settings.name);
		expect(await s.poll()).toEqual([]);
		s.sandbox.setSwitches({ failProbability: 1 });
		expect(await s.polls(2, hour)).toEqual(['trigger syncFailed', 'trigger syncFailed']);
	});

	test('a failure that only the rules report', async () => {
		const s = await startScenario({ way });
		expect(await s.runs({ outcome: 'succeed', rulesSummaryStatus: 'timeout' })).toEqual([
			['trigger syncFailed'],
		]);
	});
});

describe.each(ways)('polled in the %s way, a state in Failure Words', (way) => {
	test.each([
		['skipped', { ...odd, taskState: 'SKIPPED' }],
		['skipped', { outcome: 'succeed', rulesSummaryStatus: 'rules_skipped' }],
		['no objects found', { outcome: 'succeed', summary: 'Sync done: no objects found.' }],
		['0 users', { outcome: 'succeed', summary: { found: '0 users' } }],
		['no servers', { outcome: 'succeed', detailedSummary: 'Rule 1: no servers' }],
	] as const)('"%s" finds %j', async (failureWords, plan) => {
		const s = await startScenario({
			way,
			options: { failureWords },
			switches: { detailsInLists: true },
		});
		expect(await s.runs(plan)).toEqual([['trigger syncFailed']]);
	});

	test('is not a success, whatever Success Words say', async () => {
		const options = { failureWords: 'applied', successWords: 'applied' };
		const s = await startScenario({ way, options });
		expect(await s.runs({ ...odd, taskState: 'applied' })).toEqual([['trigger syncFailed']]);
	});
});
