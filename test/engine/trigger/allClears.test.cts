import { closeTriggerTeams, itemsOf } from '../triggerTeam.cts';
import { hour, minute, startScenario, ways } from './scenario.cts';

afterEach(closeTriggerTeams);

/*
 * False all-clears: what does not end an incident, and an earlier version took for its end. Lists without an entry and
 * other teams have files of their own (gone, state).
 */

describe.each(ways)('polled in the %s way, an incident is not ended by', (way) => {
	test('a newer run that has begun while a run takes too long', async () => {
		const s = await startScenario({
			way,
			switches: { hungRuns: 'orphan' },
			options: { runningLongMinutes: 50 },
		});
		s.plan('hang', { outcome: 'succeed', durationSeconds: 30 * minute });
		s.passRun();
		expect(await s.pollAt(51 * minute)).toEqual(['trigger syncRunningLong']);
		expect(await s.pollAt(70 * minute)).toEqual([]);
		expect(await s.pollAt(95 * minute)).toEqual(['resolve success']);
	});

	test('an update between the list and the results of its job', async () => {
		const s = await startScenario({ way });
		expect(await s.runs('fail')).toEqual([['trigger syncFailed']]);
		s.fail('task_results', 404, { times: 1 });
		s.plan({ outcome: 'hang' });
		s.passRun();
		expect(await s.polls(3)).toEqual([]);
	});

	test('ten test runs that succeed', async () => {
		const s = await startScenario({ way, frequency: 12 });
		expect(await s.runs('fail')).toEqual([['trigger syncFailed']]);
		for (let run = 0; run < 11; run++) {
			s.sandbox.runJob(s.job.id, { isTest: true });
			expect(await s.poll(2 * minute)).toEqual([]);
		}
		expect(await s.runs('succeed')).toEqual([['resolve success']]);
	});

	test('a success that turns failed in place: it is taken back', async () => {
		const s = await startScenario({ way });
		const [failed] = await s.run('fail');
		const [end] = await s.run('succeed');
		s.sandbox.amendResult(end.result_id!, { taskState: 'error', rulesSummaryStatus: 'error' });
		const [again] = await s.items();
		expect(again).toMatchObject({
			event: 'syncFailed',
			incident_action: 'trigger',
			incident_key: failed.incident_key,
			consecutive_failures: 2,
		});
	});

	test('a run that took too long and then fails below the threshold', async () => {
		const s = await startScenario({ way, options: { failureThreshold: 3 } });
		s.plan({ outcome: 'fail', durationSeconds: 2.5 * hour });
		s.passRun();
		expect(await s.pollAt(2 * hour + minute)).toEqual(['trigger syncRunningLong']);
		expect(await s.pollAt(2.5 * hour + minute)).toEqual(['update syncFailed']);
		expect(await s.runs('succeed')).toEqual([['resolve success']]);
	});

	test('another trigger with other events: both use one key, and end at the same success', async () => {
		const s = await startScenario({ way, events: ['syncOverdue'] });
		const other = s.team.poller({ events: ['syncFailed'] }, way);
		await other.activate();
		await other.poll();
		s.skipRuns();
		const [overdue] = await s.items(2 * hour);
		expect(itemsOf(await other.poll())).toEqual([]);
		// The late run fails: that opens the other one's incident and updates this one's.
		const [update] = await s.run('fail');
		const [opening] = itemsOf(await other.poll());
		expect(opening).toMatchObject({
			event: 'syncFailed',
			incident_action: 'trigger',
			incident_key: overdue.incident_key,
		});
		expect(update.incident_key).toBe(overdue.incident_key);
		const [end] = await s.run('succeed');
		const [otherEnd] = itemsOf(await other.poll());
		expect([end.incident_action, otherEnd.incident_action]).toEqual(['resolve', 'resolve']);
		expect(otherEnd.incident_key).toBe(end.incident_key);
	});

	test('a success of another job', async () => {
		const s = await startScenario({ way, kind: 'userSyncJob', userJobs: 2 });
		expect(await s.runs('fail')).toEqual([['trigger syncFailed']]);
		s.skipRuns();
		expect(await s.polls(3, 25 * minute)).toEqual([]);
	});

	test('a fault that passes: nothing is closed because it was not read', async () => {
		const s = await startScenario({ way });
		expect(await s.runs('fail')).toEqual([['trigger syncFailed']]);
		for (const path of ['/ad_connections$', '/task_settings$', 'task_results']) {
			s.fail(path);
			expect(await s.poll(minute)).toEqual([]);
			s.recover();
			expect(await s.poll(minute)).toEqual([]);
		}
	});
});
