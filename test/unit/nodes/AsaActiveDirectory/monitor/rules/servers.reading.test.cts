import { Scenario } from '../scenario.cts';
import { at, hour } from '../times.cts';
import { serversOf, begun, setAtRisk } from '../serverScenarios.cts';

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

	test('hourly too while and after a clock is ahead', () => {
		const s = new Scenario({ events: ['serversAtRisk'] });
		readsAt(s, '06:00');
		s.clockOffset = 48 * hour;
		readsAt(s, 'd3 06:05');
		expect(['d3 06:10', 'd3 07:00'].map((time) => readsAt(s, time))).toEqual([1, 0]);
		s.clockOffset = 0;
		readsAt(s, '07:05');
		expect(['07:09', '07:10'].map((time) => readsAt(s, time))).toEqual([0, 1]);
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
