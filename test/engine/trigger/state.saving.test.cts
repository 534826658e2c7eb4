import { closeTriggerTeams } from '../triggerTeam.cts';
import { minute, prepareScenario, startScenario, type TriggerScenario } from './scenario.cts';
import { stateOf, store } from './storedState.cts';

afterEach(closeTriggerTeams);

const durableWays = ['scheduler', 'cursors'] as const;

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
