import { skipWaits } from '../skippedWaits.cts';
import { closeTriggerTeams, startTriggerTeam } from '../triggerTeam.cts';
import { day, hour, minute, prepareScenario, startScenario, ways } from './scenario.cts';

afterEach(closeTriggerTeams);

/** Publishing, restarts, and the first poll. n8n gives up for good on a trigger whose activation throws. */

const lists = '/task_settings$|/user_sync_task_settings$';
const listOfConnections = '/ad_connections$';

describe.each(ways)('polled in the %s way, n8n starts again', (way) => {
	test.each([
		['its list of connections answers 500', listOfConnections, 500],
		['its list of connections answers 403', listOfConnections, 403],
		['its list of connections answers 401', listOfConnections, 401],
		['its lists of jobs answer 500', lists, 500],
		['its lists of jobs answer 401', lists, 401],
	])(
		'while %s: the activation does not throw, and the trigger goes on',
		async (_, path, status) => {
			const s = await startScenario({ way });
			expect(await s.runs('fail')).toEqual([['trigger syncFailed']]);
			s.fail(path, status);
			s.poller.restart();
			expect(await s.activate('init')).toEqual([]);
			expect(await s.poll()).toEqual([]);
			s.recover();
			expect(await s.runs('fail', 'succeed')).toEqual([[], ['resolve success']]);
		},
	);

	test('and delivers what ran meanwhile, once', async () => {
		const s = await startScenario({ way, events: ['newResult'] });
		const first = await s.run('fail');
		s.plan('succeed', 'fail');
		for (let run = 0; run < 2; run++) s.passRun();
		s.poller.restart();
		const lines = [...(await s.activate('init')), ...(await s.polls(2))];
		const ids = s.job.results.slice(-3).map(({ id }) => id);
		expect(first[0].result_id).toBe(ids[0]);
		expect(lines).toEqual([`newResult success ${ids[1]}`, `newResult failed ${ids[2]}`]);
	});

	test('in an outage that began before the second poll: the activation does not throw', async () => {
		const s = await prepareScenario({ way });
		expect(await s.activate()).toEqual([]);
		// With durable cursors n8n has not kept the state of the activation.
		s.fail(listOfConnections, 403);
		expect(await s.poll(0)).toEqual([]);
		s.poller.restart();
		expect(await s.activate('init')).toEqual([]);
		s.recover();
		expect(await s.runs('fail')).toEqual([['trigger syncFailed']]);
	});

	test('and what could not be read is counted from the state that was stored', async () => {
		const s = await startScenario({ way });
		s.fail(listOfConnections);
		expect(await s.poll()).toEqual([]);
		const again = await s.restart();
		const lines = [...again, ...(await s.poll(6 * minute)), ...(await s.poll(6 * minute))];
		expect(lines).toEqual(['trigger connectionUnreadable']);
	});
});

describe.each(ways)('polled in the %s way, the first poll', (way) => {
	test.each([
		['a wrong key', { keySecret: 'wrong' }, /./],
		['a wrong team', { teamName: 'another-team' }, /./],
		[
			'an address that is none',
			{ baseUrl: 'nowhere' },
			/^The list of connections could not be read: Base URL/,
		],
	])('refuses %s', async (_, changes, message) => {
		const s = await prepareScenario({ way });
		Object.assign(s.team.credential.data, changes);
		await expect(s.activate()).rejects.toMatchObject({
			message: expect.stringMatching(message) as unknown,
			failure: { cause: 'configuration-invalid' },
		});
		expect(s.poller.storedState).toEqual({});
	});

	test('refuses a missing role', async () => {
		const s = await prepareScenario({ way, switches: { roles: [] } });
		await expect(s.activate()).rejects.toThrow(/access_admin/);
	});

	test('refuses if no list of jobs can be read for good', async () => {
		const s = await prepareScenario({ way });
		s.fail(lists, 403);
		await expect(s.activate()).rejects.toThrow(/server sync jobs could not be read/);
	});

	test('refuses nothing that can be read in part', async () => {
		const s = await prepareScenario({ way, connections: 2 });
		s.fail(`${s.connection.id}/`, 403);
		expect(await s.activate()).toEqual([]);
		expect(await s.polls(3)).toEqual(['trigger connectionUnreadable']);
	});

	test.each([
		['the list of connections answers 500', listOfConnections],
		['the lists of jobs answer 500', lists],
	])('while %s: the outage counts from then on', async (_, path) => {
		const s = await prepareScenario({ way });
		s.fail(path);
		expect(await s.activate()).toEqual([]);
		expect(s.poller.storedState).toHaveProperty('state');
		const first = Date.parse(s.sandbox.now()) / 1000;
		const items = [...(await s.items()), ...(await s.items())];
		expect(items).toMatchObject([{ event: 'connectionUnreadable', incident_action: 'trigger' }]);
		// n8n's clock, which no answer of the API has set, may have gone on by some seconds.
		expect(Number(items[0].incident_key?.split('-').at(-1))).toBeCloseTo(first, -2);
	});

	test('that could read nothing takes the baseline later: what fails then is reported', async () => {
		const s = await prepareScenario({ way, events: ['syncFailed', 'newResult'] });
		s.plan('fail');
		s.passRun();
		s.fail(listOfConnections);
		expect([...(await s.activate()), ...(await s.polls(2))]).toEqual([]);
		s.recover();
		expect(await s.polls(2)).toEqual(['trigger syncFailed']);
		s.plan('succeed');
		s.passRun();
		const lines = await s.poll(0);
		expect(lines.map((line) => line.split(' ')[0])).toEqual(['newResult', 'resolve']);
	});

	test('whose poll could read nothing never refuses later, however the outage develops', async () => {
		const s = await prepareScenario({ way });
		s.fail(listOfConnections, 500);
		expect(await s.activate()).toEqual([]);
		s.recover();
		s.fail(listOfConnections, 403);
		expect(await s.polls(2)).toEqual(['trigger connectionUnreadable']);
	});

	test('reports what fails now, and each incident once', async () => {
		const s = await prepareScenario({ way, events: ['syncFailed', 'newResult'] });
		s.plan('fail', 'fail', 'fail');
		for (let run = 0; run < 3; run++) s.passRun();
		const items = [...(await s.poller.activate())!].map(({ json }) => json);
		expect(items).toMatchObject([
			{ event: 'syncFailed', consecutive_failures: 3, consecutive_failures_at_least: false },
		]);
		expect(await s.polls(2)).toEqual([]);
	});

	test('reports nothing that failed before, is well, and emits no history', async () => {
		const s = await prepareScenario({ way, events: ['syncFailed', 'newResult'] });
		s.plan('fail', 'succeed');
		for (let run = 0; run < 2; run++) s.passRun();
		expect([...(await s.activate()), ...(await s.polls(2))]).toEqual([]);
	});

	test('with Report Current Failures off reports nothing of a job until it is well', async () => {
		const options = { reportCurrentFailures: false };
		const s = await prepareScenario({ way, options });
		s.plan('fail', 'fail', 'succeed', 'fail');
		s.passRun();
		expect([...(await s.activate()), ...(await s.poll())]).toEqual([]);
		for (const expected of [[], [], ['trigger syncFailed']]) {
			s.passRun();
			expect(await s.poll(0)).toEqual(expected);
		}
	});
});

describe.each(ways)('polled in the %s way, an error that is retried within a poll', (way) => {
	let putBack: () => void;

	beforeEach(() => {
		putBack = skipWaits().restore;
	});
	afterEach(async () => {
		await closeTriggerTeams();
		putBack();
	});

	const effects = [
		['503', { type: 'status', status: 503 }],
		['429', { type: 'status', status: 429, retryAfterSeconds: 3600 }],
		['a reset', { type: 'reset', when: 'before' }],
	] as const;

	test.each(effects)(
		'%s at a start of n8n: no throw, and it continues without a restart',
		async (_, effect) => {
			const s = await startScenario({ way });
			expect(await s.runs('fail')).toEqual([['trigger syncFailed']]);
			s.sandbox.addFault({ match: {}, effect });
			expect(await s.restart()).toEqual([]);
			s.recover();
			expect(await s.runs('succeed')).toEqual([['resolve success']]);
		},
	);

	test.each(effects)(
		'%s at the publication: no throw, and it continues without another one',
		async (_, effect) => {
			const s = await prepareScenario({ way });
			s.sandbox.addFault({ match: {}, effect });
			expect(await s.activate()).toEqual([]);
			s.recover();
			expect(await s.poll()).toEqual([]);
			expect(await s.runs('fail')).toEqual([['trigger syncFailed']]);
		},
	);

	test('an address without a server: no throw', async () => {
		const gone = await startTriggerTeam();
		const { url } = gone.sandbox;
		await closeTriggerTeams();
		const s = await startScenario({ way });
		s.team.credential.data.baseUrl = url;
		expect(await s.restart()).toEqual([]);
		expect(await s.polls(3, 6 * minute)).toEqual(['trigger connectionUnreadable']);
	});
});

describe.each(ways)('polled in the %s way, a parameter that cannot be read', (way) => {
	const settings = [
		['a threshold of "abc"', undefined, { failureThreshold: 'abc' }, "'Failure Threshold' must be"],
		['no event at all', [], {}, "'Trigger On' is empty"],
		['an event that does not exist', ['syncBroken'], {}, "'Trigger On' has an invalid entry"],
		[
			'a switch that is neither on nor off',
			undefined,
			{ includeTestRuns: 'perhaps' },
			'Include Test Runs',
		],
	] as const;

	test.each(settings)('%s: whoever publishes sees it', async (_, events, options, message) => {
		const s = await prepareScenario({ way, events: events && [...events], options });
		await expect(s.activate()).rejects.toMatchObject({
			message: expect.stringContaining(message) as unknown,
			failure: { cause: 'configuration-invalid' },
		});
	});

	test('is the one exception with a stored state, too', async () => {
		const s = await startScenario({ way });
		const options = { failureThreshold: '={{ "abc" }}' };
		await expect(s.republish(undefined, options)).rejects.toThrow("'Failure Threshold' must be");
		expect(await s.republish(undefined, {})).toEqual([]);
		expect(await s.poll(day - hour)).toEqual([]);
	});
});
