import type { SyncItem } from '../../../nodes/AsaActiveDirectory/monitor/output/items.ts';
import { closeTriggerTeams } from '../triggerTeam.cts';
import {
	day,
	hour,
	minute,
	prepareScenario,
	startScenario,
	ways,
	type TriggerScenario,
} from './scenario.cts';

afterEach(closeTriggerTeams);

/*
 * Access through a job ends 96 hours (servers) or 48 hours (users) after the start of its last success. A job that is
 * not well is at risk when less than 24 hours are left.
 */

/** The start of the job's last success. */
function lastSuccess(s: TriggerScenario): string {
	return s.job.results.findLast(({ taskState }) => taskState === 'done')!.createdAt;
}

/** Polls shortly before and after a time, and answers the items of each. */
async function around(s: TriggerScenario, start: string, seconds: number) {
	s.passUntil(start, seconds - minute);
	const before = await s.items(0);
	return { before, after: await s.items(2 * minute) };
}

function endsAt(start: string, hours: number): string {
	return new Date(Date.parse(start) + hours * hour * 1000).toISOString().replace('.000', '');
}

const kinds = [
	['serverSyncJob', 96],
	['userSyncJob', 48],
] as const;

describe.each(ways)('polled in the %s way, access through a %s', (way) => {
	test.each(kinds)('%s that fails is at risk, and has ended: once each', async (kind, hours) => {
		const s = await startScenario({ way, kind });
		const start = lastSuccess(s);
		s.plan({ outcome: 'fail', times: null });
		s.passRun();
		const [failed] = await s.items(0);
		expect(failed).toMatchObject({ event: 'syncFailed', access_ends_at: endsAt(start, hours) });
		const atRisk = await around(s, start, (hours - 24) * hour);
		expect(atRisk.before).toEqual([]);
		expect(atRisk.after).toMatchObject([
			{
				event: 'accessAtRisk',
				incident_action: 'update',
				severity: 'critical',
				severity_raised: true,
				cause: 'access',
				causes: ['access', 'failed'],
				access_ends_at: endsAt(start, hours),
			},
		]);
		expect(await s.polls(5, hour)).toEqual([]);
		const ended = await around(s, start, hours * hour);
		expect(ended.before).toEqual([]);
		expect(ended.after).toMatchObject([
			{ event: 'accessAtRisk', incident_action: 'update', severity_raised: false },
		]);
		expect(ended.after[0].title).toContain('has probably ended');
		expect(await s.polls(5, hour)).toEqual([]);
	});

	test('below the threshold, although no failure was reported', async () => {
		const s = await startScenario({ way, kind: 'userSyncJob', options: { failureThreshold: 99 } });
		const start = lastSuccess(s);
		s.plan({ outcome: 'fail', times: null });
		const { before, after } = await around(s, start, 24 * hour);
		expect(before).toEqual([]);
		expect(after).toMatchObject([{ event: 'accessAtRisk', incident_action: 'trigger' }]);
	});

	test('that is overdue, although Sync Overdue is not chosen', async () => {
		const s = await startScenario({ way, kind: 'userSyncJob', events: ['accessAtRisk'] });
		const start = lastSuccess(s);
		s.skipRuns();
		const { before, after } = await around(s, start, 24 * hour);
		expect(before).toEqual([]);
		expect(after).toMatchObject([{ causes: ['access', 'overdue'], incident_action: 'trigger' }]);
	});

	test('of which a run takes too long', async () => {
		const s = await startScenario({ way, kind: 'userSyncJob', events: ['accessAtRisk'] });
		const start = lastSuccess(s);
		s.plan('hang');
		const { before, after } = await around(s, start, 24 * hour);
		expect(before).toEqual([]);
		expect(after).toMatchObject([{ causes: ['access', 'running_long'] }]);
	});

	test('of which the newest result that has ended is unknown', async () => {
		const s = await startScenario({ way, kind: 'userSyncJob', frequency: 12 });
		const start = lastSuccess(s);
		s.plan({ outcome: 'succeed', taskState: 'kaputt', times: null });
		const { before, after } = await around(s, start, 24 * hour);
		expect(before).toEqual([]);
		expect(after).toMatchObject([{ event: 'accessAtRisk', causes: ['access'] }]);
	});

	test('that has ended already when it is first reported is reported once', async () => {
		const s = await prepareScenario({ way, kind: 'userSyncJob' });
		s.skipRuns();
		s.pass(50 * hour);
		const [{ json }] = (await s.poller.activate())!;
		expect(json).toMatchObject({
			event: 'accessAtRisk',
			incident_action: 'trigger',
			title: expect.stringContaining('has probably ended') as unknown,
		});
		expect(await s.polls(4, 5 * hour)).toEqual([]);
	});

	test('that was stopped', async () => {
		const s = await startScenario({ way, kind: 'userSyncJob', events: ['accessAtRisk'] });
		const start = lastSuccess(s);
		await s.setActive(false);
		expect(await s.polls(2)).toEqual([]);
		const { before, after } = await around(s, start, 24 * hour);
		expect(before).toEqual([]);
		expect(after).toMatchObject([{ causes: ['access', 'stopped'] }]);
	});

	test('but not at the first poll that sees the job off', async () => {
		const s = await startScenario({
			way,
			events: ['accessAtRisk'],
			options: { accessWarningHours: 96 },
		});
		await s.setActive(false);
		expect(await s.poll()).toEqual([]);
		expect(await s.poll()).toEqual(['trigger accessAtRisk']);
	});

	test('that is well is not at risk, however long the warning time is', async () => {
		const s = await startScenario({ way, options: { accessWarningHours: 96 } });
		expect(await s.runs('succeed', 'succeed')).toEqual([[], []]);
	});

	test.each(['is still there', 'was deleted'])(
		'of a server sync job counts from the last success of any of its connection, which %s',
		async (change) => {
			const s = await startScenario({ way, serverJobs: 2 });
			const [, second] = s.connection.serverSyncJobs;
			s.plan({ outcome: 'fail', times: null });
			s.passRun();
			expect(await s.poll(0)).toEqual(['trigger syncFailed']);
			s.sandbox.runJob(second.id);
			const start = s.sandbox.now();
			expect(await s.polls(2, 40 * minute)).toEqual([]);
			if (change === 'was deleted') await s.deleteJob(second);
			expect(await s.polls(2)).toEqual([]);
			const { before, after } = await around(s, start, 72 * hour);
			expect(before).toEqual([]);
			expect(after).toMatchObject([{ event: 'accessAtRisk', access_ends_at: endsAt(start, 96) }]);
		},
	);

	test('without a known success counts from the oldest run ever seen, at the latest', async () => {
		const s = await prepareScenario({ way, switches: { failProbability: 1 } });
		const [oldest] = s.job.results;
		await s.activate();
		// ASA forgets the oldest runs meanwhile.
		const items: SyncItem[] = await s.items(20 * hour);
		s.passUntil(oldest.createdAt, 72 * hour + minute);
		items.push(...(await s.items(0)));
		expect(s.job.results.map(({ id }) => id)).not.toContain(oldest.id);
		expect(items.map(({ event }) => event)).toEqual(['accessAtRisk']);
		expect(items[0].access_ends_at).toBe(endsAt(oldest.createdAt, 96));
		expect(items[0].text).toContain(`${endsAt(oldest.createdAt, 96)} at the latest.`);
	});

	test('of which no run is known has no deadline', async () => {
		const switches = { resultsAppear: 'atEnd', resultDelaySeconds: 300 * day } as const;
		const s = await prepareScenario({ way, switches, options: { accessWarningHours: 96 } });
		await s.activate();
		await s.poll();
		const [overdue] = await s.items(2 * hour);
		expect(overdue).toMatchObject({ event: 'syncOverdue', access_ends_at: null });
		expect(await s.polls(3, day)).toEqual([]);
	});

	test('of a server sync job that was replaced has none', async () => {
		const options = { accessWarningHours: 96 };
		const s = await startScenario({ way, serverJobs: 2, options });
		const [, second] = s.connection.serverSyncJobs;
		s.sandbox.planRuns(second.id, { outcome: 'succeed', times: null, durationSeconds: 60 });
		await s.setActive(true, second);
		expect(await s.polls(5, hour)).toEqual([]);
	});
});

test.each(ways)('polled in the %s way, a text says that it is probable', async (way) => {
	const s = await startScenario({ way });
	const start = lastSuccess(s);
	const [failed] = await s.run('fail');
	expect(failed.text).toContain(
		`Okta removes servers that no sync has seen for 96 hours: access probably ends ${endsAt(start, 96)}.`,
	);
});
