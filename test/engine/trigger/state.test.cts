import type { IDataObject } from 'n8n-workflow';
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

/** What the trigger remembers, and when n8n keeps it. */

/** The stored state. */
function stateOf({ poller }: TriggerScenario): StoredState {
	return poller.storedState.state as unknown as StoredState;
}

/** What these tests look at of a state. */
interface StoredState {
	connections: Record<
		string,
		{ name: string; jobs: Record<'server' | 'user', Record<string, object>> }
	>;
}

function store(s: TriggerScenario, state: unknown): void {
	s.poller.importState({ state } as IDataObject);
}

describe.each(ways)('polled in the %s way, the stored state', (way) => {
	test('is JSON that people can read, by connection, kind and name of the job', async () => {
		const s = await startScenario({ way, userJobs: 1 });
		await s.run('fail');
		const state = stateOf(s);
		expect(state).toMatchObject({
			version: expect.any(Number) as unknown,
			team: { origin: s.sandbox.url, name: 'demo-team' },
		});
		const connection = state.connections[s.connection.id];
		expect(connection.name).toBe(s.connection.name);
		expect(Object.keys(connection.jobs.server)).toEqual(['Servers 1']);
		expect(Object.keys(connection.jobs.user)).toEqual(['Users 1']);
		expect(connection.jobs.server['Servers 1']).toMatchObject({
			incident: { status: 'notified', causes: ['failed'] },
		});
	});

	test('is keyed by name and ID if names repeat', async () => {
		const s = await prepareScenario({ way, kind: 'userSyncJob', userJobs: 2 });
		const [first, second] = s.connection.userSyncJobs;
		s.sandbox.renameJob(second.id, first.settings.name);
		await s.activate();
		await s.poll();
		const { user } = stateOf(s).connections[s.connection.id].jobs;
		expect(Object.keys(user)).toHaveLength(2);
		expect(Object.keys(user).some((key) => /#/.test(key))).toBe(true);
	});

	test('takes at most 400 bytes a job on average, with ten runs each and one in ten failing', async () => {
		const switches = { failProbability: 0.1 };
		const s = await prepareScenario({ way, connections: 2, userJobs: 10, switches });
		s.pass(12 * hour);
		await s.activate();
		s.pass(2 * hour);
		await s.poll();
		expect(JSON.stringify(stateOf(s)).length / 22).toBeLessThan(400);
	});

	test('holds neither key nor token', async () => {
		const s = await startScenario({ way });
		await s.run('fail');
		const text = JSON.stringify(s.poller.storedState);
		expect(text).not.toContain(s.sandbox.keySecret);
		expect(text).not.toContain(s.sandbox.keyId);
	});
});

describe.each(ways)('polled in the %s way, a stored state', (way) => {
	const damage: Array<[string, (state: StoredState) => unknown]> = [
		['that is a text', () => 'lost'],
		['that is null', () => null],
		['of another version', (state) => ({ ...state, version: 99 })],
		['with a connection that is a number', (state) => ({ ...state, connections: { x: 5 } })],
		['with a time that is none', (state) => ({ ...state, at: 'yesterday' })],
	];

	test.each(damage)(
		'%s: a new baseline, one line in the log, and what fails now is reported whatever the option says',
		async (_, change) => {
			const events = ['syncFailed', 'newResult'];
			const options = { reportCurrentFailures: false };
			const s = await startScenario({ way, events, options });
			const [, failed] = await s.run('fail');
			store(s, change(stateOf(s)));
			expect([...(await s.restart()), ...(await s.polls(3))]).toEqual(['trigger syncFailed']);
			expect(s.poller.warnings.filter((line) => line.startsWith('The stored state'))).toHaveLength(
				1,
			);
			const [end] = (await s.run('succeed')).filter(({ event }) => event === 'syncRecovered');
			expect(end.incident_key).toBe(failed.incident_key);
		},
	);

	test('that is damaged while the team cannot be read is replaced once it can', async () => {
		const s = await startScenario({ way, options: { reportCurrentFailures: false } });
		const [failed] = await s.run('fail');
		store(s, 'lost');
		s.fail('/ad_connections$');
		expect([...(await s.restart()), ...(await s.poll())]).toEqual([]);
		s.recover();
		const [again] = await s.items();
		expect(again).toMatchObject({ event: 'syncFailed', incident_key: failed.incident_key });
		expect(await s.polls(3)).toEqual([]);
	});

	test('of another team is set aside: nothing is resolved, and the log names the keys', async () => {
		const s = await startScenario({ way });
		const [failed] = await s.run('fail');
		const other = await startScenario({ way, switches: { failProbability: 0 } });
		const { data } = s.team.credential;
		Object.assign(data, other.team.credential.data, { sessionToken: '' });
		expect(await s.polls(4)).toEqual([]);
		expect(s.poller.warnings).toEqual([
			`The credential now belongs to another team. Incidents of the previous team stay open: ${failed.incident_key}.`,
		]);
	});

	test('of another team stays until the new one can be read; until then an outage counts for it', async () => {
		const s = await startScenario({ way });
		const [failed] = await s.run('fail');
		const good = { ...s.team.credential.data };
		s.team.credential.data.teamName = 'another-team';
		expect(await s.polls(4)).toEqual(['trigger connectionUnreadable']);
		Object.assign(s.team.credential.data, good);
		const [closed] = await s.items();
		expect(closed.closed_by).toBeNull();
		const [end] = await s.run('succeed');
		expect(end.incident_key).toBe(failed.incident_key);
	});

	test('that a workflow brings along from another n8n goes on', async () => {
		const s = await startScenario({ way });
		const [failed] = await s.run('fail');
		const copy = s.team.poller({}, way);
		copy.importState(s.poller.storedState);
		s.plan('succeed');
		s.passRun();
		const [end] = [...((await copy.activate()) ?? []), ...((await copy.poll()) ?? [])];
		expect(end.json).toMatchObject({
			incident_action: 'resolve',
			incident_key: failed.incident_key,
		});
	});

	test('that a workflow brings along from another team resolves nothing of that team', async () => {
		const s = await startScenario({ way });
		const [failed] = await s.run('fail');
		const other = await prepareScenario({ way });
		other.poller.importState(s.poller.storedState);
		expect([...(await other.activate()), ...(await other.polls(3))]).toEqual([]);
		expect(other.poller.warnings[0]).toContain(`stay open: ${failed.incident_key}.`);
		expect(await other.runs('fail')).toEqual([['trigger syncFailed']]);
	});
});

const durableWays = ['scheduler', 'durable'] as const;

describe.each(durableWays)('polled in the %s way, an execution without items', (way) => {
	const unknown = { outcome: 'fail', taskState: 'kaputt', rulesSummaryStatus: 'kaputt' } as const;

	const changes: Array<[string, (s: TriggerScenario) => void | Promise<void>]> = [
		['a failed poll', (s) => s.fail('/ad_connections$')],
		['a job that is missing from the list', (s) => s.deleteJob(s.connection.userSyncJobs[0])],
		['a switch-off', (s) => s.setActive(false, s.connection.userSyncJobs[0])],
		['a change of schedule', (s) => s.setSchedule({ frequency: 6 })],
		['the first sight of an unknown result', (s) => (s.plan(unknown), s.passRun())],
		['a job that is new', (s) => void s.sandbox.recreateJob(s.connection.userSyncJobs[0].id)],
	];

	test.each(changes)('saves %s, once', async (_, change) => {
		const s = await startScenario({ way, userJobs: 1 });
		await s.poll(minute);
		expect(s.execution).toBe('none');
		await change(s);
		await s.poll(0);
		expect(s.execution).toBe('empty');
		const saved = JSON.stringify(stateOf(s));
		await s.poll(0);
		expect(s.execution === 'none' || JSON.stringify(stateOf(s)) !== saved).toBe(true);
	});

	test('saves a missing choice', async () => {
		const s = await prepareScenario({ way, userJobs: 1 });
		s.setParameters({ jobs: ['Directory 001/userSyncJob/Users 1'] });
		await s.activate();
		await s.poll();
		s.sandbox.renameJob(s.connection.userSyncJobs[0].id, 'Renamed');
		await s.poll();
		expect(s.execution).toBe('empty');
		await s.poll();
		expect(s.execution).toBe('empty');
		expect(s.poller.errors).toHaveLength(1);
		await s.poll();
		expect(s.execution).toBe('none');
	});

	test('comes by what is stored, even if another state was remembered', async () => {
		const s = await startScenario({ way: 'scheduler' });
		const before = stateOf(s);
		await s.poll(52 * minute);
		expect(s.execution).toBe('none');
		store(s, { ...before, at: 'yesterday' });
		await s.poll(0);
		expect(s.poller.warnings).toEqual([expect.stringContaining('The stored state')]);
	});

	test('saves a damaged state beside a connection that cannot be read, once', async () => {
		const s = await startScenario({
			way: 'scheduler',
			connections: 2,
			frequency: 24,
			events: ['syncFailed'],
		});
		store(s, 'lost');
		s.fail(s.connection.id);
		const kinds = [];
		for (let poll = 0; poll < 5; poll++) {
			await s.poll(minute);
			kinds.push(s.execution);
		}
		expect(kinds).toEqual(['empty', 'none', 'none', 'none', 'none']);
	});

	test('saves results that were read at most hourly', async () => {
		const s = await startScenario({ way, userJobs: 3, frequency: 1 });
		const kinds = [];
		for (let poll = 0; poll < 24; poll++) {
			await s.poll(10 * minute);
			kinds.push(s.execution);
		}
		expect(kinds).not.toContain('items');
		const empty = kinds.filter((kind) => kind === 'empty').length;
		expect(empty).toBeGreaterThanOrEqual(3);
		expect(empty).toBeLessThanOrEqual(4);
	});

	test('does not come while nothing happens', async () => {
		const s = await startScenario({ way, frequency: 24 });
		for (let poll = 0; poll < 10; poll++) {
			await s.poll(20 * minute);
			expect(s.execution).toBe('none');
		}
	});
});

test('polled in the classic way, no poll starts an execution without items', async () => {
	const s = await startScenario({ way: 'classic' });
	s.plan({ outcome: 'fail', taskState: 'kaputt', rulesSummaryStatus: 'kaputt' });
	s.fail('/ad_connections$');
	await s.poll();
	expect(s.execution).toBe('none');
	s.recover();
	for (let poll = 0; poll < 6; poll++) {
		await s.poll(30 * minute);
		expect(s.execution).toBe('none');
	}
});

describe.each(ways)('polled in the %s way, polls that overlap', (way) => {
	const times = way === 'classic' ? 'once' : 'once or, a known limit, in each of them';

	test(`deliver each result ${times}, and not again`, async () => {
		const s = await startScenario({ way, userJobs: 2, events: ['newResult'] });
		s.pass(2 * hour);
		const polls = await Promise.all([s.poller.poll(), s.poller.poll(), s.poller.poll()]);
		const ids = polls.flatMap((items) => (items ?? []).map(({ json }) => json.result_id));
		expect(new Set(ids).size).toBe(6);
		if (way === 'classic') expect(ids).toHaveLength(6);
		expect(await s.polls(2)).toEqual([]);
	});

	test('never undo what a newer one has stored', async () => {
		const s = await startScenario({ way, events: ['syncFailed', 'newResult'] });
		s.plan('fail');
		s.passRun();
		// The older poll is held up after its first request; meanwhile time goes on and another poll overtakes it.
		s.sandbox.addFault({
			match: { path: 'task_settings' },
			effect: { type: 'latency', milliseconds: 500 },
			times: 1,
		});
		s.sandbox.clearRequests();
		const slow = s.poller.poll();
		while (s.sandbox.getRequests().length < 2) await new Promise((done) => setTimeout(done, 5));
		s.pass(minute);
		const fast = await s.poll(0);
		expect(fast.map((line) => line.split(' ')[0])).toEqual(['newResult', 'trigger']);
		const state = stateOf(s);
		const late = await slow;
		if (way === 'classic') {
			expect(late).toBeNull();
			expect(stateOf(s)).toEqual(state);
		}
		// Two polls at the same time may both deliver in the durable ways, but nothing comes a third time.
		expect(await s.polls(2)).toEqual([]);
	});
});

test('a day of idle polls keeps the state in the memory of the classic way', async () => {
	const s = await startScenario({ way: 'classic', frequency: 24 });
	await s.setActive(false);
	expect(await s.poll()).toEqual([]);
	expect(await s.poll()).toEqual(['trigger syncStopped']);
	expect(await s.polls(3, day / 4)).toEqual([]);
	expect(await s.restart()).toEqual([]);
	expect(await s.polls(2)).toEqual([]);
});
