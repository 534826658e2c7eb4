import type { SyncItem } from '../../../nodes/AsaActiveDirectory/monitor/output/items.ts';
import { closeTriggerTeams } from '../triggerTeam.cts';
import { day, hour, minute, startScenario, ways, type TriggerScenario } from './scenario.cts';

afterEach(closeTriggerTeams);

/** One incident for each job: how it opens, what is added to it, and what ends it. */

const running = { outcome: 'hang' } as const;
const unknown = { outcome: 'fail', taskState: 'kaputt', rulesSummaryStatus: 'kaputt' } as const;

/** Event, action and causes of an item. */
const brief = ({ event, incident_action, causes }: SyncItem) => [event, incident_action, causes];

describe.each(ways)('polled in the %s way, an incident', (way) => {
	test('opens as overdue, is updated to failed and at risk, and ends by a success, under one key', async () => {
		const s = await startScenario({ way, kind: 'userSyncJob' });
		const start = s.job.results.at(-1)!.createdAt;
		s.skipRuns();
		const items = await s.items(2 * hour);
		items.push(...(await s.run('fail')));
		s.plan({ outcome: 'fail', times: null });
		s.passUntil(start, 25 * hour);
		items.push(...(await s.items(0)));
		items.push(...(await s.run('succeed')));
		expect(items.map(brief)).toEqual([
			['syncOverdue', 'trigger', ['overdue']],
			['syncFailed', 'update', ['failed', 'overdue']],
			['accessAtRisk', 'update', ['access', 'failed', 'overdue']],
			['syncRecovered', 'resolve', ['access', 'failed', 'overdue']],
		]);
		expect(new Set(items.map(({ incident_key }) => incident_key)).size).toBe(1);
	});

	test('is opened by a chosen event, then reported whole', async () => {
		const s = await startScenario({ way, events: ['syncOverdue'] });
		expect(await s.runs('fail', 'succeed')).toEqual([[], []]);
		s.skipRuns();
		expect(await s.poll(2 * hour)).toEqual(['trigger syncOverdue']);
		expect(await s.runs('fail', 'succeed')).toEqual([['update syncFailed'], ['resolve success']]);
	});

	test('has at most one update a poll, with all new causes', async () => {
		const s = await startScenario({
			way,
			kind: 'userSyncJob',
			events: ['syncFailed', 'syncOverdue'],
		});
		const start = s.job.results.at(-1)!.createdAt;
		s.skipRuns();
		expect(await s.poll(2 * hour)).toEqual(['trigger syncOverdue']);
		s.passUntil(start, 23 * hour);
		s.plan('fail', running);
		s.pass(2 * hour + 30 * minute);
		expect((await s.items(0)).map(brief)).toEqual([
			['accessAtRisk', 'update', ['access', 'failed', 'overdue']],
		]);
	});

	test('that is open takes a failed run as the cause failed, whatever the threshold is', async () => {
		const s = await startScenario({ way, options: { failureThreshold: 3 } });
		s.skipRuns();
		expect(await s.poll(2 * hour)).toEqual(['trigger syncOverdue']);
		expect(await s.runs('fail')).toEqual([['update syncFailed']]);
	});

	test('opens no second time while the job goes on failing', async () => {
		const s = await startScenario({ way });
		expect((await s.runs('fail', 'fail', 'fail', 'fail')).flat()).toEqual(['trigger syncFailed']);
	});
});

describe.each(ways)('polled in the %s way, only a success resolves:', (way) => {
	async function failing(options = {}): Promise<TriggerScenario> {
		const s = await startScenario({ way, kind: 'userSyncJob', ...options });
		expect(await s.runs('fail')).toEqual([['trigger syncFailed']]);
		return s;
	}

	test('not a run that has started, nor one that has vanished', async () => {
		const s = await failing({ frequency: 6 });
		expect(await s.runs(running)).toEqual([[]]);
		s.hideResult(s.job.running[0]);
		expect(await s.polls(3)).toEqual([]);
	});

	test('not an unknown result', async () => {
		const s = await failing();
		expect(await s.runs(unknown, unknown)).toEqual([[], []]);
		expect(await s.runs('succeed')).toEqual([['resolve success']]);
	});

	test('not a switch-off: it stays open, and its end waits for the job to be active', async () => {
		const s = await failing();
		await s.setActive(false);
		expect(await s.polls(3)).toEqual(['update syncStopped']);
		// A run that was started by hand succeeds while the job is off.
		s.plan('succeed');
		s.sandbox.runJob(s.job.id);
		expect(await s.polls(2)).toEqual([]);
		s.plan({ outcome: 'succeed', durationSeconds: 20 * minute });
		await s.setActive(true);
		// Active, but the success that is known ended while the job was off.
		expect(await s.polls(2)).toEqual([]);
		expect(await s.poll(20 * minute)).toEqual(['resolve success']);
	});

	test('not a success that was known when the incident was opened', async () => {
		const s = await startScenario({ way, kind: 'userSyncJob' });
		await s.setActive(false);
		expect(await s.polls(2)).toEqual(['trigger syncStopped']);
		s.plan(running);
		await s.setActive(true);
		expect(await s.polls(2)).toEqual([]);
		s.sandbox.endRun(s.job.id, 'succeed');
		expect(await s.poll()).toEqual(['resolve success']);
	});

	test('not a success with an earlier start that appears late', async () => {
		const s = await startScenario({ way, kind: 'userSyncJob' });
		s.plan({ outcome: 'succeed', appearDelaySeconds: 70 * minute }, 'fail');
		s.passRun();
		await s.poll(0);
		s.passRun();
		expect(await s.poll(0)).toEqual(['trigger syncFailed']);
		expect(await s.poll(10 * minute)).toEqual([]);
	});

	test('not a success that a newer failure follows at the same poll', async () => {
		const s = await failing();
		s.plan('succeed', 'fail');
		s.passRun();
		s.passRun();
		const items = await s.items(0);
		expect(items.map(({ incident_action, closed_by }) => [incident_action, closed_by])).toEqual([
			['resolve', 'success'],
			['trigger', null],
		]);
		expect(items[0].incident_key).not.toBe(items[1].incident_key);
	});

	test('a run whose word the setting makes a success', async () => {
		const s = await startScenario({ way, kind: 'userSyncJob' });
		const odd = { outcome: 'succeed', taskState: 'kaputt' } as const;
		expect(await s.runs(odd, odd, odd)).toEqual([[], [], ['trigger syncFailed']]);
		const lines = [...(await s.republish(undefined, { successWords: 'kaputt' }))];
		expect([...lines, ...(await s.poll())]).toEqual(['resolve success']);
	});

	test('that very run, if its word is success now', async () => {
		const s = await failing();
		const { id } = s.job.results.at(-1)!;
		s.sandbox.amendResult(id, { taskState: 'done', updatedAt: s.sandbox.now() });
		const [end] = await s.items();
		expect(end).toMatchObject({ event: 'syncRecovered', closed_by: 'success', result_id: id });
	});
});

describe.each(ways)('polled in the %s way, an incident ends otherwise:', (way) => {
	test('deleted, when two polls lack the job', async () => {
		const s = await startScenario({ way, kind: 'userSyncJob' });
		const [failed] = await s.run('fail');
		await s.deleteJob();
		expect(await s.poll()).toEqual([]);
		const items = await s.items();
		expect(items).toMatchObject([
			{ event: 'syncRecovered', closed_by: 'deleted', incident_key: failed.incident_key },
		]);
		expect(items[0].title).toContain('was deleted while failing');
		expect(await s.polls(2)).toEqual([]);
	});

	test('replaced, when another server sync job is active', async () => {
		const s = await startScenario({ way, serverJobs: 2 });
		await s.runs('fail');
		const [, second] = s.connection.serverSyncJobs;
		s.planOf(second.id, { outcome: 'succeed', durationSeconds: 20 * minute });
		await s.setActive(true, second);
		const [end] = await s.items();
		expect(end).toMatchObject({ event: 'syncRecovered', closed_by: 'replaced' });
		expect(end.title).toContain(
			`was replaced by "${second.settings.name}", which has not succeeded yet`,
		);
		expect(end.access_ends_at).toBeNull();
		// It has no cause until it is active again.
		expect(await s.polls(4, day)).toEqual([]);
	});

	test('replaced, when it is deleted while another server sync job is active', async () => {
		const s = await startScenario({ way, serverJobs: 2 });
		const [first, second] = s.connection.serverSyncJobs;
		await s.runs('fail');
		await s.deleteJob(first);
		await s.setActive(true, second);
		expect(await s.polls(3)).toEqual(['resolve replaced']);
	});

	test('schedule_changed, if overdue was its only cause and holds no longer', async () => {
		const s = await startScenario({ way });
		s.skipRuns();
		expect(await s.poll(2 * hour)).toEqual(['trigger syncOverdue']);
		await s.setSchedule({ frequency: 12 });
		const [end] = await s.items();
		expect(end).toMatchObject({ event: 'syncRecovered', closed_by: 'schedule_changed' });
		expect(end.title).toContain('is no longer overdue because its schedule was changed');
	});

	test('not by a change of schedule beside another cause', async () => {
		const s = await startScenario({ way });
		s.skipRuns();
		await s.poll(2 * hour);
		expect(await s.runs('fail')).toEqual([['update syncFailed']]);
		await s.setSchedule({ frequency: 12 });
		expect(await s.polls(2)).toEqual([]);
	});

	test('unwatched, a reminder interval after access has ended; nothing more until it was active', async () => {
		const s = await startScenario({ way, kind: 'userSyncJob' });
		const start = s.job.results.at(-1)!.createdAt;
		await s.setActive(false);
		expect(await s.polls(2)).toEqual(['trigger syncStopped']);
		s.passUntil(start, 45 * hour);
		expect(await s.polls(2, 2 * hour)).toEqual(['update accessAtRisk', 'update accessAtRisk']);
		s.passUntil(start, 72 * hour - minute);
		expect(await s.poll(0)).toEqual([]);
		expect(await s.poll(2 * minute)).toEqual(['resolve unwatched']);
		expect(await s.polls(4, day)).toEqual([]);
		s.plan('fail');
		await s.setActive(true);
		expect(await s.poll()).toEqual(['trigger accessAtRisk']);
	});

	test('unwatched, a reminder interval after the opening if there is no deadline', async () => {
		const switches = { resultsAppear: 'atEnd', resultDelaySeconds: 300 * day } as const;
		const s = await startScenario({ way, kind: 'userSyncJob', switches });
		await s.setActive(false);
		expect(await s.polls(2)).toEqual(['trigger syncStopped']);
		expect(await s.poll(day - minute)).toEqual([]);
		expect(await s.poll(minute)).toEqual(['resolve unwatched']);
	});

	test('unwatched, with a text that says what it means', async () => {
		const s = await startScenario({ way, kind: 'userSyncJob' });
		await s.setActive(false);
		expect(await s.polls(2)).toEqual(['trigger syncStopped']);
		const items = [...(await s.items(3 * day)), ...(await s.items(2 * day))];
		const end = items.find(({ incident_action }) => incident_action === 'resolve')!;
		expect(end).toMatchObject({ event: 'syncRecovered', closed_by: 'unwatched', severity: 'info' });
		expect(end.title).toContain('is inactive and will not be reported again until it is active');
	});
});

describe.each(ways)('polled in the %s way, what one poll finds', (way) => {
	test('a failure and its recovery: trigger before resolve, both marked as resolved', async () => {
		const s = await startScenario({ way });
		s.plan('fail', 'succeed');
		s.passRun();
		s.passRun();
		const items = await s.items(0);
		expect(items.map(brief)).toEqual([
			['syncFailed', 'trigger', ['failed']],
			['syncRecovered', 'resolve', ['failed']],
		]);
		expect(items.map(({ already_resolved }) => already_resolved)).toEqual([true, true]);
		expect(items[1].incident_key).toBe(items[0].incident_key);
	});

	test('failures that reach the threshold between two polls', async () => {
		const s = await startScenario({ way, options: { failureThreshold: 2 } });
		s.plan('fail', 'fail', 'succeed');
		for (let run = 0; run < 3; run++) s.passRun();
		expect(await s.poll(0)).toEqual(['trigger syncFailed', 'resolve success']);
	});

	test('each incident, in order, and the last one is not resolved', async () => {
		const s = await startScenario({ way });
		s.plan('fail', 'succeed', 'fail');
		for (let run = 0; run < 3; run++) s.passRun();
		const items = await s.items(0);
		expect(
			items.map(({ incident_action, already_resolved }) => [incident_action, already_resolved]),
		).toEqual([
			['trigger', true],
			['resolve', true],
			['trigger', false],
		]);
	});
});
