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

/** Which requests a poll sends, exactly. */

const base = '/integrations/ad_connections';

/** Methods and paths of a poll, with the names of objects instead of their IDs, sorted. */
async function sentBy(s: TriggerScenario, poll: () => Promise<unknown>): Promise<string[]> {
	const names = namesOf(s);
	s.sandbox.clearRequests();
	await poll();
	const lines = s.team.sent().map((line) => {
		let named = line.replace(base, '');
		for (const [id, name] of [...names, ...namesOf(s)]) named = named.replaceAll(id, name);
		return named;
	});
	return [lines[0], ...lines.slice(1).sort()];
}

function namesOf({ sandbox }: TriggerScenario): Array<[id: string, name: string]> {
	const { connections, gateways } = sandbox.getState();
	return [
		...gateways.map(({ id, name }) => [id, name] as [string, string]),
		...connections.flatMap(({ id, serverSyncJobs, userSyncJobs }, index) => [
			[id, `c${index + 1}`] as [string, string],
			...serverSyncJobs.flatMap((job, number) => jobNames(job, `s${number + 1}`)),
			...userSyncJobs.flatMap((job, number) => jobNames(job, `u${number + 1}`)),
		]),
	];
}

function jobNames({ id, results }: { id: string; results: Array<{ id: string }> }, name: string) {
	return [[id, name], ...results.map((result) => [result.id, 'run'])] as Array<[string, string]>;
}

const idleRequests = ['GET ', 'GET /c1/task_settings', 'GET /c1/user_sync_task_settings'];
const results = 'GET /c1/task_settings/s1/task_results';
const details = 'GET /c1/task_settings/s1/task_results/run/detailed_summary';
const gateway = ['GET /gateways', 'GET /gateways/gateway-west/status'];

/** Request lines as `sentBy` orders them. */
const lines = (...more: string[]) => [
	idleRequests[0],
	...[...idleRequests.slice(1), ...more].sort(),
];

describe.each(ways)('polled in the %s way, a poll sends', (way) => {
	test('1 + 2 x connections requests if nothing happened', async () => {
		const s = await startScenario({ way, connections: 2, userJobs: 3 });
		const poll = () => s.poll(minute);
		await poll();
		expect(await sentBy(s, poll)).toEqual([
			'GET ',
			'GET /c1/task_settings',
			'GET /c1/user_sync_task_settings',
			'GET /c2/task_settings',
			'GET /c2/user_sync_task_settings',
		]);
	});

	test('1 + connections if only one kind is watched', async () => {
		const s = await prepareScenario({ way, connections: 3, userJobs: 2, frequency: 24 });
		s.setParameters({ jobKinds: ['userSyncJob'] });
		await s.activate();
		await s.poll();
		await s.poll();
		expect(await sentBy(s, () => s.poll(minute))).toHaveLength(4);
	});

	test('3 if one connection is chosen', async () => {
		const s = await prepareScenario({ way, connections: 3, userJobs: 2, frequency: 24 });
		s.setParameters({ connections: [s.connection.name] });
		await s.activate();
		await s.poll();
		await s.poll();
		expect(await sentBy(s, () => s.poll(minute))).toEqual(idleRequests);
	});

	test('one more for a job whose recent result is new, and one when it has ended', async () => {
		const s = await startScenario({ way, frequency: 24 });
		s.plan({ outcome: 'succeed', durationSeconds: hour });
		s.passRun();
		expect(await sentBy(s, () => s.poll(0))).toEqual(lines(results));
		// The run is under way, and it is the recent result.
		expect(await sentBy(s, () => s.poll())).toEqual(idleRequests);
		s.pass(hour);
		expect(await sentBy(s, () => s.poll(0))).toEqual(lines(results));
	});

	test('one more for a result whose word or time was changed', async () => {
		const s = await startScenario({ way, frequency: 24 });
		const { id } = s.job.results.at(-1)!;
		s.sandbox.amendResult(id, { updatedAt: s.sandbox.now() });
		expect(await sentBy(s, () => s.poll())).toEqual(lines(results));
	});

	test('two more for a run that failed, and two for its gateway if that opens an incident', async () => {
		const s = await startScenario({ way, frequency: 6 });
		s.plan('fail', 'fail', 'succeed');
		s.passRun();
		expect(await sentBy(s, () => s.poll(0))).toEqual(lines(results, details, ...gateway));
		s.passRun();
		expect(await sentBy(s, () => s.poll(0))).toEqual(lines(results, details));
		s.passRun();
		expect(await sentBy(s, () => s.poll(0))).toEqual(lines(results));
		expect(await sentBy(s, () => s.poll())).toEqual(idleRequests);
	});

	test('one more at each poll while a run under way is behind the recent result', async () => {
		const s = await startScenario({ way, frequency: 24, switches: { hungRuns: 'orphan' } });
		s.plan('hang', 'succeed');
		s.passRun();
		await s.poll(0);
		s.sandbox.runJob(s.job.id, { isTest: true });
		for (let poll = 0; poll < 3; poll++) {
			expect(await sentBy(s, () => s.poll())).toEqual(lines(results));
		}
		s.sandbox.endRun(s.job.id, 'succeed');
		expect(await sentBy(s, () => s.poll())).toEqual(lines(results));
	});

	test('one more for a job that has lost its recent result, none for one that never ran', async () => {
		const s = await startScenario({ way, frequency: 24, serverJobs: 2 });
		s.sandbox.setSwitches({ jobOnPut: 'recreated', resultsAppear: 'atEnd' });
		s.plan('hang');
		await s.updateJob({});
		expect(s.connection.serverSyncJobs).toHaveLength(2);
		const sent = await sentBy(s, () => s.poll());
		expect(sent.filter((line) => line.endsWith('results'))).toEqual([
			'GET /c1/task_settings/s2/task_results',
		]);
	});

	test('one more for each connection that the list lacks', async () => {
		const s = await startScenario({ way, connections: 2, frequency: 24 });
		s.sandbox.addFault({
			match: { endpoint: 1 },
			effect: { type: 'listWithout', id: s.connection.id },
		});
		expect(await sentBy(s, () => s.poll())).toEqual([
			'GET ',
			'GET /c1',
			'GET /c1/task_settings',
			'GET /c1/user_sync_task_settings',
			'GET /c2/task_settings',
			'GET /c2/user_sync_task_settings',
		]);
		s.recover();
		await s.deleteConnection();
		expect(await sentBy(s, () => s.poll())).toEqual([
			'GET ',
			'GET /c1',
			'GET /c2/task_settings',
			'GET /c2/user_sync_task_settings',
		]);
	});
});

test.each(ways)(
	'polled in the %s way, the first poll reads the results of each job that has run, and of no other',
	async (way) => {
		const s = await prepareScenario({ way, serverJobs: 2, userJobs: 1, frequency: 6 });
		expect(await sentBy(s, async () => await s.activate())).toEqual([
			'POST /service_token',
			'GET ', // whether the token is good
			'GET ',
			'GET /c1/task_settings',
			'GET /c1/task_settings/s1/task_results',
			'GET /c1/user_sync_task_settings',
			'GET /c1/user_sync_task_settings/u1/user_sync_task_results',
		]);
	},
);

/*
 * The durable scheduler forgets the state of a poll that reports nothing; the trigger remembers it
 * (docs/decisions.md, "What the durable scheduler keeps").
 */
describe.each(ways)('polled in the %s way, with the default events', (way) => {
	test('the results of twenty healthy hourly jobs are read once each, and once more if seen under way', async () => {
		const s = await startScenario({ way, connections: 2, userJobs: 9, frequency: 1 });
		s.pass(hour);
		await s.poll(0);
		let more = 0;
		for (let poll = 0; poll < 6; poll++) {
			s.sandbox.clearRequests();
			expect(await s.poll(10 * minute)).toEqual([]);
			more += s.team.requests() - 5;
		}
		await s.poll(0);
		expect(s.team.requests()).toBe(5);
		expect(more).toBeGreaterThan(18);
		expect(more).toBeLessThanOrEqual(24);
	});

	test('after a restart of n8n, results whose state was not stored are read once more', async () => {
		const s = await startScenario({ way, userJobs: 3 });
		expect(await s.poll(52 * minute)).toEqual([]);
		expect(s.execution).toBe('none');
		await s.restart();
		const afterRestart = await sentBy(s, () => s.poll(0));
		expect(afterRestart).toHaveLength(way === 'scheduler' ? 7 : 3);
		expect(await sentBy(s, () => s.poll(0))).toEqual(idleRequests);
	});
});

test.each(ways)(
	'polled in the %s way, lists of several pages are read to their end',
	async (way) => {
		const s = await startScenario({
			way,
			events: ['newResult'],
			userJobs: 3,
			switches: { pageSize: 1 },
		});
		for (let run = 0; run < 4; run++) s.passRun();
		expect(await s.items(0)).toHaveLength(16);
	},
);

test.each(ways)(
	'polled in the %s way, details are merged: they replace neither state, times nor ID',
	async (way) => {
		const s = await startScenario({ way });
		s.sandbox.setSwitches({ details: 'result' });
		s.sandbox.addFault({
			match: { path: 'detailed_summary' },
			effect: {
				type: 'replaceBody',
				body: {
					id: s.job.id,
					task_state: 'done',
					created_at: '2020-01-01T00:00:00Z',
					updated_at: '2020-01-01T00:00:00Z',
					status: { summary: null, detailed_summary: 'from the details' },
				},
			},
		});
		const [failed] = await s.run('fail');
		const result = s.job.results.at(-1)!;
		expect(failed).toMatchObject({
			event: 'syncFailed',
			outcome: 'failed',
			result_id: result.id,
			started_at: result.createdAt,
			finished_at: result.updatedAt,
			task_state: 'error',
			summary: result.summary,
		});
	},
);
