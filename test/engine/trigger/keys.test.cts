import { closeTriggerTeams } from '../triggerTeam.cts';
import {
	hour,
	minute,
	prepareScenario,
	startScenario,
	ways,
	type TriggerScenario,
} from './scenario.cts';

afterEach(closeTriggerTeams);

/** The key of an incident, its severity, and the choice of its events. */

describe.each(ways)('polled in the %s way, the key of an incident', (way) => {
	test('has at most 64 characters of A-Z, a-z, 0-9 and hyphen', async () => {
		const s = await startScenario({ way });
		const [{ incident_key }] = await s.run('fail');
		expect(incident_key).toMatch(/^[A-Za-z0-9-]{1,64}$/);
	});

	test('is the same in another trigger, by another cause, and after lost state', async () => {
		const s = await startScenario({ way });
		s.skipRuns();
		const [overdue] = await s.items(2 * hour);
		const [failed] = await s.run('fail');
		const other = s.team.poller({ events: ['syncFailed'] });
		const [lost] = (await other.activate())!;
		expect(overdue.event).toBe('syncOverdue');
		expect(failed.incident_key).toBe(overdue.incident_key);
		expect(lost.json).toMatchObject({
			event: 'syncFailed',
			incident_action: 'trigger',
			incident_key: overdue.incident_key,
		});
	});

	test('is another one after a success', async () => {
		const s = await startScenario({ way });
		const items = [];
		for (const plan of ['fail', 'succeed', 'fail'] as const) items.push(...(await s.run(plan)));
		const [first, end, second] = items.map(({ incident_key }) => incident_key);
		expect(end).toBe(first);
		expect(second).not.toBe(first);
	});

	test('is that of a job, a kind and a connection', async () => {
		const s = await startScenario({ way, connections: 2, userJobs: 1 });
		for (const { serverSyncJobs, userSyncJobs } of s.sandbox.getState().connections) {
			s.sandbox.renameJob(userSyncJobs[0].id, serverSyncJobs[0].settings.name);
		}
		const keys = new Set<unknown>();
		s.sandbox.setSwitches({ failProbability: 1 });
		for (const { incident_key } of await s.items(hour)) keys.add(incident_key);
		expect(keys.size).toBe(4);
	});

	test('survives an update of the job, which gives it another ID', async () => {
		const s = await startScenario({ way });
		const [failed] = await s.run('fail');
		s.sandbox.setSwitches({ jobOnPut: 'recreated' });
		s.plan('succeed');
		await s.updateJob({});
		expect(s.job.id).not.toBe(failed.job_id);
		const [end] = await s.items();
		expect(end).toMatchObject({ incident_key: failed.incident_key, incident_action: 'resolve' });
	});

	test('triggers again if its success was taken back', async () => {
		const s = await startScenario({ way });
		const [failed] = await s.run('fail');
		const [end] = await s.run('succeed');
		s.sandbox.amendResult(end.result_id!, { taskState: 'error' });
		const [again] = await s.items();
		expect(again).toMatchObject({ event: 'syncFailed', incident_action: 'trigger' });
		expect(again.incident_key).toBe(failed.incident_key);
	});

	test('triggers again after an end that no success brought', async () => {
		const s = await startScenario({ way });
		s.skipRuns();
		const [overdue] = await s.items(2 * hour);
		await s.setSchedule({ frequency: 6 });
		expect(await s.poll()).toEqual(['resolve schedule_changed']);
		const [again] = await s.run('fail');
		expect(again).toMatchObject({ incident_action: 'trigger', incident_key: overdue.incident_key });
	});

	test('says none if no success is known, and is not revised when one becomes known', async () => {
		const s = await prepareScenario({ way, switches: { failProbability: 1 } });
		s.pass(10 * hour);
		const [failed] = [...(await s.poller.activate())!].map(({ json }) => json);
		expect(String(failed.incident_key)).toMatch(/-none$/);
		const [end] = await s.run('succeed');
		expect(end.incident_key).toBe(failed.incident_key);
	});

	test('holds the ID of the job if names repeat', async () => {
		const s = await startScenario({ way, kind: 'userSyncJob', userJobs: 2 });
		const [first, second] = s.connection.userSyncJobs;
		s.sandbox.renameJob(second.id, first.settings.name);
		await s.poll();
		s.sandbox.setSwitches({ failProbability: 1 });
		const items = await s.items(hour);
		expect(items.map(({ job_id }) => job_id).sort()).toEqual([first.id, second.id].sort());
		expect(items[0].incident_key).not.toBe(items[1].incident_key);
	});

	test('is not revised when its job is renamed, or when another job gets its name', async () => {
		const s = await startScenario({ way, kind: 'userSyncJob', userJobs: 2 });
		const [first, second] = s.connection.userSyncJobs;
		const [failed] = await s.run('fail');
		s.sandbox.renameJob(second.id, first.settings.name);
		expect(await s.poll()).toEqual([]);
		s.sandbox.renameJob(first.id, 'Renamed');
		s.planOf(first.id, 'succeed');
		const [end] = await s.items(hour);
		expect(end).toMatchObject({ job_name: 'Renamed', incident_key: failed.incident_key });
	});

	test('is made of the last successful scheduled run: a test run counts for nothing', async () => {
		const s = await startScenario({ way });
		const [failed] = await s.run('fail');
		s.plan('succeed', { outcome: 'fail', times: null });
		s.sandbox.runJob(s.job.id, { isTest: true });
		s.pass(2 * minute);
		const other = s.team.poller({}, way);
		const [again] = (await other.activate())!;
		expect(again.json.incident_key).toBe(failed.incident_key);
	});

	test('of a connection is that of the connection and its first failed poll', async () => {
		const s = await startScenario({ way, connections: 3 });
		const [first, second] = s.sandbox.getState().connections;
		s.fail(`${first.id}|${second.id}`);
		await s.poll();
		const time = Date.parse(s.sandbox.now()) / 1000;
		const keys = (await s.items(12 * minute)).map(({ incident_key }) => incident_key);
		expect(new Set(keys).size).toBe(2);
		for (const key of keys) expect(key).toMatch(new RegExp(`^asa-connection-\\w{8}-${time}$`));
	});

	test('of a team is that of its origin and its name, and of its first failed poll', async () => {
		const [first, second] = [await startScenario({ way }), await startScenario({ way })];
		const keyOf = async (s: TriggerScenario, teamName = 'demo-team') => {
			Object.assign(s.team.credential.data, { teamName, sessionToken: '' });
			s.fail('/ad_connections$');
			const items = [...(await s.items()), ...(await s.items(12 * minute))];
			Object.assign(s.team.credential.data, { teamName: 'demo-team', sessionToken: '' });
			s.recover();
			expect(await s.poll()).toEqual(['resolve readable']);
			return items[0].incident_key!;
		};
		const key = await keyOf(first);
		const [team, time] = [/^asa-team-(\w{8})-\d+$/.exec(key)![1], key.split('-')[3]];
		expect(await keyOf(second)).not.toContain(team);
		expect(await keyOf(first, 'another-team')).not.toContain(team);
		const later = await keyOf(first);
		expect(later).toContain(team);
		expect(later.split('-')[3]).not.toBe(time);
	});
});

describe.each(ways)('polled in the %s way, the severity', (way) => {
	test('of a trigger and of updates is that of the worst cause, and says when it rises', async () => {
		const s = await startScenario({ way, kind: 'userSyncJob', frequency: 12 });
		s.plan('hang', { outcome: 'fail', times: null });
		s.passRun();
		const items = await s.items(3 * hour);
		s.sandbox.endRun(s.job.id, 'fail');
		items.push(...(await s.items()));
		s.passUntil(items[0].last_success_at!, 30 * hour);
		items.push(...(await s.items(0)));
		items.push(...(await s.run('succeed')));
		const facts = items.map((item) => [
			item.cause,
			item.severity,
			item.severity_raised,
			item.causes,
		]);
		expect(facts).toEqual([
			['running_long', 'warning', false, ['running_long']],
			['failed', 'error', true, ['failed', 'running_long']],
			['access', 'critical', true, ['access', 'failed', 'running_long']],
			['access', 'info', false, ['access', 'failed', 'running_long']],
		]);
		expect(items.map(({ incident_opened_at }) => incident_opened_at)).toEqual(
			items.map(() => items[0].incident_opened_at),
		);
	});

	test('is that of the worst of all causes, which are listed worst first', async () => {
		const s = await startScenario({ way, kind: 'userSyncJob', frequency: 12 });
		s.plan('hang');
		s.passRun();
		const items = await s.items(3 * hour);
		s.sandbox.endRun(s.job.id, 'fail');
		s.skipRuns();
		items.push(...(await s.items()), ...(await s.items(13 * hour)));
		await s.setActive(false);
		items.push(...(await s.items()), ...(await s.items()));
		const facts = items.map(({ event, cause, severity }) => [event, cause, severity]);
		expect(facts).toEqual([
			['syncRunningLong', 'running_long', 'warning'],
			['syncFailed', 'failed', 'error'],
			['accessAtRisk', 'access', 'critical'],
			['syncStopped', 'stopped', 'critical'],
		]);
		const all = ['access', 'failed', 'overdue', 'stopped', 'running_long'];
		expect(items[3]).toMatchObject({ causes: all, severity_raised: false });
	});

	test('does not fall when a milder cause is added', async () => {
		const s = await startScenario({ way });
		await s.run('fail');
		s.plan('hang');
		const [update] = await s.items(4 * hour);
		expect(update).toMatchObject({
			event: 'syncRunningLong',
			cause: 'running_long',
			causes: ['failed', 'running_long'],
			severity: 'error',
			severity_raised: false,
		});
	});

	test('of a trigger counts every cause that holds, although its event is not chosen', async () => {
		const options = { accessWarningHours: 96 };
		const s = await startScenario({ way, events: ['syncFailed'], options });
		const [failed] = await s.run('fail');
		expect(failed).toMatchObject({
			event: 'accessAtRisk',
			cause: 'access',
			causes: ['access', 'failed'],
			severity: 'critical',
			severity_raised: false,
		});
	});
});

describe.each(ways)('polled in the %s way, choosing', (way) => {
	test('an event reports a cause that already holds at the next poll', async () => {
		const s = await startScenario({ way, events: ['syncOverdue'] });
		expect(await s.runs('fail')).toEqual([[]]);
		const lines = [...(await s.republish(['syncFailed'])), ...(await s.poll())];
		expect(lines).toEqual(['trigger syncFailed']);
	});

	test('a lower threshold reports what it makes a failure at once', async () => {
		const s = await startScenario({ way, options: { failureThreshold: 3 } });
		expect(await s.runs('fail')).toEqual([[]]);
		const lines = [...(await s.republish(undefined, {})), ...(await s.poll())];
		expect(lines).toEqual(['trigger syncFailed']);
	});

	test('other events or a higher threshold closes nothing, and the end still comes', async () => {
		const s = await startScenario({ way });
		expect(await s.runs('fail')).toEqual([['trigger syncFailed']]);
		const options = { failureThreshold: 9 };
		expect(await s.republish(['syncOverdue'], options)).toEqual([]);
		expect(await s.runs('fail', 'succeed')).toEqual([[], ['resolve success']]);
	});

	test('Sync Recovered alone emits the end of an incident that was not reported', async () => {
		const s = await startScenario({ way, events: ['syncRecovered'] });
		s.plan('fail');
		s.passRun();
		expect(await s.poll(0)).toEqual([]);
		const [end] = await s.run('succeed');
		expect(end).toMatchObject({
			event: 'syncRecovered',
			incident_action: 'resolve',
			incident_opened_at: null,
			causes: ['failed'],
			closed_by: 'success',
		});
	});

	test('Sync Recovered puts out no end of an incident that was suppressed', async () => {
		const events = ['syncFailed', 'syncStillFailing', 'syncRecovered'];
		const options = { reportCurrentFailures: false, reminderHours: 1 };
		const s = await prepareScenario({ way, events, options });
		s.plan('fail', 'fail', 'succeed');
		s.passRun();
		expect([...(await s.activate()), ...(await s.poll())]).toEqual([]);
		expect(await s.polls(2, 2 * hour)).toEqual([]);
		expect(s.job.results.at(-1)!.taskState).toBe('done');
	});
});
