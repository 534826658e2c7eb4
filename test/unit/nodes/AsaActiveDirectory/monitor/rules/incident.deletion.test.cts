import { expectPolls, Scenario } from '../scenario.cts';
import { hourlyJob } from '../jobScenarios.cts';

describe('what was deleted', () => {
	test('a healthy active job: one item without a key', () => {
		const s = hourlyJob();
		s.connection.job('User', 'userSyncJob');
		s.poll('06:15', 'absent');
		const items = s.items('06:20');
		expect(items).toHaveLength(1);
		expect(items[0]).toMatchObject({
			event: 'syncStopped',
			severity: 'warning',
			incident_key: null,
			incident_action: null,
			cause: null,
			job_name: 'Sync',
			title: 'Server sync job "Sync" of "Corp" was deleted',
		});
		expect(s.poll('06:25')).toEqual([]);
	});

	test('a job that was off: nothing', () => {
		expectPolls(new Scenario(), [
			['06:10', 'off, done 06:00'],
			['06:15', 'absent'],
			['06:20', ''],
		]);
	});

	test('a failing job without a notified incident is reported as deleted', () => {
		expectPolls(hourlyJob({ events: ['syncStopped'] }), [
			['07:10', 'error 07:00'],
			['07:15', 'absent'],
			['07:20', '', 'syncStopped'],
		]);
	});

	test('a connection: one item beside the ends of its incidents', () => {
		const s = new Scenario();
		s.connection.job('Users', 'userSyncJob').run('done 06:00');
		s.connection.job('Guests', 'userSyncJob').run('done 06:00');
		s.poll('06:10', 'done 06:00');
		s.poll('07:10', 'error 07:00');
		s.connection.isDeleted = true;
		const items = s.items('07:15');
		expect(items.map(({ event, closed_by, job_id }) => [event, closed_by, job_id])).toEqual([
			['syncRecovered', 'deleted', 'id-Sync'],
			['syncStopped', null, null],
		]);
		expect(items[1]).toMatchObject({ severity: 'warning', connection_name: 'Corp' });
		expect(s.poll('07:20')).toEqual([]);
	});
});
