import {
	allEvents,
	at,
	forbidden,
	hour,
	iso,
	notFound,
	expectPolls,
	Scenario,
	settings,
	unavailable,
	type WorldConnection,
} from './scenario.cts';

/** Two connections with a job each, seen once. */
function twoConnections(options: ConstructorParameters<typeof Scenario>[0] = {}) {
	const s = new Scenario(options);
	const other = s.connect('Other');
	other.job('Users', 'userSyncJob').run('done 06:00').frequencyHours = null;
	s.job.frequencyHours = null;
	s.poll('06:10', 'done 06:00');
	return { s, other };
}

/** One connection with a job that has no schedule, seen once. */
function oneConnection(options: ConstructorParameters<typeof Scenario>[0] = {}): Scenario {
	const s = new Scenario(options);
	s.job.frequencyHours = null;
	s.poll('06:10', 'done 06:00');
	return s;
}

describe('a connection', () => {
	test('opens at the second failed poll, ten minutes after the first at the earliest', () => {
		const s = oneConnection();
		s.connection.fail(unavailable);
		expectPolls(s, [
			['06:15', ''],
			['06:24', ''],
			['06:25', '', 'trigger connectionUnreadable'],
			['06:30', ''],
		]);
		const seldom = oneConnection();
		seldom.connection.fail(unavailable);
		expectPolls(seldom, [
			['07:10', ''],
			['08:10', '', 'trigger connectionUnreadable'],
		]);
	});

	test.each([
		["n8n's clock goes forward", 0, -hour],
		["n8n's clock goes back", 0, hour],
		["the API's clock goes forward", hour, hour],
		["the API's clock goes forward by half an hour", hour / 2, hour / 2],
		["the API's clock goes back", -hour, -hour],
		["n8n's clock goes back by days", 0, 50 * hour],
	])('opens ten minutes after the first failed poll although %s', (_, later, offset) => {
		const s = oneConnection();
		s.connection.fail(unavailable);
		expect(s.poll('06:15')).toEqual([]);
		s.clockOffset = offset;
		expect(s.poll(at('06:16') + later)).toEqual([]);
		expect(s.poll(at('06:20') + later)).toEqual([]);
		expect(s.poll(at('06:30') + later)).toEqual(['trigger connectionUnreadable']);
		s.clockOffset = 0;
		expect(s.poll('06:35')).toEqual([]);
		s.connection.fail(null);
		const [end] = s.items('06:40');
		expect(end).toMatchObject({
			incident_action: 'resolve',
			incident_opened_at: expect.any(String) as string,
		});
	});

	test('opens in time where the first failed poll had no Date header', () => {
		const s = oneConnection();
		s.clockOffset = -2 * hour;
		s.poll('06:11');
		s.poll('06:12');
		s.connection.fail(unavailable);
		s.clockOffset = 0;
		expect(s.poll('08:15')).toEqual([]);
		s.clockOffset = -2 * hour;
		expect(s.poll('06:16')).toEqual([]);
		expect(s.poll('06:26')).toEqual(['trigger connectionUnreadable']);
	});

	test('is taken back at the first good poll', () => {
		const s = oneConnection();
		s.connection.fail(unavailable);
		const [opened] = ['06:15', '06:25'].flatMap((time) => s.items(time));
		expect(opened).toMatchObject({
			severity: 'error',
			cause: 'unreadable',
			causes: ['unreadable'],
			incident_action: 'trigger',
			connection_name: 'Corp',
			job_id: null,
			access_ends_at: iso('d5 06:00'),
			title: 'AD connection "Corp" could not be read',
		});
		expect(opened.text).toContain(
			'The list of server sync jobs could not be read: Okta returned a server error (503).',
		);
		s.connection.fail(null);
		const [closed] = s.items('06:30');
		expect(closed).toMatchObject({
			event: 'syncRecovered',
			incident_action: 'resolve',
			closed_by: null,
			incident_key: opened.incident_key,
			incident_opened_at: iso('06:25'),
			title: 'AD connection "Corp" can be read again',
		});
		expect(closed.text).toContain('The incident lasted 15 min');
	});

	test('a good poll between starts the count again', () => {
		const s = oneConnection();
		s.connection.fail(unavailable);
		s.poll('06:15');
		s.connection.fail(null);
		s.poll('06:20');
		s.connection.fail(unavailable);
		expect(s.poll('06:25')).toEqual([]);
		expect(s.poll('06:30')).toEqual([]);
		expect(s.poll('06:35')).toEqual(['trigger connectionUnreadable']);
	});

	test('its key holds the time of its first failed poll', () => {
		const keys = [
			['06:15', '06:26'],
			['06:15', '06:50'],
			['06:16', '06:50'],
		].map((times) => {
			const s = oneConnection();
			s.connection.fail(unavailable);
			return times.flatMap((time) => s.items(time))[0].incident_key;
		});
		expect(keys[0]).toMatch(/^asa-connection-[A-Za-z0-9]{8}-\d+$/);
		expect(keys[1]).toBe(keys[0]);
		expect(keys[2]).not.toBe(keys[0]);
	});

	test('the readable kind is still evaluated, and the outage names the other', () => {
		const s = oneConnection({ events: allEvents });
		s.connection.job('Users', 'userSyncJob').run('done 06:00');
		s.poll('06:12');
		s.connection.errors = { serverSyncJob: notFound };
		s.poll('06:15');
		s.connection.jobs[1].run('error 06:20');
		const items = s.items('06:25', 'error 06:24');
		expect(items.map(({ event, job_name }) => [event, job_name])).toEqual([
			['newResult', 'Users'],
			['syncFailed', 'Users'],
			['connectionUnreadable', null],
		]);
		expect(items[2].text).toContain('The list of server sync jobs could not be read');
		expect(items[2].text).not.toContain('user sync jobs');
		expect(items[2].text).toContain("Enter the right path under 'Path Corrections'.");
	});

	test('while it cannot be read nothing of its jobs opens, closes or reminds; its own incident does', () => {
		const s = oneConnection({ events: allEvents, reminderHours: 12 });
		s.poll('07:10', 'error 07:00');
		s.connection.fail(unavailable);
		expectPolls(s, [
			['07:15', 'done 07:12'],
			['07:25', '', 'trigger connectionUnreadable'],
			['19:15', 'off'],
			['19:25', '', 'update syncStillFailing'],
			['19:30', ''],
		]);
		s.connection.fail(null);
		expect(s.poll('19:35', 'on')).toEqual([
			'newResult success r0712',
			'resolve success',
			'resolve readable',
		]);
	});

	test('a poll that did not get to it neither counts nor breaks', () => {
		const s = oneConnection();
		s.connection.fail(unavailable);
		s.poll('06:15');
		s.connection.unread = ['serverSyncJob', 'userSyncJob'];
		expect(s.poll('06:20')).toEqual([]);
		s.connection.unread = [];
		expect(s.poll('06:25')).toEqual(['trigger connectionUnreadable']);
	});

	test('is reported at the next poll when its event is chosen', () => {
		const s = oneConnection({ events: ['syncFailed'] });
		s.connection.fail(unavailable);
		s.poll('06:15');
		expect(s.poll('06:25')).toEqual([]);
		s.settings = settings();
		expect(s.poll('06:30')).toEqual(['trigger connectionUnreadable']);
	});

	test('missing from the list, with a GET that fails: an outage under its known name', () => {
		const s = oneConnection({ selection: { connections: [{ id: '', name: 'Corp' }] } });
		s.connection.isListed = false;
		s.connection.lookUpError = unavailable;
		s.poll('06:15');
		const [item] = s.items('06:25');
		expect(item).toMatchObject({
			event: 'connectionUnreadable',
			connection_name: 'Corp',
			domain: 'corp.example.com',
		});
		expect(s.last.errors).toEqual([]);
		s.connection.isListed = true;
		expect(s.poll('06:30')).toEqual(['resolve readable']);
	});

	test('deleted while unreadable: its incident is closed as deleted', () => {
		const s = oneConnection();
		s.connection.fail(unavailable);
		s.poll('06:15');
		s.poll('06:25');
		s.connection.isDeleted = true;
		expect(s.poll('06:30')).toEqual(['resolve deleted', 'syncStopped']);
	});
});

describe('the team', () => {
	test('one incident for all connections', () => {
		const { s, other } = twoConnections();
		for (const connection of s.connections) connection.fail(unavailable);
		s.poll('06:15');
		const [opened] = s.items('06:25');
		expect(opened).toMatchObject({
			event: 'connectionUnreadable',
			connection_id: null,
			connection_name: null,
			severity: 'error',
			team: 'acme',
			title: 'Team "acme" could not be read',
			access_ends_at: iso('d3 06:00'),
		});
		expect(opened.incident_key).toMatch(/^asa-team-[A-Za-z0-9]{8}-\d+$/);
		other.fail(null);
		// The one that still fails counts from now on.
		expectPolls(s, [
			['06:30', '', 'resolve readable'],
			['06:35', ''],
			['06:40', '', 'trigger connectionUnreadable'],
		]);
	});

	test('a connection that was open before stays open', () => {
		const { s, other } = twoConnections();
		other.fail(unavailable);
		s.poll('06:15');
		expect(s.poll('06:25')).toEqual(['trigger connectionUnreadable']);
		s.teamError = unavailable;
		s.poll('06:30');
		expect(s.poll('06:40')).toEqual(['trigger connectionUnreadable']);
		s.teamError = null;
		expect(s.poll('06:45')).toEqual(['resolve readable']);
		other.fail(null);
		expect(s.poll('06:50')).toEqual(['resolve readable']);
	});

	test('polls of the whole team failing now and then hide no connection that always fails', () => {
		const { s, other } = twoConnections();
		other.fail(unavailable);
		const opened = ['06:15', '06:20', '06:25', '06:30'].flatMap((time, poll) => {
			s.connection.fail(poll % 2 ? unavailable : null);
			return s.items(time).map(({ connection_name }) => connection_name);
		});
		expect(opened).toEqual(['Other']);
	});

	test('stays open at a poll that reached no other connection', () => {
		const { s, other } = twoConnections();
		s.teamError = unavailable;
		s.poll('06:15');
		expect(s.poll('06:25')).toEqual(['trigger connectionUnreadable']);
		s.teamError = null;
		other.fail(unavailable);
		s.connection.unread = ['serverSyncJob', 'userSyncJob'];
		expect(s.poll('06:30')).toEqual([]);
		s.connection.unread = [];
		expect(s.poll('06:35')).toEqual(['resolve readable']);
	});

	test('a connection that was failing before counts again afterwards', () => {
		const { s, other } = twoConnections();
		other.fail(unavailable);
		s.poll('06:15');
		s.connection.fail(unavailable);
		s.poll('06:18');
		expect(s.poll('06:28')).toEqual(['trigger connectionUnreadable']);
		s.connection.fail(null);
		expect(s.poll('06:31')).toEqual(['resolve readable']);
		expect(s.poll('06:40')).toEqual([]);
		expect(s.items('06:41')[0].connection_name).toBe('Other');
	});

	test('one slow connection that leaves no time for the others is an outage of its own', () => {
		const { s, other } = twoConnections();
		const kinds = ['serverSyncJob', 'userSyncJob'] as const;
		const opened = ['06:15', '06:20', '06:25', '06:30'].flatMap((time, poll) => {
			// The connection that the last poll did not reach comes first.
			other.fail(unavailable);
			other.unread = poll % 2 ? [...kinds] : [];
			s.connection.unread = poll % 2 ? [] : [...kinds];
			return s.items(time).map(({ connection_name }) => connection_name);
		});
		expect(opened).toEqual(['Other']);
	});

	test('with a single connection its lists are the outage of the connection', () => {
		const s = oneConnection();
		s.connection.fail(forbidden);
		s.poll('06:15');
		expect(s.items('06:25')[0].connection_name).toBe('Corp');
	});

	test('reminders, and the end if the event is no longer chosen', () => {
		const s = oneConnection({ events: allEvents });
		s.teamError = unavailable;
		expectPolls(s, [
			['06:15', ''],
			['06:25', '', 'trigger connectionUnreadable'],
			['d2 06:24', ''],
			['d2 06:25', '', 'update syncStillFailing'],
		]);
		s.settings = settings({ events: ['syncFailed'] });
		s.teamError = null;
		expect(s.poll('d2 06:30')).toEqual(['resolve readable']);
	});

	test('an incident of another team stays open, and the log names its key', () => {
		const s = oneConnection();
		s.teamError = unavailable;
		s.poll('06:15');
		const [{ incident_key }] = s.items('06:25');
		s.team = { ...s.team, name: 'other' };
		expect(s.poll('06:30')).toEqual([]);
		s.teamError = null;
		s.connections = [];
		expect(s.poll('06:35')).toEqual([]);
		expect(s.last.warnings).toEqual([expect.stringContaining(incident_key ?? '')]);
	});

	test('outage of the new team that counted on the old state ends when it is read', () => {
		const s = oneConnection();
		s.team = { ...s.team, name: 'other' };
		s.teamError = unavailable;
		s.poll('06:15');
		expect(s.poll('06:25')).toEqual(['trigger connectionUnreadable']);
		s.teamError = null;
		expect(s.poll('06:30')).toEqual(['resolve readable']);
		expect(s.last.warnings.join()).not.toContain('stay open');
	});
});

/** Why the first poll is refused. */
function refusalOf(s: Scenario): string | null {
	s.poll('06:10', 'done 06:00');
	return s.last.refusal;
}

describe('the first poll', () => {
	test('refuses a wrong key, role or address', () => {
		const s = new Scenario();
		s.teamError = forbidden;
		expect(refusalOf(s)).toContain('The service user lacks the role access_admin.');
		const lists = new Scenario();
		lists.connection.fail(forbidden);
		expect(refusalOf(lists)).toContain('The list of server sync jobs could not be read');
		const paths = new Scenario();
		paths.connection.fail(notFound);
		expect(refusalOf(paths)).toContain('Path Corrections');
	});

	test('refuses nothing that can be read in part', () => {
		const s = new Scenario();
		s.connection.errors = { serverSyncJob: forbidden };
		expect(refusalOf(s)).toBeNull();
		const two = new Scenario();
		two.connect('Other').fail(forbidden);
		expect(refusalOf(two)).toBeNull();
	});

	test('refuses nothing of which a part may pass', () => {
		const s = new Scenario();
		s.connection.errors = { serverSyncJob: forbidden, userSyncJob: unavailable };
		expect(refusalOf(s)).toBeNull();
	});

	test.each<[string, (s: Scenario) => void]>([
		['the list of connections', (s) => (s.teamError = unavailable)],
		['the lists of jobs', (s) => s.connection.fail(unavailable)],
	])('counts outage with %s that may pass, and takes the baseline later', (_, breakIt) => {
		const s = new Scenario({ events: allEvents });
		s.isForgetful = true;
		breakIt(s);
		expect(refusalOf(s)).toBeNull();
		expect(s.last.needsPersisting).toBe(true);
		expect(s.poll('06:20')).toEqual(['trigger connectionUnreadable']);
		s.teamError = null;
		s.connection.fail(null);
		expect(s.poll('06:25', 'error 06:22')).toEqual(['trigger syncFailed', 'resolve readable']);
	});

	test('refuses each choice that does not exist, naming it', () => {
		const s = new Scenario({
			selection: {
				connections: [
					{ id: 'id-Corp', name: 'Corp' },
					{ id: 'x', name: 'Elsewhere' },
				],
				jobs: [
					{
						connection: { id: 'id-Corp', name: 'Corp' },
						kind: 'userSyncJob',
						job: { id: 'y', name: 'Guests' },
					},
				],
			},
		});
		expect(refusalOf(s)).toBe(
			'Not found in ASA: connection "Elsewhere"; user sync job "Guests" of connection "Corp". Choose again from the list in \'Connection Names or IDs\' and \'Job Names or IDs\', or remove the entry.',
		);
	});
});

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
		expect(errorsAt(s, '06:25', '06:30', 'd2 06:20', 'd2 06:25')).toEqual([0, 0, 0, 1]);
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

test('a poll that ran out of time must be saved, for the next one begins with the rest', () => {
	const s = oneConnection();
	s.connection.unread = ['userSyncJob'];
	expect(s.poll('07:10', 'error 07:00')).toEqual(['trigger syncFailed']);
	s.poll('07:15');
	expect(s.last.needsPersisting).toBe(false);
	s.connection.unread = [];
	s.poll('07:20');
	expect(s.last.needsPersisting).toBe(true);
});
