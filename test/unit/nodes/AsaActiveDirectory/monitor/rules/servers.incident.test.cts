import { check } from '../../../../../../nodes/AsaActiveDirectory/monitor/index';
import { writeState } from '../../../../../../nodes/AsaActiveDirectory/monitor/state/storage';
import { expectPolls } from '../scenario.cts';
import { at, hour } from '../times.cts';
import { day10, serversOf, begun, setAtRisk } from '../serverScenarios.cts';

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
			['d10 04:59', ''],
			['d10 05:00', '', 'update syncStillFailing'],
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
