import { Scenario } from '../scenario.cts';
import { settings } from '../settings.cts';
import type { WorldConnection } from '../team.cts';
import { hour } from '../times.cts';
import { twoConnections, oneConnection, refusalOf } from '../outageScenarios.cts';

describe('a chosen job that the other choices leave out', () => {
	const corp = { id: 'id-Corp', name: 'Corp' };
	const sync = {
		connection: corp,
		kind: 'serverSyncJob',
		job: { id: 'id-Sync', name: 'Sync' },
	} as const;

	test.each([
		[
			'a kind that is not chosen',
			{ jobKinds: ['userSyncJob'] as const, jobs: [sync] },
			`Not watched: server sync job "Sync" of connection "Corp", because 'Job Kinds' does not include its kind. Choose the kind there too, or remove the job from 'Job Names or IDs'.`,
		],
		[
			'a connection that is not chosen',
			{ connections: [{ id: 'id-Other', name: 'Other' }], jobs: [sync] },
			`Not watched: server sync job "Sync" of connection "Corp", because 'Connection Names or IDs' does not include its connection. Choose the connection there too, or remove the job from 'Job Names or IDs'.`,
		],
	])('for %s', (_, selection, text) => {
		const s = new Scenario({ selection });
		s.connect('Other').job('Users', 'userSyncJob');
		expect(refusalOf(s)).toBe(text);
	});

	test('beside one that does not exist: each is reported as what it is', () => {
		const nowhere = { ...sync, connection: { id: '', name: 'Nowhere' } };
		const selection = { connections: [{ id: 'id-Other', name: 'Other' }], jobs: [sync, nowhere] };
		const s = new Scenario({ selection });
		s.connect('Other').job('Users', 'userSyncJob');
		const text = refusalOf(s);
		expect(text).toContain('Not found in ASA: server sync job "Sync" of connection "Nowhere".');
		expect(text).toContain('Not watched: server sync job "Sync" of connection "Corp"');
	});
});

describe('a choice that does not exist', () => {
	const chosen = (...names: string[]) =>
		settings({
			selection: {
				jobs: names.map((name) => ({
					connection: { id: 'id-Corp', name: 'Corp' },
					kind: 'serverSyncJob' as const,
					job: { id: `id-${name}`, name },
				})),
			},
		});

	const errorsAt = (s: Scenario, ...times: string[]) =>
		times.map((time) => {
			s.poll(time);
			return s.last.errors.length;
		});

	test('is reported when two polls in a row lack it, and after each reminder interval', () => {
		const s = oneConnection();
		s.settings = chosen('Sync', 'Gone');
		expect(errorsAt(s, '06:15', '06:20', '06:25', 'd2 06:19', 'd2 06:20')).toEqual([0, 1, 0, 0, 1]);
		expect(s.last.errors[0]).toContain('server sync job "Gone" of connection "Corp"');
		expect(s.last.needsPersisting).toBe(true);
	});

	test('is reported in time after a clock that was ahead', () => {
		const s = oneConnection();
		s.settings = chosen('Sync', 'Gone');
		s.clockOffset = 48 * hour;
		expect(errorsAt(s, 'd3 06:15', 'd3 06:20')).toEqual([0, 1]);
		s.clockOffset = 0;
		expect(errorsAt(s, '06:25', 'd2 06:19', 'd2 06:20')).toEqual([0, 0, 1]);
	});

	test('is not reported again at a poll at which a clock jumps', () => {
		const s = oneConnection();
		s.settings = chosen('Sync', 'Gone');
		expect(errorsAt(s, '06:15', '06:20')).toEqual([0, 1]);
		s.clockOffset = 23 * hour;
		expect(errorsAt(s, 'd2 06:25')).toEqual([0]);
		s.clockOffset = 0;
		expect(errorsAt(s, '07:25', '07:30')).toEqual([0, 0]);
	});

	test('one list that lacks it reports nothing, and neither do polls that do not read it', () => {
		const s = oneConnection();
		s.settings = chosen('Sync');
		s.poll('06:15', 'absent');
		s.connection.unread = ['serverSyncJob'];
		expect(errorsAt(s, '06:20', '06:25')).toEqual([0, 0]);
		s.connection.unread = [];
		s.poll('06:30', 'listed');
		expect(s.last.errors).toEqual([]);
		s.poll('06:35', 'absent');
		expect(s.last.errors).toEqual([]);
	});

	test('unread polls between do not reset the count', () => {
		const s = oneConnection();
		s.settings = chosen('Sync');
		s.poll('06:15', 'absent');
		s.connection.unread = ['serverSyncJob'];
		s.poll('06:20');
		s.connection.unread = [];
		expect(errorsAt(s, '06:25')).toEqual([1]);
	});

	test('the others are watched on', () => {
		const s = oneConnection();
		s.settings = chosen('Sync', 'Gone');
		s.poll('06:15');
		expect(s.poll('06:20', 'error 06:18')).toEqual(['trigger syncFailed']);
	});
});

describe('what is no longer chosen', () => {
	const choose = (...connections: WorldConnection[]) =>
		settings({ selection: { connections: connections.map(({ id, name }) => ({ id, name })) } });

	test('its incidents stay open, and the log names them once', () => {
		const { s, other } = twoConnections();
		const [{ incident_key }] = s.items('07:10', 'error 07:00');
		s.settings = choose(other);
		expect(s.poll('07:15')).toEqual([]);
		expect(s.last.warnings).toEqual([expect.stringContaining(incident_key ?? '')]);
		s.poll('07:20');
		expect(s.last.warnings).toEqual([]);
		expect(s.requests.lists).toBe(3);
	});

	test('jobs and kinds alike', () => {
		const s = oneConnection();
		s.poll('07:10', 'error 07:00');
		s.settings = settings({ selection: { jobKinds: ['userSyncJob'] } });
		s.poll('07:15');
		expect(s.last.warnings).toHaveLength(1);
		expect(s.requests.lists).toBe(2);
	});
});
