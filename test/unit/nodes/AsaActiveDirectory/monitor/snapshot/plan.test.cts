import { Scenario } from '../scenario.cts';
import { settings } from '../settings.cts';
import { unavailable, type WorldConnection } from '../team.cts';

/** Requests of a poll beyond the lists: results of these jobs, details of these results. */
function requestsAt(s: Scenario, time: string, changes = '') {
	s.poll(time, changes);
	const { lists, results, details, gateways } = s.requests;
	return { lists, results, details, gateways };
}

/** The gateway in an item of an incident that is already open. */
const gatewayOfLaterItems = {
	gateway_id: 'gateway-1',
	gateway_name: 'Name of gateway-1',
	gateway_status: null,
};

const nothing = { lists: 3, results: [], details: [], gateways: [] };

test('a poll of an idle team costs 1 + 2 x connections', () => {
	const s = new Scenario();
	s.connect('Other').job('Users', 'userSyncJob').run('done 06:00');
	s.poll('06:10', 'done 06:00');
	expect(requestsAt(s, '06:15')).toEqual({ ...nothing, lists: 5 });
});

test('results are listed if the recent one ended, changed its state or its time, or is new', () => {
	const s = new Scenario();
	s.poll('06:10', 'done 06:00');
	const read = [
		['07:05', 'running 07:00'],
		['07:10', ''],
		['07:15', 'done 07:00'],
		['07:20', ''],
		['07:25', 'done 07:00-07:20'],
		['07:30', ''],
	].map(([time, changes]) => requestsAt(s, time, changes).results.length);
	expect(read).toEqual([1, 0, 1, 0, 1, 0]);
});

test('results are listed at each poll while a run under way is behind the recent one', () => {
	const s = new Scenario();
	s.poll('06:10', 'done 06:00');
	const read = [
		['07:05', 'running 07:00'],
		['07:10', 'running 07:08'],
		['07:15', ''],
		['07:20', 'done 07:00'],
		['07:25', ''],
	].map(([time, changes]) => requestsAt(s, time, changes).results.length);
	expect(read).toEqual([1, 1, 1, 1, 0]);
});

test('results are listed of a job that has lost its recent one, not of one that never ran', () => {
	const s = new Scenario();
	expect(requestsAt(s, '06:05').results).toEqual([]);
	expect(requestsAt(s, '06:10', 'done 06:00').results).toEqual(['Sync']);
	s.job.recent = null;
	expect(requestsAt(s, '06:15').results).toEqual(['Sync']);
	s.job.recent = undefined;
	expect(requestsAt(s, '06:20').results).toEqual(['Sync']);
	expect(requestsAt(s, '06:25').results).toEqual([]);
});

test('results are listed at the first sight of each job that has run, back to all of them', () => {
	const s = new Scenario();
	s.connection.job('Users', 'userSyncJob').run('done 06:00');
	s.connection.job('Never', 'userSyncJob');
	expect(requestsAt(s, '06:10', 'done 06:00').results).toEqual(['Sync', 'Users']);
});

test('an unknown run that a test hides is looked for once, when its wait is over', () => {
	const s = new Scenario();
	s.poll('06:10', 'done 06:00');
	s.poll('07:10', 'closed 07:00');
	s.poll('07:15', 'test done 07:12');
	const read = ['07:20', 'd2 07:09', 'd2 07:10', 'd2 07:15'].map(
		(time) => requestsAt(s, time, time.startsWith('d2') ? '' : '').results.length,
	);
	expect(read).toEqual([0, 0, 1, 0]);
});

test('details are read of newly failed runs alone, once', () => {
	const s = new Scenario();
	expect(requestsAt(s, '06:10', 'error 05:00, error 06:00').details).toEqual(['r0600']);
	expect(requestsAt(s, '06:15').details).toEqual([]);
	expect(requestsAt(s, '08:15', 'error 07:00, test error 07:30, error 08:00').details).toEqual([
		'r0700',
		'r0800',
	]);
	expect(requestsAt(s, '09:15', 'done 09:00').details).toEqual([]);
	expect(requestsAt(s, '09:20', 'error 09:00').details).toEqual(['r0900']);
});

test('details of failed tests are read if they are emitted', () => {
	const s = new Scenario({ events: ['newResult'], includeTestRuns: true });
	s.poll('06:10', 'done 06:00');
	expect(requestsAt(s, '07:15', 'test error 07:00').details).toEqual(['r0700']);
});

test('gateways are read at a poll that opens incidents, those of their connections', () => {
	const s = new Scenario();
	s.connect('Other').gatewayId = 'gateway-2';
	s.poll('06:10', 'done 06:00');
	expect(requestsAt(s, '06:15').gateways).toEqual([]);
	const [item] = s.items('07:10', 'error 07:00');
	expect(s.requests.gateways).toEqual(['gateway-1']);
	expect(item).toMatchObject({
		gateway_id: 'gateway-1',
		gateway_name: 'Name of gateway-1',
		gateway_status: 'ONLINE',
	});
	const [end] = s.items('08:10', 'done 08:00');
	expect(s.requests.gateways).toEqual([]);
	expect(end).toMatchObject({ incident_action: 'resolve', ...gatewayOfLaterItems });
});

test('the name of a gateway is kept until the last of its incidents ends', () => {
	const s = new Scenario();
	const users = s.connection.job('Users', 'userSyncJob');
	s.poll('06:10', 'done 06:00');
	users.run('error 06:30');
	s.poll('07:10', 'error 07:00');
	const [resolve, update] = s.items('08:10', 'done 08:00');
	expect(resolve).toMatchObject({ incident_action: 'resolve', ...gatewayOfLaterItems });
	expect(update).toMatchObject({ incident_action: 'update', ...gatewayOfLaterItems });
	expect(s.stored).toContain('Name of gateway-1');
	users.run('done 08:30');
	expect(s.items('08:40')).toMatchObject([gatewayOfLaterItems]);
	expect(s.stored).not.toContain('Name of gateway-1');
});

test('the name of a gateway is kept while the team cannot be read', () => {
	const s = new Scenario();
	s.poll('06:10', 'done 06:00');
	s.poll('07:10', 'error 07:00');
	s.teamError = unavailable;
	s.poll('07:15');
	s.teamError = null;
	expect(s.items('08:10', 'done 08:00')).toMatchObject([gatewayOfLaterItems]);
});

test('a gateway whose name could not be read is not named later', () => {
	const s = new Scenario();
	s.hasGatewayNames = false;
	s.poll('06:10', 'done 06:00');
	expect(s.items('07:10', 'error 07:00')[0]).toMatchObject({ gateway_name: 'gateway-1' });
	expect(s.items('08:10', 'done 08:00')[0]).toMatchObject({ gateway_name: null });
});

test('a connection missing from the list is looked up, and read if it exists', () => {
	const s = new Scenario();
	s.poll('06:10', 'done 06:00');
	s.connection.isListed = false;
	expect(requestsAt(s, '06:15')).toEqual(nothing);
	expect(s.requests.lookUps).toEqual(['id-Corp']);
});

test('connections of another team are not looked up', () => {
	const s = new Scenario();
	s.poll('06:10', 'done 06:00');
	s.team = { ...s.team, name: 'other' };
	s.connections = [];
	s.poll('06:15');
	expect(s.requests.lookUps).toEqual([]);
});

test('only what is chosen is read', () => {
	const s = new Scenario();
	const other: WorldConnection = s.connect('Other');
	other.job('A').run('done 06:00');
	other.job('B').run('done 06:00');
	s.settings = settings({
		selection: {
			connections: [{ id: 'id-Other', name: 'Other' }],
			jobKinds: ['serverSyncJob'],
			jobs: [
				{
					connection: { id: 'id-Other', name: 'Other' },
					kind: 'serverSyncJob',
					job: { id: '', name: 'B' },
				},
			],
		},
	});
	expect(requestsAt(s, '06:10', 'done 06:00')).toMatchObject({ lists: 2, results: ['B'] });
	expect(s.last.jobs.map(({ input }) => input.job.name)).toEqual(['B']);
});

test('what the last poll did not get to comes first', () => {
	const s = new Scenario();
	for (const name of ['A', 'B']) s.connect(name);
	s.poll('06:10');
	s.connections[2].unread = ['userSyncJob'];
	s.poll('06:15');
	s.connect('New');
	expect(s.planned()).toEqual(['id-B', 'id-New', 'id-Corp', 'id-A']);
});

test('the list of results matters from the oldest remembered run on', () => {
	const s = new Scenario();
	s.poll('06:10', 'done 05:00, done 06:00');
	s.job.run('done 07:00');
	expect(s.plannedResults('07:10')).toEqual([
		{
			connectionId: 'id-Corp',
			kind: 'serverSyncJob',
			jobId: 'id-Sync',
			sinceMs: Date.parse('2026-03-01T05:00:00Z'),
		},
	]);
	s.stored = undefined;
	expect(s.plannedResults('07:10')).toMatchObject([{ sinceMs: null }]);
});
