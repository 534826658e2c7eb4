import { expectPolls, Scenario } from '../scenario.cts';
import { allEvents, settings } from '../settings.cts';
import { dailyUserJob, hourlyJob } from '../jobScenarios.cts';

describe('an incident', () => {
	test('is opened by a chosen event, then reported completely, with one update a poll', () => {
		const s = dailyUserJob({ events: ['syncOverdue'] });
		s.poll('06:40', 'done 06:30');
		expect(s.poll('d2 07:31')).toEqual(['trigger accessAtRisk']);
		expect(s.poll('d2 07:40', 'error d2 07:35')).toEqual(['update syncFailed']);
		s.poll('d2 08:00', 'off');
		const items = s.items('d3 06:30');
		expect(items).toHaveLength(1);
		expect(items[0]).toMatchObject({
			event: 'accessAtRisk',
			causes: ['access', 'failed', 'overdue', 'stopped'],
		});
	});

	test('a failed run is a cause in an open incident, whatever the threshold', () => {
		expectPolls(hourlyJob({ failureThreshold: 5 }), [
			['07:35', '', 'trigger syncOverdue'],
			['07:45', 'error 07:40', 'update syncFailed'],
			['08:45', 'error 08:40'],
		]);
	});

	test('a failed run below the threshold opens nothing if no incident was notified', () => {
		expectPolls(hourlyJob({ failureThreshold: 5, events: ['syncFailed'] }), [
			['07:35', ''],
			['07:45', 'error 07:40'],
		]);
	});
});

describe('choosing events', () => {
	test('a cause that already holds is reported when its event is chosen', () => {
		const s = hourlyJob({ events: ['syncOverdue'] });
		s.poll('07:10', 'error 07:00');
		s.settings = settings({ events: ['syncFailed'] });
		expect(s.poll('07:15')).toEqual(['trigger syncFailed']);
		expect(s.poll('07:20')).toEqual([]);
	});

	test('a cause that only held is not', () => {
		const s = hourlyJob({ events: ['syncFailed'] });
		s.poll('07:35');
		s.poll('07:40', 'running 07:38');
		s.settings = settings({ events: ['syncOverdue'] });
		expect(s.poll('07:45')).toEqual([]);
	});

	test('unchoosing closes nothing, and the end still comes', () => {
		const s = hourlyJob();
		s.poll('07:10', 'error 07:00');
		s.settings = settings({ events: ['syncStopped'] });
		expect(s.poll('07:15')).toEqual([]);
		expect(s.poll('08:10', 'done 08:00')).toEqual(['resolve success']);
	});

	test('Sync Recovered alone emits the end of an incident that was not reported', () => {
		const s = hourlyJob({ events: ['syncRecovered'] });
		s.poll('07:10', 'error 07:00');
		const [item] = s.items('08:10', 'done 08:00');
		expect(item).toMatchObject({
			event: 'syncRecovered',
			incident_action: 'resolve',
			incident_opened_at: null,
			closed_by: 'success',
			cause: 'failed',
		});
		expect(item.incident_key).not.toBeNull();
	});

	test('the end of a suppressed incident is not reported, but the next incident is', () => {
		const s = new Scenario({ events: [...allEvents], reportCurrentFailures: false });
		expectPolls(s, [
			['06:10', 'error 06:00'],
			['07:10', 'error 07:00', 'newResult failed r0700'],
			['07:15', 'off'],
			['07:20', ''],
			['07:25', 'on'],
			['08:10', 'done 08:00', 'newResult success r0800'],
			['09:10', 'error 09:00', 'newResult failed r0900', 'trigger syncFailed'],
		]);
	});
});
