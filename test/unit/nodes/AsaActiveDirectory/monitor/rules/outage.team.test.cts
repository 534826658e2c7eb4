import { expectPolls } from '../scenario.cts';
import { allEvents, settings } from '../settings.cts';
import { forbidden, unavailable } from '../team.cts';
import { iso } from '../times.cts';
import { twoConnections, oneConnection } from '../outageScenarios.cts';

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

	test('an incident of which no event is chosen any more is reported by the error workflow', () => {
		const s = oneConnection({ events: allEvents });
		s.teamError = unavailable;
		expectPolls(s, [
			['06:15', ''],
			['06:25', '', 'trigger connectionUnreadable'],
		]);
		s.settings = settings({ events: ['syncFailed'] });
		const errorsAt = (time: string) => [s.poll(time), s.last.errors.length];
		expect(['06:30', 'd2 06:24', 'd2 06:25', 'd2 06:30'].map(errorsAt)).toEqual([
			[[], 0],
			[[], 0],
			[[], 1],
			[[], 0],
		]);
		s.settings = settings({ events: ['connectionUnreadable'] });
		expect(errorsAt('d3 06:30')).toEqual([[], 0]);
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
