import { closeTriggerTeams } from '../triggerTeam.cts';
import { day, hour, prepareScenario, startScenario, ways } from './scenario.cts';
import { stateOf } from './storedState.cts';

afterEach(closeTriggerTeams);

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

test('a day of idle polls keeps the state in the memory of the classic way', async () => {
	const s = await startScenario({ way: 'classic', frequency: 24 });
	await s.setActive(false);
	expect(await s.poll()).toEqual([]);
	expect(await s.poll()).toEqual(['trigger syncStopped']);
	expect(await s.polls(3, day / 4)).toEqual([]);
	expect(await s.restart()).toEqual([]);
	expect(await s.polls(2)).toEqual([]);
});
