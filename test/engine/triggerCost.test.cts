import { itemsOf, startTriggerTeam, type TriggerTeam } from './triggerTeam.cts';

const hour = 3600;
let team: TriggerTeam;

afterEach(() => team.close());

/** A team of connections with that many jobs, all of them daily and long past their runs. */
async function quietTeam(connections: number, userJobs: number): Promise<TriggerTeam> {
	return await startTriggerTeam({
		dataset: {
			connections,
			serverJobsPerConnection: 1,
			userJobsPerConnection: userJobs,
			frequencies: { 24: 1 },
			historyDays: 1.5,
		},
	});
}

describe('an observation with nothing new', () => {
	test.each([
		[2, 4, 5],
		[4, 24, 9],
		[3, 120, 10],
	])(
		'of %d connections with 1 + %d jobs costs %d requests',
		async (connections, jobs, expected) => {
			team = await quietTeam(connections, jobs);
			const poller = team.poller({ events: ['newResult'] });
			await poller.activate();
			team.sandbox.advance(300);
			await poller.poll();
			team.requests();
			expect(await poller.poll()).toBeNull();
			expect(team.requests()).toBe(expected);
		},
	);

	test('of one kind of jobs costs 1 + connections', async () => {
		team = await quietTeam(3, 2);
		const poller = team.poller({ events: ['newResult'], jobKinds: ['userSyncJob'] });
		await poller.activate();
		team.requests();
		await poller.poll();
		expect(team.requests()).toBe(4);
	});

	test('of one chosen connection costs 3', async () => {
		team = await quietTeam(3, 2);
		const { id } = team.sandbox.getState().connections[1];
		const poller = team.poller({ events: ['newResult'], connections: [id] });
		await poller.activate();
		team.requests();
		await poller.poll();
		expect(team.requests()).toBe(3);
	});
});

describe('a run that ended', () => {
	/** Requests of the poll after a run that was already seen running, or not. */
	async function cost(outcome: 'succeed' | 'fail', isSeenRunning: boolean): Promise<number[]> {
		team = await quietTeam(2, 3);
		const poller = team.poller({ events: ['newResult'] });
		await poller.activate();
		const [connection] = team.sandbox.getState().connections;
		const job = connection.serverSyncJobs[0];
		team.sandbox.planRuns(job.id, { outcome, durationSeconds: 60 });
		team.sandbox.runJob(job.id);
		const costs: number[] = [];
		team.requests();
		const poll = async () => {
			await poller.poll();
			costs.push(team.requests());
		};
		if (isSeenRunning) await poll();
		team.sandbox.advance(60);
		await poll();
		await poll();
		return costs;
	}

	test('costs one request more, once', async () => {
		expect(await cost('succeed', false)).toEqual([6, 5]);
	});

	test('costs one more for its details where it failed', async () => {
		expect(await cost('fail', false)).toEqual([7, 5]);
	});

	test('costs nothing more at its end where it was seen running', async () => {
		expect(await cost('succeed', true)).toEqual([6, 5, 5]);
	});
});

test('a missing list of server sync jobs costs the connections instead', async () => {
	team = await quietTeam(3, 1);
	team.sandbox.setSwitches({ movedPaths: { 6: null } });
	const poller = team.poller({ events: ['syncFailed'] });
	await poller.activate();
	team.requests();
	await poller.poll();
	// The list of connections, one list that is missing, connection and job of each, the user sync jobs.
	expect(team.requests()).toBe(1 + 1 + 2 * 3 + 3);
	const job = team.sandbox.getState().connections[0].serverSyncJobs[0];
	team.sandbox.planRuns(job.id, { outcome: 'fail', durationSeconds: 60 });
	team.sandbox.runJob(job.id);
	team.sandbox.advance(60);
	expect(itemsOf(await poller.poll())).toMatchObject([{ event: 'syncFailed', job_id: job.id }]);
});

test('a connection that is deleted while it is read is gone, not in trouble', async () => {
	team = await quietTeam(2, 1);
	const poller = team.poller({ events: ['syncStopped', 'connectionUnreadable'] });
	await poller.activate();
	const [gone] = team.sandbox.getState().connections;
	team.sandbox.addFault({ match: { path: gone.id }, effect: { type: 'status', status: 404 } });
	for (let polls = 0; polls < 4; polls++) {
		const items = itemsOf(await poller.poll());
		expect(items.map(({ event }) => event)).toEqual(
			polls === 0 ? ['syncStopped', 'syncStopped'] : [],
		);
	}
});

test('lists of more than one page are read to their end', async () => {
	team = await startTriggerTeam({ switches: { pageSize: 1, keepResults: 10 } });
	const poller = team.poller({ events: ['newResult'] });
	await poller.activate();
	const job = team.sandbox.getState().connections[1].userSyncJobs[0];
	for (let runs = 0; runs < 4; runs++) {
		team.sandbox.runJob(job.id);
		team.sandbox.advance(300);
	}
	const items = itemsOf(await poller.poll()).filter(({ job_id }) => job_id === job.id);
	expect(items).toHaveLength(4);
});

describe('ticks that overlap', () => {
	test('deliver each result once, whichever ends first', async () => {
		team = await startTriggerTeam();
		const poller = team.poller({ events: ['newResult'] });
		await poller.activate();
		team.sandbox.advance(2 * hour);
		const polls = await Promise.all([poller.poll(), poller.poll(), poller.poll()]);
		const ids = polls.flatMap((items) => itemsOf(items).map(({ result_id }) => result_id));
		expect(ids.length).toBeGreaterThan(4);
		expect(new Set(ids).size).toBe(ids.length);
	});

	test('an older observation that ends later undoes nothing', async () => {
		team = await startTriggerTeam();
		const poller = team.poller({ events: ['newResult', 'syncStopped'] });
		await poller.activate();
		// The first poll is held up at its second request; meanwhile time goes on and another poll overtakes it.
		team.sandbox.addFault({
			match: { path: 'task_settings' },
			effect: { type: 'latency', milliseconds: 3000 },
			times: 1,
		});
		const slow = poller.poll();
		const isHeldUp = () =>
			team.sandbox.getRequests().some(({ path }) => path.endsWith('/task_settings'));
		team.sandbox.clearRequests();
		while (!isHeldUp()) await new Promise((done) => setTimeout(done, 10));
		team.sandbox.advance(2 * hour);
		const fast = itemsOf(await poller.poll());
		const state = poller.storedState;
		expect(fast.length).toBeGreaterThan(0);
		expect(await slow).toBeNull();
		expect(poller.storedState).toEqual(state);
		expect(await poller.poll()).toBeNull();
	});
});

test('a poll keeps within its budget', async () => {
	team = await quietTeam(2, 1);
	const poller = team.poller({ events: ['newResult'] }, 'durable');
	await poller.activate();
	await poller.poll();
	team.sandbox.addFault({
		match: { path: 'task_settings' },
		effect: { type: 'status', status: 429, retryAfterSeconds: 50 },
	});
	const before = Date.now();
	await expect(poller.poll()).rejects.toMatchObject({
		failure: { cause: 'rate-limited', retryAfterMs: 50_000 },
	});
	expect(Date.now() - before).toBeLessThan(36_000);
});
