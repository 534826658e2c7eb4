import type { PollEngine } from '../harness/poller.cts';
import { closeTriggerTeams } from '../triggerTeam.cts';
import { hour, minute, startScenario, ways, type TriggerScenario } from './scenario.cts';

afterEach(closeTriggerTeams);

/** Polls that run out of time, and clocks that jump. */

/** The connections whose lists were asked for, in that order. */
function connectionsAsked(s: TriggerScenario): string[] {
	const ids = s.sandbox.getState().connections.map(({ id }) => id);
	const asked = s.team.sent().flatMap((line) => ids.filter((id) => line.includes(`${id}/`)));
	return [...new Set(asked)].map((id) => `c${ids.indexOf(id) + 1}`);
}

/** Polls, and lets more than the time of a poll pass while the first lists are under way. */
async function pollTooSlowly(s: TriggerScenario, way: PollEngine): Promise<string[]> {
	s.sandbox.addFault({
		match: { path: 'task_settings$' },
		effect: { type: 'latency', milliseconds: 150 },
	});
	s.sandbox.clearRequests();
	const polling = s.poll(0);
	while (s.sandbox.getRequests().length < 5) await new Promise((done) => setTimeout(done, 5));
	// The durable scheduler allows a poll 36 s.
	s.pass(way === 'classic' ? 5 * minute : minute);
	const lines = await polling;
	s.recover();
	return lines;
}

describe.each(ways)('polled in the %s way, a poll out of time', (way) => {
	test('keeps what it has read; the rest is read first at the next poll, and is no outage', async () => {
		const s = await startScenario({
			way,
			connections: 6,
			userJobs: 1,
			events: ['syncFailed', 'connectionUnreadable'],
		});
		const { connections } = s.sandbox.getState();
		for (const { serverSyncJobs } of connections) s.planOf(serverSyncJobs[0].id, 'fail');
		s.pass(hour);
		const first = await pollTooSlowly(s, way);
		const read = connectionsAsked(s);
		// Eight requests are under way at the same time: two lists of four connections each.
		expect(read).toEqual(['c1', 'c2', 'c3', 'c4']);
		expect(first).toEqual(read.map(() => 'trigger syncFailed'));
		const second = await s.poll(minute);
		expect(connectionsAsked(s).slice(0, 2)).toEqual(['c5', 'c6']);
		expect(second).toEqual(['trigger syncFailed', 'trigger syncFailed']);
		expect(await s.polls(3)).toEqual([]);
	});

	test('neither counts nor breaks two polls that see a job off', async () => {
		const s = await startScenario({ way, connections: 6, userJobs: 1, frequency: 24 });
		const [job] = s.sandbox.getState().connections[5].userSyncJobs;
		await s.setActive(false, job);
		expect(await s.poll()).toEqual([]);
		expect(await pollTooSlowly(s, way)).toEqual([]);
		expect(connectionsAsked(s)).not.toContain('c6');
		expect(await s.poll()).toEqual(['trigger syncStopped']);
	});
});

describe.each(ways)('polled in the %s way, if the Date jumps by more than an hour', (way) => {
	test('nothing opens as overdue at that poll, but at the next one that agrees with it', async () => {
		const s = await startScenario({ way });
		s.skipRuns();
		s.sandbox.setSwitches({ dateOffsetSeconds: 5 * hour });
		expect(await s.poll()).toEqual([]);
		expect(await s.poll()).toEqual(['trigger syncOverdue']);
	});

	test('nothing opens as running too long or at risk at that poll', async () => {
		const s = await startScenario({ way, frequency: 12, options: { accessWarningHours: 90 } });
		s.plan('hang');
		s.passRun();
		expect(await s.poll(0)).toEqual([]);
		s.sandbox.setSwitches({ dateOffsetSeconds: 10 * hour });
		expect(await s.poll()).toEqual([]);
		expect(await s.poll()).toEqual(['trigger accessAtRisk']);
	});

	test('back again, that counts as a jump too', async () => {
		const s = await startScenario({
			way,
			frequency: 24,
			switches: { dateOffsetSeconds: 2 * hour },
		});
		s.sandbox.setSwitches({ dateOffsetSeconds: 0 });
		expect(await s.polls(4)).toEqual([]);
		expect(await s.runs('fail', 'succeed')).toEqual([['trigger syncFailed'], ['resolve success']]);
	});

	test('by less, nothing is held back', async () => {
		const s = await startScenario({ way });
		s.skipRuns();
		s.sandbox.setSwitches({ dateOffsetSeconds: 50 * minute });
		expect(await s.pollAt(45 * minute)).toEqual(['trigger syncOverdue']);
	});

	test("the time of a poll is the API's, so that n8n's clock may be wrong by any time", async () => {
		const s = await startScenario({ way, switches: { dateOffsetSeconds: -20 * hour } });
		const [failed] = await s.run('fail');
		expect(failed.event).toBe('syncFailed');
		const now = Date.parse(s.sandbox.now()) - 20 * hour * 1000;
		expect(Date.parse(failed.incident_opened_at!)).toBe(now);
	});
});
