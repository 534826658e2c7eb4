import type { SyncItem } from '../../../nodes/AsaActiveDirectory/monitor/output/items.ts';
import { closeTriggerTeams } from '../triggerTeam.cts';
import {
	hour,
	minute,
	prepareScenario,
	startScenario,
	ways,
	type ScenarioOptions,
	type TriggerScenario,
} from './scenario.cts';

afterEach(closeTriggerTeams);

/*
 * Servers at Risk: an organizational unit is moved, so that syncs succeed and find nothing in it. ASA removes a server
 * that no sync has seen for 96 hours.
 */

const options: ScenarioOptions = { events: ['serversAtRisk', 'syncFailed'], servers: 12 };

/** Moves the unit that holds the servers of a connection, or back. */
function moveOu(s: TriggerScenario, index = 0, back = false): void {
	const { id, serverSyncJobs } = s.sandbox.getState().connections[index];
	const { settings } = serverSyncJobs[0];
	if (!('rule_assignments' in settings)) throw new Error('Not a server sync job');
	s.sandbox.moveOu(id, settings.rule_assignments[0].base_dn, { back });
}

/** When syncs saw the AD servers last. */
function lastSeen(s: TriggerScenario): string[] {
	return s.sandbox.getState().directory!.servers.map(({ lastSeenAt }) => lastSeenAt);
}

/** Polls for a while, and answers the items; both times are in seconds. */
async function watch(s: TriggerScenario, seconds: number, every = 2 * hour) {
	const items: SyncItem[] = [];
	for (let passed = 0; passed < seconds; passed += every) items.push(...(await s.items(every)));
	return items;
}

/** As `watch`, from now until so long after: seldom in the first 60 hours, in which nothing can be at risk. */
async function watchFromNow(s: TriggerScenario, seconds: number) {
	const early = await watch(s, 60 * hour, 20 * hour);
	return [...early, ...(await watch(s, seconds - 60 * hour))];
}

/** Requests for lists of servers since the last call. */
function serverRequests(s: TriggerScenario): string[] {
	const requests = s.sandbox.getRequests();
	s.sandbox.clearRequests();
	return requests
		.filter(({ endpoint }) => endpoint === 29)
		.map(({ query }) => String(query.AdServers));
}

function hoursBetween(from: string, to: string): number {
	return (Date.parse(to) - Date.parse(from)) / 1000 / hour;
}

describe.each(ways)('polled in the %s way', (way) => {
	test('the alarm comes a day before the servers go, although all runs succeed', async () => {
		const s = await startScenario({ ...options, way });
		moveOu(s);
		const [seen] = lastSeen(s);
		const items = await watchFromNow(s, 98 * hour);
		expect(items.map(({ incident_action, closed_by }) => [incident_action, closed_by])).toEqual([
			['trigger', null],
			['resolve', 'deleted'],
		]);
		const [trigger, resolve] = items;
		expect(s.job.results.every(({ taskState }) => taskState === 'done')).toBe(true);
		expect(trigger).toMatchObject({
			event: 'serversAtRisk',
			severity: 'critical',
			project_name: 'web-servers',
			server_count: 12,
			servers_at_risk: 12,
		});
		expect(trigger.servers).toHaveLength(10);
		const openedAt = hoursBetween(seen, trigger.incident_opened_at!);
		expect(openedAt).toBeGreaterThanOrEqual(72);
		expect(openedAt).toBeLessThanOrEqual(74);
		expect(hoursBetween(seen, trigger.access_ends_at!)).toBe(96);
		expect(trigger.text).toContain(
			'The server sync jobs of this project succeed ("Servers 1" of "Directory 001")',
		);
		expect(resolve.incident_key).toBe(trigger.incident_key);
		expect(resolve.title).toBe('12 AD servers of project "web-servers" are gone');
	});

	test('it is resolved when a sync finds the servers again', async () => {
		const s = await startScenario({ ...options, way });
		moveOu(s);
		expect(
			(await watchFromNow(s, 75 * hour)).map(({ incident_action }) => incident_action),
		).toEqual(['trigger']);
		moveOu(s, 0, true);
		const [resolve, ...others] = await watch(s, 3 * hour);
		expect(resolve).toMatchObject({ event: 'syncRecovered', closed_by: null, servers_at_risk: 0 });
		expect(others).toEqual([]);
	});

	test('it is updated when its share doubles, after n8n has restarted too', async () => {
		const s = await startScenario({ ...options, way, connections: 4, serverJobs: 1 });
		for (const index of [0, 1]) {
			moveOu(s, index);
			if (index === 0) s.pass(2 * hour);
		}
		const items = await watchFromNow(s, 71 * hour);
		await s.restart();
		items.push(...(await watch(s, 4 * hour)));
		expect(
			items.map(({ incident_action, servers_at_risk }) => [incident_action, servers_at_risk]),
		).toEqual([
			['trigger', 12],
			['update', 24],
		]);
		expect(new Set(items.map(({ incident_key }) => incident_key)).size).toBe(1);
	});

	test('the servers are read at most hourly, page by page', async () => {
		const s = await startScenario({ ...options, way, servers: 150 });
		serverRequests(s);
		s.pass(hour);
		await s.poll(0);
		expect(serverRequests(s)).toEqual(['true', 'true']);
		expect(await s.polls(5, 10 * minute)).toEqual([]);
		expect(serverRequests(s)).toEqual([]);
		expect(await s.polls(2, 10 * minute)).toEqual([]);
		expect(serverRequests(s)).toEqual(['true', 'true']);
	});

	test('they are not read by default', async () => {
		const s = await startScenario({ way, servers: 3 });
		moveOu(s);
		expect(await watchFromNow(s, 73 * hour)).toEqual([]);
		expect(serverRequests(s)).toEqual([]);
	});

	test('a sync that fails is named', async () => {
		const s = await startScenario({ ...options, way });
		s.plan({ outcome: 'fail', times: null });
		const items = await watchFromNow(s, 75 * hour);
		const atRisk = items.find(({ event }) => event === 'serversAtRisk');
		expect(atRisk?.text).toContain(
			'Server sync jobs of this project do not succeed: "Servers 1" of "Directory 001".',
		);
	});

	test('a first reading with all servers unseen is logged once and opens nothing', async () => {
		const s = await prepareScenario({ ...options, way });
		moveOu(s);
		s.pass(80 * hour);
		await s.activate();
		expect(await s.polls(3, hour)).toEqual([]);
		// With durable cursors n8n forgets an activation without items, which is then done again.
		const lines = s.poller.warnings.filter((line) => line.includes('Servers at Risk'));
		expect(lines).toHaveLength(way === 'cursors' ? 2 : 1);
		expect(lines[0]).toContain('last_seen probably has a different meaning');
	});

	test.each([500, 401])(
		'a list of servers that answers %d disturbs nothing else',
		async (status) => {
			const s = await startScenario({ ...options, way });
			s.fail('/servers', status);
			expect(await s.runs('fail')).toEqual([['trigger syncFailed']]);
			s.recover();
			moveOu(s);
			expect((await watchFromNow(s, 75 * hour)).map(({ event }) => event)).toContain(
				'serversAtRisk',
			);
		},
	);
});
