import { check } from '../../../../../nodes/AsaActiveDirectory/monitor/index';
import { writeState } from '../../../../../nodes/AsaActiveDirectory/monitor/state/storage';
import { at, expectPolls, hour, iso, Scenario, type WorldConnection } from './scenario.cts';

/*
 * Servers at Risk: a server goes 96 hours after a sync has last seen it. With the default of 24 hours of warning it is
 * at risk from 72 hours on. The team's clock begins on the first day; all servers were last seen relative to d10 00:00.
 */

const day10 = at('d10 00:00');

/** Servers of a project, last seen so many hours before d10 00:00. */
function serversOf(projectName: string, ...unseenHours: number[]) {
	return unseenHours.map((hours, index) => ({
		hostname: `${projectName}-${index + 1}`,
		projectName,
		lastSeenMs: day10 - hours * hour,
	}));
}

/** A team whose job is well at d10 00:00, and a trigger that has seen its servers well once. */
function begun(options: ConstructorParameters<typeof Scenario>[0] = {}, count = 10): Scenario {
	const s = new Scenario({ events: ['serversAtRisk'], ...options });
	s.job.projectNames = ['web'];
	s.job.run('done d9 23:30').run('done d10 00:30').run('done d10 01:30').run('done d10 02:30');
	s.servers = serversOf('web', ...Array<number>(count).fill(0));
	expect(s.poll('d10 00:00')).toEqual([]);
	return s;
}

/** Sees so many servers of the project last 80 hours ago, the others just now. */
function setAtRisk(s: Scenario, atRisk: number, count = 10): void {
	s.servers = serversOf(
		'web',
		...Array.from({ length: count }, (_, index) => (index < atRisk ? 80 : 0)),
	);
}

describe('the servers are read', () => {
	const readsAt = (s: Scenario, time: string) => {
		s.poll(time);
		return s.requests.servers;
	};

	test('at most hourly, from the first poll on', () => {
		const s = new Scenario({ events: ['serversAtRisk'] });
		const times = ['06:00', '06:10', '06:59', '07:00', '07:10', '08:05'];
		expect(times.map((time) => readsAt(s, time))).toEqual([1, 0, 0, 1, 0, 1]);
	});

	test('hourly too if they cannot be read', () => {
		const s = new Scenario({ events: ['serversAtRisk'] });
		s.servers = null;
		expect(['06:00', '06:10', '07:05'].map((time) => readsAt(s, time))).toEqual([1, 0, 1]);
	});

	test('hourly too if n8n keeps only what must be saved', () => {
		const s = new Scenario({ events: ['serversAtRisk'] });
		s.isForgetful = true;
		expect(['06:00', '06:10', '07:05', '07:20'].map((time) => readsAt(s, time))).toEqual([
			1, 0, 1, 0,
		]);
	});

	test('hourly too after a clock that was ahead', () => {
		const s = new Scenario({ events: ['serversAtRisk'] });
		readsAt(s, '06:00');
		s.clockOffset = 48 * hour;
		readsAt(s, 'd3 06:05');
		expect(readsAt(s, 'd3 06:10')).toBe(1);
		s.clockOffset = 0;
		readsAt(s, '06:15');
		expect(['06:20', '06:25', '07:20'].map((time) => readsAt(s, time))).toEqual([1, 0, 1]);
	});

	test('not by default', () => {
		const s = new Scenario();
		s.servers = serversOf('web', 90);
		expect(s.poll('d10 00:00')).toEqual([]);
		expect(s.requests.servers).toBe(0);
	});

	test('still if the event was removed while an incident is open, which then ends; none opens', () => {
		const s = begun();
		setAtRisk(s, 2);
		expect(s.poll('d10 01:00')).toEqual(['trigger serversAtRisk']);
		s.settings = { ...s.settings, events: new Set(['syncFailed']) };
		s.servers = [...serversOf('web', 0), ...serversOf('db', 90)];
		s.servers.push(...serversOf('web', ...Array<number>(9).fill(0)));
		expect(s.poll('d10 02:00')).toEqual(['resolve readable']);
		expect(readsAt(s, 'd10 03:30')).toBe(0);
	});
});

describe('an incident of a project', () => {
	test('opens at the share that is set, is updated when it doubles, and ends below it', () => {
		const s = begun();
		const polls: Array<[time: string, atRisk: number, ...lines: string[]]> = [
			['d10 01:00', 1],
			['d10 02:00', 2, 'trigger serversAtRisk'],
			['d10 03:00', 3],
			['d10 04:00', 4, 'update serversAtRisk'],
			['d10 05:00', 7],
			['d10 06:00', 8, 'update serversAtRisk'],
			['d10 07:00', 10],
			['d10 08:00', 2],
			['d10 09:00', 1, 'resolve readable'],
			['d10 10:00', 2, 'trigger serversAtRisk'],
		];
		const seen = polls.map(([time, atRisk]) => {
			setAtRisk(s, atRisk);
			return [time, atRisk, ...s.poll(time)];
		});
		expect(seen).toEqual(polls);
	});

	test('keeps its key, and a later one has another', () => {
		const s = begun();
		const keys = [2, 4, 0, 2].map((atRisk, index) => {
			setAtRisk(s, atRisk);
			const [item] = s.items(`d10 0${index + 1}:00`);
			return item.incident_key;
		});
		expect(new Set(keys.slice(0, 3)).size).toBe(1);
		expect(keys[3]).not.toBe(keys[0]);
		for (const key of keys) expect(key).toMatch(/^asa-servers-[A-Za-z0-9-]{1,52}$/);
	});

	test.each([
		[1, 0, false],
		[1, 1, true],
		[20, 19, false],
		[20, 20, true],
		[100, 99, false],
		[100, 100, true],
	])('at %d %% with %d of 100 servers at risk: %p', (percent, atRisk, opens) => {
		const s = begun({ serversAtRiskPercent: percent }, 100);
		setAtRisk(s, atRisk, 100);
		expect(s.poll('d10 01:00').length > 0).toBe(opens);
	});

	test('opens with a single server of many at least', () => {
		const s = begun({ serversAtRiskPercent: 0 }, 100);
		expect(s.poll('d10 01:00')).toEqual([]);
		setAtRisk(s, 1, 100);
		expect(s.poll('d10 02:00')).toEqual(['trigger serversAtRisk']);
	});

	test.each([
		[8, 1, 2],
		[7, 1, 2],
		[3, 1, 2],
		[300, 4, 8],
	])('of %d servers is updated when %d become %d at risk', (count, first, second) => {
		const s = begun({ serversAtRiskPercent: 1 }, count);
		setAtRisk(s, first, count);
		expect(s.poll('d10 01:00')).toEqual(['trigger serversAtRisk']);
		setAtRisk(s, second, count);
		expect(s.poll('d10 02:00')).toEqual(['update serversAtRisk']);
	});

	test('is one for each project', () => {
		const s = begun();
		s.servers = [...serversOf('web', 0, 0), ...serversOf('db', 80, 0), ...serversOf('api', 90)];
		const items = s.items('d10 01:00');
		const counts = items.map(({ project_name, server_count, servers_at_risk }) => [
			...[project_name, server_count, servers_at_risk],
		]);
		expect(counts).toEqual([
			['api', 1, 1],
			['db', 2, 1],
		]);
		expect(new Set(items.map(({ incident_key }) => incident_key)).size).toBe(2);
	});

	test('opens 24 hours before the servers go, or as long as Access Warning says', () => {
		const openedAt = (accessWarningHours: number) => {
			const s = begun({ accessWarningHours });
			s.servers = serversOf('web', 0, 0);
			for (let hours = 1; hours <= 96; hours++) {
				const time = day10 + hours * hour;
				s.servers[1].lastSeenMs = time;
				if (s.poll(time).length > 0) return hours;
			}
			return null;
		};
		expect([openedAt(24), openedAt(48), openedAt(1)]).toEqual([72, 48, 95]);
	});

	test('is reminded of if Sync Still Failing is chosen', () => {
		const s = begun({ events: ['serversAtRisk', 'syncStillFailing'], reminderHours: 3 });
		setAtRisk(s, 2);
		const lines = [1, 2, 3, 4, 5, 6, 7].map((hours) => s.poll(day10 + hours * hour).join());
		expect(lines).toEqual([
			'trigger serversAtRisk',
			...['', '', 'update syncStillFailing'],
			...['', '', 'update syncStillFailing'],
		]);
	});

	test('is reminded of in time after a clock that was ahead', () => {
		const s = begun({ events: ['serversAtRisk', 'syncStillFailing'], reminderHours: 3 });
		setAtRisk(s, 2);
		s.clockOffset = 20 * hour;
		expectPolls(s, [
			['d10 21:00', ''],
			['d10 22:00', '', 'trigger serversAtRisk'],
		]);
		s.clockOffset = 0;
		expectPolls(s, [
			['d10 03:00', ''],
			['d10 04:00', ''],
			['d10 05:30', ''],
			['d10 07:00', '', 'update syncStillFailing'],
		]);
	});

	test('does not end or change while the servers cannot be read', () => {
		const s = begun();
		setAtRisk(s, 4);
		expectPolls(s, [['d10 01:00', '', 'trigger serversAtRisk']]);
		s.servers = null;
		expectPolls(s, [
			['d10 02:00', ''],
			['d10 03:00', ''],
		]);
		setAtRisk(s, 0);
		expectPolls(s, [['d10 04:00', '', 'resolve readable']]);
	});

	test('of servers that ASA has removed says that they are gone', () => {
		const s = begun();
		setAtRisk(s, 8);
		s.poll('d10 01:00');
		s.servers = serversOf('web', 0, 0);
		const [item] = s.items('d10 02:00');
		expect(item).toMatchObject({
			event: 'syncRecovered',
			incident_action: 'resolve',
			closed_by: 'deleted',
			severity: 'info',
			title: '8 AD servers of project "web" are gone',
			server_count: 2,
			servers_at_risk: 0,
			servers: [],
			access_ends_at: null,
		});
		expect(item.text).toContain(
			'They did not recover: ASA no longer lists them. 2 servers remain.',
		);
	});

	test('of a single server says so in the singular', () => {
		const s = begun({}, 2);
		setAtRisk(s, 1, 2);
		const [opening] = s.items('d10 01:00');
		expect(opening.title).toBe('1 of 2 AD servers of project "web" is about to lose access');
		s.servers = serversOf('web', 0, 0).slice(1);
		const [end] = s.items('d10 02:00');
		expect(end.title).toBe('1 AD server of project "web" is gone');
		expect(end.text).toContain('1 server remains.');
	});

	test('of a project without servers says that they are gone', () => {
		const s = begun();
		setAtRisk(s, 10);
		s.poll('d10 01:00');
		s.servers = serversOf('db', 0);
		const [item] = s.items('d10 02:00');
		expect(item).toMatchObject({ project_name: 'web', server_count: 0, closed_by: 'deleted' });
		expect(item.title).toBe('10 AD servers of project "web" are gone');
	});

	test('does not open at a poll whose clock has jumped, but at the next', () => {
		const s = begun();
		setAtRisk(s, 4);
		s.clockOffset = 2 * hour;
		expect(s.poll('d10 03:00')).toEqual([]);
		expect(s.poll('d10 03:05')).toEqual(['trigger serversAtRisk']);
	});

	test('does not change the state that a poll began with', () => {
		const s = begun();
		setAtRisk(s, 2);
		s.poll('d10 01:00');
		setAtRisk(s, 4);
		const { state } = s;
		const stored = JSON.stringify(writeState(state!));
		const snapshot = s.read(state, at('d10 02:00'));
		const events = [1, 2].map(() => check(state, snapshot, s.settings).events.length);
		expect(events).toEqual([1, 1]);
		expect(JSON.stringify(writeState(state!))).toBe(stored);
	});
});

describe('the item', () => {
	test('counts the servers, names the first ten and says when the first loses access', () => {
		const s = begun({}, 12);
		s.servers = serversOf('web', ...[72, 73, 74, 75, 76, 77, 78, 79, 80, 81, 82, 0]);
		const [item] = s.items('d10 01:00');
		expect(item).toMatchObject({
			event: 'serversAtRisk',
			severity: 'critical',
			cause: 'servers',
			causes: ['servers'],
			incident_action: 'trigger',
			incident_opened_at: iso('d10 01:00'),
			team: 'acme',
			job_name: null,
			connection_name: null,
			project_name: 'web',
			server_count: 12,
			servers_at_risk: 11,
			servers: [11, 10, 9, 8, 7, 6, 5, 4, 3, 2].map((number) => `web-${number}`),
			access_ends_at: iso('d10 14:00'),
			title: '11 of 12 AD servers of project "web" are about to lose access',
		});
		expect(item.text).toContain('web-3, web-2 and 1 more.');
		expect(item.text).toContain(`access to the first probably ends ${iso('d10 14:00')}.`);
	});

	const textOf = (change: (s: Scenario, connection: WorldConnection) => void) => {
		const s = begun();
		change(s, s.connection);
		setAtRisk(s, 4);
		return s.items('d10 01:00')[0].text;
	};

	test('says that the jobs of the project succeed', () => {
		expect(textOf(() => undefined)).toContain(
			'The server sync jobs of this project succeed ("Sync" of "Corp"), but do not find these servers: check the base DN and filter of their rules.',
		);
	});

	test('says so too while such a job is running', () => {
		const text = textOf((s) => {
			s.job.run('running d10 00:59');
		});
		expect(text).toContain('The server sync jobs of this project succeed ("Sync" of "Corp")');
	});

	test.each(['error', 'odd'])(
		'names the jobs that do not succeed: the last run is "%s"',
		(state) => {
			const text = textOf((_, connection) => {
				connection.job('Other').run(`${state} d10 00:40`).projectNames = ['web', 'db'];
			});
			expect(text).toContain('Server sync jobs of this project do not succeed: "Other" of "Corp".');
		},
	);

	test('says that no job has a rule for the project; one that is off does not count', () => {
		const text = textOf((s) => {
			s.job.isActive = false;
		});
		expect(text).toContain('No active server sync job has a rule for this project.');
	});
});

describe('a first reading', () => {
	const doubt = 'last_seen probably has a different meaning';

	test('with all servers of all projects unseen is logged once, and opens nothing', () => {
		const s = new Scenario({ events: ['serversAtRisk'] });
		s.servers = [...serversOf('web', 80, 500), ...serversOf('db', 90)];
		const logged = ['d10 00:00', 'd10 01:00', 'd10 02:00'].map((time) => {
			expect(s.poll(time)).toEqual([]);
			return s.last.warnings.filter((line) => line.includes(doubt)).length;
		});
		expect(logged).toEqual([1, 0, 0]);
	});

	test('is taken as such also after one that failed or was empty', () => {
		const s = new Scenario({ events: ['serversAtRisk'] });
		s.servers = null;
		s.poll('d10 00:00');
		s.servers = [];
		s.poll('d10 01:00');
		s.servers = serversOf('web', 80);
		expect(s.poll('d10 02:00')).toEqual([]);
		expect(s.last.warnings.join()).toContain(doubt);
	});

	test('is over once a sync has seen a server: then the rest counts', () => {
		const s = new Scenario({ events: ['serversAtRisk'] });
		s.servers = serversOf('web', 80, 80);
		expect(s.poll('d10 00:00')).toEqual([]);
		s.servers[0].lastSeenMs = at('d10 00:30');
		expect(s.poll('d10 01:00')).toEqual(['trigger serversAtRisk']);
	});

	test('that shows one server seen opens what is at risk', () => {
		const s = new Scenario({ events: ['serversAtRisk'] });
		s.servers = [...serversOf('web', 80, 80), ...serversOf('db', 0)];
		expect(s.poll('d10 00:00')).toEqual(['trigger serversAtRisk']);
	});

	test('without any server is logged once', () => {
		const s = new Scenario({ events: ['serversAtRisk'] });
		const logged = ['d10 00:00', 'd10 01:00'].map((time) => {
			s.poll(time);
			return s.last.warnings.filter((line) => line.includes('ASA returns no AD server')).length;
		});
		expect(logged).toEqual([1, 0]);
	});

	test('counts no server whose last_seen is missing', () => {
		const s = begun();
		s.servers = [...serversOf('web', 0), { hostname: 'x', projectName: 'web', lastSeenMs: null }];
		expect(s.poll('d10 01:00')).toEqual([]);
	});
});
