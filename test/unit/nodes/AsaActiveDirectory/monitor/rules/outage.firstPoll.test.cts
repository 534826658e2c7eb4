import { Scenario } from '../scenario.cts';
import { allEvents } from '../settings.cts';
import { forbidden, notFound, unavailable } from '../team.cts';
import { refusalOf } from '../outageScenarios.cts';

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
