import { skipWaits } from '../skippedWaits.cts';
import { closeTriggerTeams } from '../triggerTeam.cts';
import { day, hour, minute, startScenario, ways, type TriggerScenario } from './scenario.cts';

afterEach(closeTriggerTeams);

/** What happens while the whole team cannot be read. The trigger never throws then. */

const two = { connections: 2 };
const everyList = '/task_settings$|/user_sync_task_settings$';
const listOfConnections = '/ad_connections$';

/** The errors that n8n shows as executions. */
const errorsOf = ({ poller }: TriggerScenario) => poller.errors.map(({ message }) => message);

describe.each(ways)('polled in the %s way, a team', (way) => {
	test.each([
		['its list of connections answers 500', listOfConnections, 500],
		['its list of connections answers 403', listOfConnections, 403],
		['its list of connections answers 401', listOfConnections, 401],
		['all its lists of jobs answer 500', everyList, 500],
		['all its lists of jobs answer 403', everyList, 403],
		['all its lists of jobs answer 401', everyList, 401],
	])('of which %s: one incident ten minutes later', async (_, path, status) => {
		const s = await startScenario({ way, ...two });
		s.fail(path, status);
		await s.poll();
		const first = Date.parse(s.sandbox.now()) / 1000;
		expect(await s.poll()).toEqual([]);
		const [opening] = await s.items();
		expect(opening).toMatchObject({
			event: 'connectionUnreadable',
			title: 'Team "demo-team" could not be read',
			severity: 'error',
			cause: 'unreadable',
			incident_action: 'trigger',
			connection_id: null,
			connection_name: null,
			domain: null,
			gateway_id: null,
			job_id: null,
		});
		expect(opening.incident_key).toMatch(/^asa-team-[A-Za-z0-9]+-\d+$/);
		// n8n's clock, which no answer of the API has set, may have gone on by some seconds.
		expect(Number(opening.incident_key?.split('-').at(-1))).toBeCloseTo(first, -2);
		expect(await s.polls(2)).toEqual([]);
		s.recover();
		expect(await s.items()).toMatchObject([
			{
				event: 'syncRecovered',
				title: 'Team "demo-team" can be read again',
				incident_action: 'resolve',
				incident_key: opening.incident_key,
				closed_by: null,
			},
		]);
		expect(errorsOf(s)).toEqual([]);
	});

	test('that cannot be read: one error execution and one every reminder, if that is not chosen', async () => {
		const s = await startScenario({ way, ...two, events: ['syncFailed'] });
		s.fail(listOfConnections, 403);
		const counts = [];
		for (const wait of [5 * minute, 5 * minute, 5 * minute, day - minute, minute, hour]) {
			expect(await s.poll(wait)).toEqual([]);
			counts.push(s.poller.errors.length);
		}
		expect(counts).toEqual([0, 0, 1, 1, 2, 2]);
		expect(errorsOf(s)[0]).toMatch(/^Team "demo-team" could not be read\. The list of connections/);
		s.recover();
		expect(await s.polls(2)).toEqual([]);
	});

	test('of one connection whose lists cannot be read: that is the outage of the connection', async () => {
		const s = await startScenario({ way });
		s.fail(everyList);
		await s.polls(2);
		expect(await s.items()).toMatchObject([
			{ event: 'connectionUnreadable', connection_id: s.connection.id },
		]);
	});

	test('of one connection whose list of connections cannot be read is the outage', async () => {
		const s = await startScenario({ way });
		s.fail(listOfConnections);
		await s.polls(2);
		expect(await s.items()).toMatchObject([{ event: 'connectionUnreadable', connection_id: null }]);
	});

	test('that cannot be read leaves the incident of a connection open, and it ends with the connection', async () => {
		const s = await startScenario({ way, ...two });
		s.fail(s.connection.id);
		expect(await s.polls(3)).toEqual(['trigger connectionUnreadable']);
		s.fail(listOfConnections);
		expect(await s.polls(3)).toEqual(['trigger connectionUnreadable']);
		s.recover();
		const ends = await s.items();
		expect(ends.map(({ connection_id }) => connection_id).sort()).toEqual(
			[null, s.connection.id].sort(),
		);
		expect(ends.every(({ incident_action }) => incident_action === 'resolve')).toBe(true);
	});

	test('that can be read again counts a connection that still fails from then on', async () => {
		const s = await startScenario({ way, ...two });
		s.fail(s.connection.id);
		await s.poll();
		s.fail(listOfConnections);
		expect(await s.polls(3)).toEqual(['trigger connectionUnreadable']);
		s.recover();
		s.fail(s.connection.id);
		expect(await s.poll()).toEqual(['resolve readable']);
		expect(await s.poll()).toEqual([]);
		expect(await s.poll()).toEqual(['trigger connectionUnreadable']);
	});

	test('that cannot be read lets nothing of its jobs open, close or remind', async () => {
		const events = ['syncFailed', 'syncOverdue', 'syncStillFailing'];
		const s = await startScenario({ way, ...two, events, options: { reminderHours: 1 } });
		expect(await s.runs('fail')).toEqual([['trigger syncFailed']]);
		s.fail(listOfConnections);
		s.plan('succeed');
		expect(await s.polls(5, hour)).toEqual([]);
		s.recover();
		expect(await s.poll()).toEqual(['resolve success']);
	});

	test('whose key or role is revoked, or whose address is gone, never makes a poll throw', async () => {
		const s = await startScenario({ way, ...two });
		const { data } = s.team.credential;
		const good = { ...data };
		const wrong = [
			{ keySecret: 'revoked', sessionToken: '' },
			{ teamName: 'another-team', sessionToken: '' },
			{ baseUrl: 'nowhere' },
			{ teamName: '' },
		];
		for (const changes of wrong) {
			Object.assign(data, good, changes);
			expect(await s.polls(3)).toEqual(['trigger connectionUnreadable']);
			Object.assign(data, good);
			expect(await s.poll()).toEqual(['resolve readable']);
		}
		s.sandbox.setSwitches({ roles: [] });
		const [opening] = [...(await s.items()), ...(await s.items()), ...(await s.items())];
		expect(opening.text).toContain('lacks a role');
		s.sandbox.setSwitches({ roles: ['access_admin'] });
		expect(await s.poll()).toEqual(['resolve readable']);
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

	test.each([
		['503', { type: 'status', status: 503 }],
		['429', { type: 'status', status: 429, retryAfterSeconds: 3600 }],
		['a reset', { type: 'reset', when: 'before' }],
		['a page of HTML', { type: 'html', status: 200 }],
		['half a body', { type: 'truncatedBody' }],
	] as const)('%s: one incident, nothing thrown', async (_, effect) => {
		const s = await startScenario({ way });
		s.sandbox.addFault({ match: { endpoint: 1 }, effect });
		expect(await s.polls(3)).toEqual(['trigger connectionUnreadable']);
		s.recover();
		expect(await s.poll()).toEqual(['resolve readable']);
	});

	test('a refused token is sent once more with a new one, and then nothing else', async () => {
		const s = await startScenario({ way, connections: 12, userJobs: 1 });
		s.fail(listOfConnections, 401);
		s.team.sent();
		expect(await s.poll()).toEqual([]);
		const list = 'GET /integrations/ad_connections';
		// The second one comes with the new token and looks whether it is good.
		expect(s.team.sent()).toEqual([list, 'POST /service_token', list, list]);
		s.recover();
		s.fail('task_settings', 401);
		expect(await s.poll()).toEqual([]);
		const asked = s.team.sent().filter((line) => line.includes('task_settings'));
		// At most as many as are under way at the same time, of 24.
		expect(new Set(asked).size).toBeLessThanOrEqual(8);
	});

	test('a rate limit ends the poll: the rest is not asked', async () => {
		const s = await startScenario({ way, connections: 12, userJobs: 1 });
		const effect = { type: 'status', status: 429, retryAfterSeconds: 3600 } as const;
		s.sandbox.addFault({ match: { path: 'task_settings' }, effect });
		s.team.sent();
		await s.poll();
		// At most as many as are under way at the same time, of 24.
		expect(s.team.sent().length).toBeLessThanOrEqual(1 + 8);
	});
});
