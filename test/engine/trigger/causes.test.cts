import { closeTriggerTeams } from '../triggerTeam.cts';
import { day, hour, minute, startScenario, ways, type TriggerScenario } from './scenario.cts';

afterEach(closeTriggerTeams);

/*
 * What opens an incident of a job: it fails, it runs too long, it is switched off. Overdue and access at risk have
 * files of their own.
 */

const causes = [
	['running_long', 'syncRunningLong', 'warning'],
	['stopped', 'syncStopped', 'warning'],
	['overdue', 'syncOverdue', 'error'],
	['failed', 'syncFailed', 'error'],
	['access', 'accessAtRisk', 'critical'],
] as const;

type Cause = (typeof causes)[number][0];

/** Lets a cause of a job hold 15 hours later. */
async function bringAbout(s: TriggerScenario, cause: Cause): Promise<void> {
	if (cause === 'stopped') await s.setActive(false);
	else if (cause === 'running_long') s.plan('hang');
	else if (cause === 'failed') s.plan({ outcome: 'fail', times: null });
	else s.skipRuns();
}

describe.each(ways)('polled in the %s way, the cause', (way) => {
	test.each(causes)('%s has the event %s and the severity %s', async (cause, event, severity) => {
		const options = { accessWarningHours: cause === 'access' ? 40 : 24 };
		const job = { kind: 'userSyncJob', frequency: 12 } as const;
		const s = await startScenario({ way, ...job, events: [event], options });
		await bringAbout(s, cause);
		const items = [...(await s.items(15 * hour)), ...(await s.items())];
		expect(items).toMatchObject([{ cause, event, severity, incident_action: 'trigger' }]);
		expect(items[0].causes?.[0]).toBe(cause);
	});
});

describe.each(ways)('polled in the %s way, a job fails', (way) => {
	test('at once, and its incident is opened and resolved once', async () => {
		const s = await startScenario({ way });
		expect(await s.runs('fail', 'fail', 'succeed', 'succeed')).toEqual([
			['trigger syncFailed'],
			[],
			['resolve success'],
			[],
		]);
	});

	test('as often in a row as the threshold says', async () => {
		const s = await startScenario({ way, options: { failureThreshold: 3 } });
		expect(await s.runs('fail', 'fail', 'succeed', 'fail', 'fail', 'fail')).toEqual([
			[],
			[],
			[],
			[],
			[],
			['trigger syncFailed'],
		]);
	});

	test('at once when Failure Words make its newest result a failure', async () => {
		const s = await startScenario({ way });
		expect(await s.runs({ outcome: 'succeed', summary: '0 users' })).toEqual([[]]);
		const lines = [
			...(await s.republish(undefined, { failureWords: '0 users' })),
			...(await s.poll()),
		];
		expect(lines).toEqual(['trigger syncFailed']);
	});

	test('by unknown results once three of them were seen, whatever the threshold is', async () => {
		const s = await startScenario({ way, options: { failureThreshold: 5 } });
		const unknown = { outcome: 'succeed', taskState: 'kaputt' } as const;
		expect(await s.runs(unknown, unknown, unknown)).toEqual([[], [], ['trigger syncFailed']]);
	});

	test('by an unknown result 24 hours after it was first seen', async () => {
		const s = await startScenario({ way, frequency: 24 });
		expect(await s.runs({ outcome: 'succeed', taskState: 'kaputt' })).toEqual([[]]);
		s.skipRuns();
		expect(await s.poll(day - minute)).toEqual([]);
		expect(await s.poll(2 * minute)).toEqual(['trigger syncFailed']);
	});

	test('with a single unknown result between, which neither counts nor breaks the row', async () => {
		const s = await startScenario({ way, options: { failureThreshold: 2 } });
		expect(
			await s.runs(
				'fail',
				{ outcome: 'fail', taskState: 'kaputt', rulesSummaryStatus: 'kaputt' },
				'fail',
			),
		).toEqual([[], [], ['trigger syncFailed']]);
	});
});

describe.each(ways)('polled in the %s way, a run takes too long', (way) => {
	test('when it is older than the option says', async () => {
		const s = await startScenario({ way });
		expect(await s.runs('hang')).toEqual([[]]);
		expect(await s.pollAt(2 * hour - minute)).toEqual([]);
		expect(await s.pollAt(2 * hour + minute)).toEqual(['trigger syncRunningLong']);
		s.sandbox.endRun(s.job.id, 'succeed');
		expect(await s.poll()).toEqual(['resolve success']);
	});

	test('and a newer start ends no incident', async () => {
		const options = { runningLongMinutes: 90 };
		const s = await startScenario({ way, options, switches: { hungRuns: 'orphan' } });
		s.plan('hang', 'hang', 'succeed');
		s.passRun();
		expect(await s.pollAt(89 * minute)).toEqual([]);
		expect(await s.pollAt(91 * minute)).toEqual(['trigger syncRunningLong']);
		expect(await s.pollAt(119 * minute)).toEqual([]);
		expect(await s.pollAt(125 * minute)).toEqual(['resolve success']);
	});

	test('and its disappearance ends no incident', async () => {
		const s = await startScenario({ way, frequency: 12 });
		s.plan('hang', 'succeed');
		s.passRun();
		expect(await s.pollAt(2 * hour + minute)).toEqual(['trigger syncRunningLong']);
		s.hideResult(s.job.running[0]);
		expect(await s.polls(3, 3 * hour)).toEqual([]);
		s.passRun();
		expect(await s.poll(0)).toEqual(['resolve success']);
	});

	test('but not if it vanished before: then the next start is reckoned from its start', async () => {
		const s = await startScenario({ way });
		s.plan('hang');
		s.passRun();
		await s.poll(0);
		s.hideResult(s.job.running[0]);
		s.skipRuns();
		expect(await s.pollAt(89 * minute)).toEqual([]);
		expect(await s.pollAt(91 * minute)).toEqual(['trigger syncOverdue']);
	});

	test('but not if a later run has ended: it is an orphan', async () => {
		const s = await startScenario({ way, switches: { hungRuns: 'orphan' } });
		s.plan('hang', 'succeed', 'succeed', 'succeed');
		s.passRun();
		expect(await s.polls(12, 20 * minute)).toEqual([]);
	});
});

describe.each(ways)('polled in the %s way, a job is switched off', (way) => {
	test('and is stopped at the second poll that sees it off', async () => {
		const s = await startScenario({ way, kind: 'userSyncJob' });
		await s.setActive(false);
		expect(await s.poll()).toEqual([]);
		expect(await s.poll()).toEqual(['trigger syncStopped']);
		expect(await s.poll()).toEqual([]);
	});

	test('and on again before the next poll: that is nothing', async () => {
		const s = await startScenario({ way });
		await s.setActive(false);
		expect(await s.poll()).toEqual([]);
		await s.setActive(true);
		expect(await s.polls(3)).toEqual([]);
	});

	test('and a poll that cannot read it neither counts nor breaks the two polls', async () => {
		const s = await startScenario({ way });
		await s.setActive(false);
		expect(await s.poll()).toEqual([]);
		s.fail('/task_settings');
		expect(await s.poll()).toEqual([]);
		s.recover();
		expect(await s.poll()).toEqual(['trigger syncStopped']);
	});

	test('because another server sync job takes its place: that is no stop', async () => {
		const s = await startScenario({ way, serverJobs: 2 });
		const [, second] = s.connection.serverSyncJobs;
		await s.setActive(true, second);
		expect(s.job.settings.is_active).toBe(false);
		expect(await s.polls(6, 20 * minute)).toEqual([]);
	});

	test('and is stopped although another user sync job is active', async () => {
		const s = await startScenario({ way, kind: 'userSyncJob', userJobs: 2 });
		await s.setActive(false);
		expect(await s.polls(2)).toEqual(['trigger syncStopped']);
	});

	test('because it was replaced: it has no cause until it is active again', async () => {
		const s = await startScenario({ way, serverJobs: 2 });
		const { job: first } = s;
		const [, second] = s.connection.serverSyncJobs;
		await s.setActive(true, second);
		expect(await s.polls(2)).toEqual([]);
		await s.setActive(false, second);
		const stopped = [...(await s.items()), ...(await s.items()), ...(await s.items())];
		expect(stopped).toMatchObject([{ event: 'syncStopped', job_id: second.id }]);
		s.plan('fail');
		await s.setActive(true);
		const items = await s.items();
		expect(items.map(({ job_id, event }) => [job_id, event]).sort()).toEqual(
			[
				[first.id, 'syncFailed'],
				[second.id, 'syncRecovered'],
			].sort(),
		);
	});

	test('and was so when it was first seen: it has no cause until it was active', async () => {
		const s = await startScenario({ way, serverJobs: 2, options: { accessWarningHours: 96 } });
		const [, second] = s.connection.serverSyncJobs;
		await s.deleteJob();
		expect(await s.polls(2)).toEqual(['syncStopped']);
		expect(await s.polls(10, 12 * hour)).toEqual([]);
		await s.setActive(true, second);
		expect(await s.poll()).toEqual([]);
		await s.setActive(false, second);
		// What may still be reported of it: it stopped, and its deadline is near.
		expect(await s.polls(2)).toEqual(['trigger accessAtRisk']);
	});
});
