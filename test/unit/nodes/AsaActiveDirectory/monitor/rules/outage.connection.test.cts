import { expectPolls } from '../scenario.cts';
import { allEvents, settings } from '../settings.cts';
import { notFound, unavailable } from '../team.cts';
import { at, hour, iso } from '../times.cts';
import { oneConnection } from '../outageScenarios.cts';

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

	test('opens in time if the first failed poll had no Date header', () => {
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

	test('is reminded of at once if that is chosen again after an interval', () => {
		const s = oneConnection({ events: allEvents });
		s.connection.fail(unavailable);
		expectPolls(s, [
			['06:15', ''],
			['06:25', '', 'trigger connectionUnreadable'],
		]);
		s.settings = settings({ events: ['syncFailed'] });
		expectPolls(s, [
			['d2 06:30', ''],
			['d2 12:00', ''],
		]);
		expect(s.last.errors).toEqual([]);
		s.settings = settings({ events: ['syncStillFailing'] });
		expect(s.poll('d2 12:05')).toEqual(['update syncStillFailing']);
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
