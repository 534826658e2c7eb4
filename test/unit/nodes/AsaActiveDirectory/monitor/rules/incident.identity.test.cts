import { expectPolls, Scenario } from '../scenario.cts';
import { hourlyJob } from '../jobScenarios.cts';

describe('the key', () => {
	const keyOf = (s: Scenario, time = '07:10', changes = 'error 07:00') =>
		s.items(time, changes).find(({ incident_action }) => incident_action === 'trigger')
			?.incident_key;

	test('has at most 64 characters of A-Z, a-z, 0-9 and hyphen', () => {
		const s = new Scenario();
		s.job.name = 'Größe '.repeat(80);
		s.poll('06:10', 'done 06:00');
		expect(keyOf(s)).toMatch(/^[A-Za-z0-9-]{1,64}$/);
	});

	test('has five pieces, whatever is in the fingerprints', () => {
		for (let number = 0; number < 40; number++) {
			const s = new Scenario();
			s.job.name = `Sync ${number}`;
			s.poll('06:10', 'done 06:00');
			expect(keyOf(s)?.split('-')).toHaveLength(5);
		}
	});

	test('is the same after a lost state, for another trigger and for another cause', () => {
		const first = hourlyJob();
		const key = keyOf(first);
		first.stored = undefined;
		expect(keyOf(first, '07:15', '')).toBe(key);
		expect(keyOf(hourlyJob({ events: ['syncOverdue'] }), '07:35', '')).toBe(key);
		expect(key).not.toContain('none');
	});

	test('says none if no success is known', () => {
		expect(keyOf(new Scenario(), '06:10', 'error 06:00')).toMatch(/-none$/);
	});

	test('is never revised', () => {
		const s = hourlyJob();
		const key = keyOf(s);
		s.job.name = 'Renamed in place';
		const [end] = s.items('08:10', 'done 08:00');
		expect(end).toMatchObject({ incident_key: key, job_name: 'Renamed in place' });
	});

	test('holds the ID of the job if names repeat', () => {
		const s = hourlyJob();
		const key = keyOf(s);
		const twice = hourlyJob();
		twice.connection.job('Sync').id = 'id-other';
		expect(keyOf(twice)).not.toBe(key);
	});

	test('triggers again if its success was taken back', () => {
		const s = hourlyJob();
		const key = keyOf(s);
		s.poll('08:10', 'done 08:00');
		expect(keyOf(s, '08:15', 'error 08:00')).toBe(key);
	});
});

describe('which job it is', () => {
	test('a new job with the name of another that is still there shares nothing with it', () => {
		const s = hourlyJob();
		expect(s.poll('07:10', 'error 07:00')).toEqual(['trigger syncFailed']);
		const other = s.connection.job('Sync');
		other.id = 'id-other';
		other.run('error 07:12');
		expect(s.poll('07:15')).toEqual(['trigger syncFailed']);
	});

	test('an update gives it a new id', () => {
		const s = hourlyJob();
		s.poll('07:10', 'error 07:00');
		s.job.id = 'id-2';
		s.job.results = [];
		expectPolls(s, [
			['07:15', ''],
			['07:20', 'running 07:16'],
			['07:25', 'done 07:16', 'resolve success'],
		]);
	});

	test('of two jobs with one name, one that vanished and one that appeared are the same', () => {
		const s = new Scenario({}, 'userSyncJob');
		const twin = s.connection.job('Sync', 'userSyncJob');
		twin.id = 'id-twin';
		twin.run('done 06:00');
		s.poll('06:10', 'done 06:01');
		s.poll('07:10', 'error 07:00');
		twin.run('done 07:00');
		s.job.id = 'id-again';
		expectPolls(s, [
			['07:15', ''],
			['07:20', ''],
			['08:10', 'done 08:00', 'resolve success'],
		]);
	});

	test('UUIDs are compared without case', () => {
		const s = hourlyJob();
		s.job.id = '5037B023-7031-407B-8C98-17F0DE0C6A3C';
		s.job.name = 'Other';
		s.poll('06:15');
		s.poll('06:20');
		s.job.id = s.job.id.toLowerCase();
		s.job.name = 'Renamed';
		expect(s.poll('06:25')).toEqual([]);
		expect(s.poll('06:30')).toEqual([]);
	});
});
