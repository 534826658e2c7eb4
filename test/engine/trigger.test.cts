import { startSandbox } from '../../sandbox/sandbox.cts';
import type { Poller } from './harness/engine.cts';
import { everyEvent, itemsOf, startTriggerTeam, type TriggerTeam } from './triggerTeam.cts';

const hour = 3600;

describe.each(['client', 'page'] as const)('in the dialect of the %s', (dialect) => {
	let team: TriggerTeam;

	beforeEach(async () => {
		team = await startTriggerTeam({ dialect });
	});
	afterEach(() => team.close());

	/** The hourly server sync job of the first connection. */
	const hourlyJob = () => team.sandbox.getState().connections[0].serverSyncJobs[0];

	test('a sync that fails is reported once, with its details', async () => {
		const poller = team.poller({ events: ['syncFailed'] });
		expect(await poller.activate()).toBeNull();
		const job = hourlyJob();
		team.sandbox.planRuns(job.id, { outcome: 'fail' });
		team.sandbox.advance(hour + 240);

		const items = itemsOf(await poller.poll());
		expect(items).toHaveLength(1);
		expect(items[0]).toMatchObject({
			event: 'syncFailed',
			outcome: 'failed',
			cause: 'failed',
			job_id: job.id,
			job_name: job.settings.name,
			job_kind: 'serverSyncJob',
			incident_action: 'trigger',
			consecutive_failures: 1,
		});
		expect(items[0].detailed_summary).toContain('LDAP');
		expect(await poller.poll()).toBeNull();
	});

	test.each([
		['result', true],
		['status', false],
		['status', true],
		['summary', false],
		['summary', true],
	] as const)(
		'a failed run stays failed, with its details, where they are the %s (id: %s)',
		async (details, detailsId) => {
			team.sandbox.setSwitches({ details, detailsId });
			const poller = team.poller({ events: ['syncFailed'] });
			await poller.activate();
			const { id } = hourlyJob();
			team.sandbox.planRuns(id, { outcome: 'fail' });
			team.sandbox.advance(hour + 240);
			const items = itemsOf(await poller.poll());
			const [run] = hourlyJob().results.slice(-1);
			expect(items).toMatchObject([
				{ event: 'syncFailed', outcome: 'failed', job_id: id, result_id: run.id },
			]);
			expect(items[0].summary).toBe(run.summary);
			expect(items[0].detailed_summary).toBe(run.detailedSummary);
			expect(items[0].text).toContain(run.summary);
			expect(items[0].text).toContain('LDAP');
			const paths = team.sandbox.getRequests().map(({ path }) => path);
			expect(paths.filter((path) => path.endsWith('/detailed_summary'))).toHaveLength(1);
		},
	);

	test.each(['empty', 'noBody', 'html', 'otherResult'] as const)(
		'a failed run is reported without details that are %s, which is noted once',
		async (details) => {
			team.sandbox.setSwitches({ details });
			const poller = team.poller({ events: ['syncFailed', 'newResult'] });
			await poller.activate();
			team.sandbox.planRuns(hourlyJob().id, { outcome: 'fail', times: 2, durationSeconds: 60 });
			const items = [];
			for (let polls = 0; polls < 2; polls++) {
				team.sandbox.advance(hour);
				items.push(...itemsOf(await poller.poll()));
			}
			const failed = items.filter(({ outcome }) => outcome === 'failed');
			expect(failed.map(({ event }) => event)).toEqual(['newResult', 'syncFailed', 'newResult']);
			expect(failed.map(({ detailed_summary }) => detailed_summary)).toEqual([null, null, null]);
			expect(poller.warnings.filter((line) => line.includes('details of the result'))).toHaveLength(
				1,
			);
		},
	);

	test('a failure and its recovery carry the same incident key, the next failure another', async () => {
		const poller = team.poller({ events: ['syncFailed'] });
		await poller.activate();
		const plan = ['fail', 'fail', 'succeed', 'fail'] as const;
		team.sandbox.planRuns(
			hourlyJob().id,
			plan.map((outcome) => ({ outcome, durationSeconds: 60 })),
		);
		const items = [];
		for (let polls = 0; polls < 5; polls++) {
			team.sandbox.advance(hour);
			items.push(...itemsOf(await poller.poll()));
		}
		expect(items.map(({ event, incident_action }) => [event, incident_action])).toEqual([
			['syncFailed', 'trigger'],
			['syncRecovered', 'resolve'],
			['syncFailed', 'trigger'],
			['syncRecovered', 'resolve'],
		]);
		const [first, recovery, second] = items.map(({ incident_key }) => incident_key);
		expect(first).toMatch(/^[A-Za-z0-9-]{1,64}$/);
		expect(recovery).toBe(first);
		expect(second).not.toBe(first);
		expect(items[1].consecutive_failures).toBe(2);
		expect(items[1].failing_since).toBe(items[0].finished_at);
	});

	test('a test run that hides a scheduled one does not hide its failure', async () => {
		const poller = team.poller({ events: ['syncFailed', 'newResult'] });
		await poller.activate();
		const job = hourlyJob();
		team.sandbox.planRuns(job.id, [
			{ outcome: 'fail', durationSeconds: 30 },
			{ outcome: 'succeed', durationSeconds: 30 },
		]);
		team.sandbox.runJob(job.id);
		team.sandbox.advance(60);
		team.sandbox.runJob(job.id, { isTest: true });
		team.sandbox.advance(60);
		const items = itemsOf(await poller.poll()).filter(({ job_id }) => job_id === job.id);
		expect(items.map(({ event, outcome }) => [event, outcome])).toEqual([
			['newResult', 'failed'],
			['syncFailed', 'failed'],
		]);
	});

	test('where every result carries a test request id, failures are reported all the same', async () => {
		team.sandbox.setSwitches({ testIdsOnEveryResult: true });
		team.sandbox.advance(4 * hour);
		const poller = team.poller({ events: ['syncFailed'] });
		await poller.activate();
		const job = hourlyJob();
		team.sandbox.planRuns(job.id, { outcome: 'fail', durationSeconds: 60 });
		// More scheduled runs than the API keeps, so that every result at hand carries an id.
		for (let hours = 0; hours < 12; hours++) {
			team.sandbox.advance(hour);
			await poller.poll();
		}
		team.sandbox.planRuns(job.id, { outcome: 'fail', durationSeconds: 60 });
		team.sandbox.advance(hour);
		expect(itemsOf(await poller.poll())).toMatchObject([{ event: 'syncFailed', is_test: false }]);
	});

	test('a word for failure that nobody knows is reported after three results', async () => {
		team.sandbox.setSwitches({ taskStateWords: { failed: 'kaputt' } });
		const poller = team.poller({ events: ['syncFailed'] });
		await poller.activate();
		const job = hourlyJob();
		team.sandbox.planRuns(job.id, {
			outcome: 'fail',
			times: 3,
			durationSeconds: 60,
			rulesSummaryStatus: 'done',
		});
		const items = [];
		for (let polls = 0; polls < 8; polls++) {
			team.sandbox.advance(hour / 2);
			items.push(...itemsOf(await poller.poll()));
		}
		expect(items.map(({ event, outcome }) => [event, outcome])).toEqual([
			['syncFailed', 'unknown'],
			['syncRecovered', 'success'],
		]);
	});

	test('the first poll reports what fails then, once', async () => {
		const job = hourlyJob();
		team.sandbox.planRuns(job.id, { outcome: 'fail', times: 3, durationSeconds: 60 });
		team.sandbox.advance(3 * hour);
		const poller = team.poller({ events: ['syncFailed'] });
		const items = itemsOf(await poller.activate());
		expect(items).toHaveLength(1);
		expect(items[0]).toMatchObject({ event: 'syncFailed', consecutive_failures: 3 });
		expect(items[0].failing_since).not.toBe(items[0].finished_at);
		expect(await poller.poll()).toBeNull();
	});

	test('the incident key is the same after lost state', async () => {
		const job = hourlyJob();
		team.sandbox.planRuns(job.id, { outcome: 'fail', times: 3, durationSeconds: 60 });
		const poller = team.poller({ events: ['syncFailed'] });
		await poller.activate();
		team.sandbox.advance(hour);
		const [before] = itemsOf(await poller.poll());
		team.sandbox.advance(2 * hour);
		const [after] = itemsOf(await team.poller({ events: ['syncFailed'] }).activate());
		expect(after.incident_key).toBe(before.incident_key);
	});

	test('without the assumed paths the recent results are reported all the same', async () => {
		team.sandbox.setSwitches({ movedPaths: { 6: null, 13: null, 14: null, 24: null, 25: null } });
		const poller = team.poller({ events: everyEvent });
		expect(await poller.activate()).toBeNull();
		const job = hourlyJob();
		team.sandbox.planRuns(job.id, [
			{ outcome: 'fail', durationSeconds: 60 },
			{ outcome: 'succeed', durationSeconds: 60 },
		]);
		const events = [];
		for (let polls = 0; polls < 2; polls++) {
			team.sandbox.advance(hour);
			const items = itemsOf(await poller.poll()).filter(({ job_id }) => job_id === job.id);
			events.push(...items.map(({ event }) => event));
		}
		expect(events).toEqual(['newResult', 'syncFailed', 'newResult', 'syncRecovered']);
	});

	test.each([400, 403, 405, 500])(
		'where the assumed paths answer %d the recent results are reported all the same',
		async (status) => {
			const poller = team.poller({ events: ['syncFailed'] });
			await poller.activate();
			for (const endpoint of [13, 14, 24, 25])
				team.sandbox.addFault({ match: { endpoint }, effect: { type: 'status', status } });
			const job = hourlyJob();
			team.sandbox.planRuns(job.id, { outcome: 'fail', times: 4, durationSeconds: 60 });
			const events = [];
			for (let polls = 0; polls < 5; polls++) {
				team.sandbox.advance(hour);
				const items = itemsOf(await poller.poll()).filter(({ job_id }) => job_id === job.id);
				events.push(items.map(({ event }) => event));
			}
			const opened = status === 500 ? 2 : 0;
			const expected: string[][] = [[], [], [], [], ['syncRecovered']];
			expected[opened] = ['syncFailed'];
			expect(events).toEqual(expected);
		},
	);

	test('a job that fails at the first poll is reported though its results answer 500', async () => {
		team.sandbox.addFault({ match: { endpoint: 13 }, effect: { type: 'status', status: 500 } });
		const job = hourlyJob();
		team.sandbox.planRuns(job.id, { outcome: 'fail', times: 3, durationSeconds: 60 });
		team.sandbox.advance(3 * hour);
		const poller = team.poller({ events: ['syncFailed'] });
		const items = itemsOf(await poller.activate());
		for (let polls = 0; polls < 3; polls++) items.push(...itemsOf(await poller.poll()));
		expect(items).toMatchObject([{ event: 'syncFailed', job_id: job.id }]);
	});

	test('corrected paths are used', async () => {
		team.sandbox.setSwitches({
			movedPaths: { 13: 'integrations/ad_connections/{connection}/task_settings/{job}/results' },
		});
		team.credential.data.pathCorrections = {
			correction: [
				{
					endpoint: 'listServerSyncResults',
					path: '/v1/teams/{team}/integrations/ad_connections/{connection}/task_settings/{job}/results',
				},
			],
		};
		const poller = team.poller({ events: ['newResult'], jobKinds: ['serverSyncJob'] });
		await poller.activate();
		const job = hourlyJob();
		for (let runs = 0; runs < 3; runs++) {
			team.sandbox.runJob(job.id);
			team.sandbox.advance(300);
		}
		const items = itemsOf(await poller.poll()).filter(({ job_id }) => job_id === job.id);
		expect(items).toHaveLength(3);
	});

	test('a connection that cannot be read neither stops the others nor looks like vanished jobs', async () => {
		const poller = team.poller({ events: everyEvent });
		await poller.activate();
		const [broken, sound] = team.sandbox.getState().connections;
		team.sandbox.addFault({
			match: { path: `/${broken.id}/user_sync_task_settings` },
			effect: { type: 'status', status: 500 },
		});
		team.sandbox.planRuns(sound.serverSyncJobs[0].id, { outcome: 'fail', durationSeconds: 60 });
		const items = [];
		for (let polls = 0; polls < 4; polls++) {
			team.sandbox.advance(hour);
			items.push(...itemsOf(await poller.poll()));
		}
		expect(items.filter(({ event }) => event === 'syncStopped')).toEqual([]);
		const told = items.filter(({ event }) => event !== 'newResult');
		expect(told.map(({ event, connection_id }) => [event, connection_id])).toEqual([
			['syncFailed', sound.id],
			['syncRecovered', sound.id],
			['connectionUnreadable', broken.id],
		]);
		team.sandbox.clearFaults();
		const [closing] = itemsOf(await poller.poll()).filter(({ cause }) => cause === 'unreadable');
		expect(closing).toMatchObject({
			event: 'syncRecovered',
			incident_key: told[2].incident_key,
			incident_action: 'resolve',
		});
	});

	test('runs during the trouble of a connection are delivered after it', async () => {
		const poller = team.poller({ events: ['newResult'], jobKinds: ['serverSyncJob'] });
		await poller.activate();
		const [broken] = team.sandbox.getState().connections;
		team.sandbox.addFault({ match: { path: broken.id }, effect: { type: 'status', status: 500 } });
		team.sandbox.advance(3 * hour);
		await poller.poll();
		team.sandbox.clearFaults();
		const items = itemsOf(await poller.poll());
		expect(items.filter(({ connection_id }) => connection_id === broken.id)).toHaveLength(3);
	});
});

describe('the first poll', () => {
	let team: TriggerTeam;

	beforeEach(async () => {
		team = await startTriggerTeam();
	});
	afterEach(() => team.close());

	const always = (status: number, endpoint?: number) => ({
		match: endpoint === undefined ? {} : { endpoint },
		effect: { type: 'status' as const, status, retryAfterSeconds: 3600 },
	});

	test.each([[429], [500]])('does not refuse to publish on %d', async (status) => {
		team.sandbox.addFault(always(status, 1));
		const poller = team.poller({ events: everyEvent });
		expect(await poller.activate()).toBeNull();
		expect(poller.storedState).not.toHaveProperty('state');
		team.sandbox.clearFaults();
		expect(await poller.poll()).toBeNull();
	});

	test.each([
		['classic', 429, 'rate-limited'],
		['classic', 500, 'temporarily-unavailable'],
		['durable', 429, 'rate-limited'],
		['durable', 500, 'temporarily-unavailable'],
		['scheduler', 429, 'rate-limited'],
		['scheduler', 500, 'temporarily-unavailable'],
	] as const)(
		'alone is silent on trouble: the %s engine hears of %d',
		async (engine, status, cause) => {
			team.sandbox.addFault(always(status, 1));
			const poller = team.poller({ events: everyEvent }, engine);
			expect(await poller.activate()).toBeNull();
			// An activation that puts out nothing stores nothing there.
			if (engine === 'durable') expect(await poller.poll()).toBeNull();
			for (let polls = 0; polls < 2; polls++)
				await expect(poller.poll()).rejects.toMatchObject({ failure: { cause } });
			team.sandbox.clearFaults();
			// With the durable scheduler an execution without items, for its state to be kept.
			expect(itemsOf(await poller.poll())).toEqual([]);
			const [{ serverSyncJobs }] = team.sandbox.getState().connections;
			team.sandbox.planRuns(serverSyncJobs[0].id, { outcome: 'fail' });
			team.sandbox.advance(hour + 240);
			const items = itemsOf(await poller.poll());
			expect(items.map(({ event }) => event)).toContain('syncFailed');
		},
	);

	test.each(['classic', 'scheduler', 'durable'] as const)(
		'that had to wait is made up for: the %s engine hears of the next result',
		async (engine) => {
			// The runs that began with the team are over.
			team.sandbox.advance(300);
			team.sandbox.addFault(always(500, 1));
			const poller = team.poller({ events: ['newResult'] }, engine);
			await poller.activate();
			team.sandbox.clearFaults();
			for (let polls = 0; polls < 2; polls++) expect(itemsOf(await poller.poll())).toEqual([]);
			team.sandbox.advance(hour);
			expect(itemsOf(await poller.poll())).not.toEqual([]);
		},
	);

	test('does not refuse to publish on network trouble', async () => {
		const { url } = await startThenClose();
		team.credential.data.baseUrl = url;
		expect(await team.poller({ events: everyEvent }).activate()).toBeNull();
	});

	test('refuses on a wrong key, a wrong team and a base URL that is none', async () => {
		const poller = team.poller({ events: everyEvent });
		const { data } = team.credential;
		const good = { ...data };
		Object.assign(data, { keySecret: 'wrong', sessionToken: '' });
		await expect(poller.activate()).rejects.toMatchObject({
			failure: { cause: 'credential-invalid' },
		});
		Object.assign(data, good, { teamName: 'another-team', sessionToken: '' });
		await expect(poller.activate()).rejects.toThrow();
		Object.assign(data, good, { baseUrl: 'nowhere' });
		await expect(poller.activate()).rejects.toMatchObject({
			failure: { cause: 'configuration-invalid' },
		});
	});
});

test('a choice of connections none of which exists is refused, a deleted one is reported', async () => {
	const team = await startTriggerTeam();
	const [{ id }] = team.sandbox.getState().connections;
	const poller = team.poller({ events: ['syncStopped'], connections: [id] });
	await poller.activate();
	const other = team.poller({ events: ['syncStopped'], connections: ['none'] });
	await expect(other.activate()).rejects.toMatchObject({
		message: 'None of the chosen connections exists',
		failure: { cause: 'configuration-invalid' },
	});
	team.sandbox.addFault({
		match: { endpoint: 1 },
		effect: { type: 'replaceBody', body: { list: [] } },
	});
	const items = itemsOf(await poller.poll());
	expect(items.map(({ event }) => event)).toEqual(['syncStopped', 'syncStopped', 'syncStopped']);
	expect(await poller.poll()).toBeNull();
	await team.close();
});

test('a choice of jobs none of which exists is refused, unless some can’t be read', async () => {
	const team = await startTriggerTeam();
	const [{ id, userSyncJobs }] = team.sandbox.getState().connections;
	const jobs = [`${id}/serverSyncJob/None`];
	const poller = team.poller({ events: ['syncFailed'], jobs });
	await expect(poller.activate()).rejects.toMatchObject({
		message: 'None of the chosen jobs exists',
		description: expect.stringContaining('"Job Names or IDs"'),
		failure: { cause: 'configuration-invalid' },
	});
	const [{ settings }] = userSyncJobs;
	const known = [...jobs, `${id}/userSyncJob/${settings.name}`];
	expect(await team.poller({ events: ['syncFailed'], jobs: known }).activate()).toBeNull();
	const otherKind = { events: ['syncFailed'], jobs: known, jobKinds: ['serverSyncJob'] };
	await expect(team.poller(otherKind).activate()).rejects.toThrow('None of the chosen jobs');
	team.sandbox.addFault({ match: { path: id }, effect: { type: 'status', status: 500 } });
	expect(await team.poller({ events: ['syncFailed'], jobs }).activate()).toBeNull();
	await team.close();
});

test('settings that are not understood are a fault of the configuration', async () => {
	const team = await startTriggerTeam();
	for (const parameters of [
		{ events: [] },
		{ events: ['x'] },
		{ options: { reminderHours: 'x' } },
	]) {
		const poller = team.poller({ events: ['syncFailed'], ...parameters });
		await expect(poller.activate()).rejects.toMatchObject({
			failure: { cause: 'configuration-invalid' },
		});
	}
	const { error } = await team.poller({ events: ['x'] }).fetchTestEvent();
	expect(error?.message).toBe('"Trigger On" does not know "x"');
	expect(team.requests()).toBe(0);
	await team.close();
});

/** The address of a sandbox that is gone. */
async function startThenClose() {
	const gone = await startSandbox();
	await gone.close();
	return gone;
}

describe('a poll at which nothing can be read', () => {
	let team: TriggerTeam;

	beforeEach(async () => {
		team = await startTriggerTeam();
	});
	afterEach(() => team.close());

	test.each([
		['rate-limited', { type: 'status', status: 429, retryAfterSeconds: 3600 }],
		['temporarily-unavailable', { type: 'status', status: 500 }],
		['temporarily-unavailable', { type: 'html', status: 200 }],
		['configuration-invalid', { type: 'status', status: 404 }],
	] as const)('throws and says %s', async (cause, effect) => {
		const poller = team.poller({ events: ['newResult'] });
		await poller.activate();
		const before = poller.storedState;
		team.sandbox.advance(hour);
		team.sandbox.addFault({ match: {}, effect });
		await expect(poller.poll()).rejects.toMatchObject({ failure: { cause } });
		expect(poller.storedState).toEqual(before);
		team.sandbox.clearFaults();
		expect(itemsOf(await poller.poll()).length).toBeGreaterThan(0);
	});

	test('says how long to wait where the API does', async () => {
		const poller = team.poller({ events: ['newResult'] });
		await poller.activate();
		team.sandbox.addFault({
			match: {},
			effect: { type: 'status', status: 429, retryAfterSeconds: 3600 },
		});
		const error = await poller.poll().catch((thrown: unknown) => thrown);
		expect(error).toMatchObject({ failure: { cause: 'rate-limited', retryAfterMs: 3_600_000 } });
	});

	test('says so where every job list is refused, and stops asking', async () => {
		const poller = team.poller({ events: ['newResult'] });
		await poller.activate();
		team.sandbox.addFault({
			match: { path: 'task_settings' },
			effect: { type: 'status', status: 401 },
		});
		team.sandbox.clearRequests();
		await expect(poller.poll()).rejects.toMatchObject({ failure: { cause: 'credential-invalid' } });
		const asked = team.sandbox.getRequests().map(({ path }) => path);
		const lists = asked.filter((path) => path.includes('task_settings'));
		expect(new Set(lists).size).toBe(1);
		expect(lists).toHaveLength(2);
	});
});

describe.each(['classic', 'scheduler', 'durable'] as const)('in the %s engine', (engine) => {
	let team: TriggerTeam;
	let poller: Poller;

	beforeEach(async () => {
		team = await startTriggerTeam();
		// The runs that began with the team are over.
		team.sandbox.advance(300);
		poller = team.poller({ events: ['syncFailed', 'newResult'] }, engine);
		await poller.activate();
		await poller.poll();
	});
	afterEach(() => team.close());

	/** The events of so many polls, by poll. */
	async function polled(count: number) {
		const polls = [];
		for (let poll = 0; poll < count; poll++) polls.push(itemsOf(await poller.poll()));
		return polls.map((items) => items.map(({ event }) => event));
	}

	test('a quiet poll starts no execution', async () => {
		expect(await poller.poll()).toBeNull();
	});

	test('a failure whose results can not be read is told at the third poll', async () => {
		const [{ id }] = team.sandbox.getState().connections[0].serverSyncJobs;
		team.sandbox.runJob(id);
		team.sandbox.endRun(id, 'fail');
		team.sandbox.addFault({ match: { endpoint: 13 }, effect: { type: 'status', status: 500 } });
		expect(await polled(4)).toEqual([[], [], ['newResult', 'syncFailed'], []]);
	});
});

describe.each(['classic', 'scheduler', 'durable'] as const)(
	'in the %s engine, a list of connections none of which can be read',
	(engine) => {
		let team: TriggerTeam;

		afterEach(() => team.close());

		const lists = { path: 'task_settings' };
		const broken = { match: lists, effect: { type: 'status', status: 500 } } as const;

		test.each([1, 2])(
			'opens the incidents of all %d after three polls, and closes them',
			async (connections) => {
				const dataset = {
					connections,
					serverJobsPerConnection: 1,
					userJobsPerConnection: 1,
					frequencies: { 1: 1 },
				};
				team = await startTriggerTeam({ dataset });
				// The runs that began with the team are over.
				team.sandbox.advance(300);
				const poller = team.poller({ events: ['connectionUnreadable', 'newResult'] }, engine);
				await poller.activate();
				await poller.poll();
				team.sandbox.addFault(broken);
				const polls = [];
				for (let number = 0; number < 4; number++) polls.push(itemsOf(await poller.poll()));
				expect(polls.map(({ length }) => length)).toEqual([0, 0, connections, 0]);
				expect(polls[2]).toMatchObject(
					polls[2].map(() => ({ event: 'connectionUnreadable', incident_action: 'trigger' })),
				);
				expect(polls[2][0].text).toContain('Okta failed with 500');
				team.sandbox.clearFaults();
				team.sandbox.advance(hour);
				const items = itemsOf(await poller.poll());
				const closed = items.filter(({ cause }) => cause === 'unreadable');
				expect(closed.map(({ incident_key }) => incident_key)).toEqual(
					polls[2].map(({ incident_key }) => incident_key),
				);
				// Nothing that ran meanwhile is lost.
				const results = items.filter(({ event }) => event === 'newResult');
				expect(results).toHaveLength(2 * connections);
			},
		);

		test('opens them from the first poll on, and takes the baseline when it can', async () => {
			team = await startTriggerTeam();
			const { connections } = team.sandbox.getState();
			const job = connections[0].serverSyncJobs[0];
			team.sandbox.planRuns(job.id, { outcome: 'fail', durationSeconds: 60 });
			team.sandbox.advance(hour);
			team.sandbox.addFault(broken);
			const poller = team.poller({ events: ['connectionUnreadable', 'syncFailed'] }, engine);
			const items = itemsOf(await poller.activate());
			for (let polls = 0; polls < 3; polls++) items.push(...itemsOf(await poller.poll()));
			expect(items.map(({ event }) => event)).toEqual(
				connections.map(() => 'connectionUnreadable'),
			);
			team.sandbox.clearFaults();
			const after = itemsOf(await poller.poll()).map(({ event, job_id }) => [event, job_id]);
			expect(after.filter(([event]) => event === 'syncFailed')).toEqual([['syncFailed', job.id]]);
		});

		test.each([
			['temporarily-unavailable', 500, ['syncFailed']],
			['rate-limited', 429, ['connectionUnreadable']],
			['credential-invalid', 401, ['connectionUnreadable']],
			['configuration-invalid', 403, ['connectionUnreadable']],
		])('throws all the same and says %s on %d with %p', async (cause, status, events) => {
			team = await startTriggerTeam();
			const poller = team.poller({ events }, engine);
			await poller.activate();
			await poller.poll();
			const effect = { type: 'status', status, retryAfterSeconds: 3600 } as const;
			team.sandbox.addFault({ match: lists, effect });
			for (let polls = 0; polls < 4; polls++)
				await expect(poller.poll()).rejects.toMatchObject({ failure: { cause } });
		});
	},
);

describe('Fetch Test Event', () => {
	let team: TriggerTeam;

	beforeEach(async () => {
		team = await startTriggerTeam();
	});
	afterEach(() => team.close());

	test('gives a real sample of each chosen event and leaves the state alone', async () => {
		const poller = team.poller({ events: everyEvent });
		await poller.activate();
		const before = poller.storedState;
		const { outputs } = await poller.fetchTestEvent();
		const items = outputs[0].map(({ json }) => json);
		expect(items.map(({ event }) => event).sort()).toEqual([...everyEvent].sort());
		expect(poller.storedState).toEqual(before);
		const jobs = team.sandbox
			.getState()
			.connections.flatMap((connection) =>
				[...connection.serverSyncJobs, ...connection.userSyncJobs].map(({ id }) => id),
			);
		for (const { job_id } of items) if (job_id !== null) expect(jobs).toContain(job_id);
	});

	test('of what has not happened agrees with itself, made from a run that went well', async () => {
		const { outputs } = await team.poller({ events: everyEvent }).fetchTestEvent();
		const samples = Object.fromEntries(outputs[0].map(({ json }) => [json.event, json]));
		for (const name of ['syncFailed', 'syncStillFailing']) {
			const { started_at, finished_at, last_success_at, ...sample } = samples[name];
			expect(sample).toMatchObject({ outcome: 'failed', task_state: 'failed', cause: 'failed' });
			expect(sample).toMatchObject({ consecutive_failures: 1, failing_since: finished_at });
			expect(sample.result).toMatchObject({ id: sample.result_id, task_state: 'failed' });
			expect(last_success_at === null || String(last_success_at) < String(started_at)).toBe(true);
			expect(sample.text).toContain('failing since');
		}
		expect(samples.syncRunningLong).toMatchObject({ outcome: 'running', finished_at: null });
		const { failing_since, started_at, ...recovered } = samples.syncRecovered;
		expect(recovered).toMatchObject({ outcome: 'success', consecutive_failures: 1 });
		expect(String(failing_since) < String(started_at)).toBe(true);
		expect(samples.syncOverdue).toMatchObject({ outcome: 'success', consecutive_failures: 0 });
	});

	test('says so where there is nothing', async () => {
		team.sandbox.reset({ dataset: 'empty' });
		const { error } = await team.poller({ events: everyEvent }).fetchTestEvent();
		expect(error?.message).toContain('nothing to make a sample from');
	});
});
