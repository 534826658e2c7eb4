import { expectPolls } from '../scenario.cts';
import { settings } from '../settings.cts';
import { iso } from '../times.cts';
import { hourlyJob } from '../jobScenarios.cts';

describe('what one poll finds', () => {
	test('a failure and its recovery: trigger before resolve, both marked', () => {
		const s = hourlyJob();
		const items = s.items('09:10', 'error 07:00, done 08:00');
		expect(items.map((item) => [item.incident_action, item.already_resolved])).toEqual([
			['trigger', true],
			['resolve', true],
		]);
		expect(items[0].incident_key).toBe(items[1].incident_key);
		expect(items[0].consecutive_failures).toBe(1);
		expect(items[1]).toMatchObject({ consecutive_failures: 1, failing_since: iso('07:01') });
	});

	test('the trigger of an event that was not chosen before, and the end at the same poll: both marked', () => {
		const s = hourlyJob({ events: ['syncStopped'] });
		s.poll('07:10', 'error 07:00');
		s.settings = settings();
		const items = s.items('09:10', 'error 08:00, done 09:00');
		expect(items.map((item) => [item.incident_action, item.already_resolved])).toEqual([
			['trigger', true],
			['resolve', true],
		]);
	});

	test('a failure, and a success of a job that is off by then: the trigger alone', () => {
		expectPolls(hourlyJob(), [
			['07:40', 'error 07:00, done 07:30, off', 'trigger syncFailed'],
			['07:45', 'on', 'resolve success'],
		]);
		expectPolls(hourlyJob(), [
			['07:40', 'error 07:00, done 07:30, off', 'trigger syncFailed'],
			['07:45', '', 'update syncStopped'],
		]);
	});

	test('a late success and the closing one, the threshold lowered: no failure was found', () => {
		const s = hourlyJob({ failureThreshold: 2 });
		s.poll('07:10', 'error 07:00');
		expect(s.poll('08:40')).toEqual(['trigger syncOverdue']);
		s.settings = settings({ failureThreshold: 1 });
		expect(s.poll('09:10', 'done 06:30, done 09:00')).toEqual(['resolve success']);
	});

	test('a failure, its recovery and the next failure', () => {
		const s = hourlyJob();
		const items = s.items('09:10', 'error 07:00, done 08:00, error 09:00');
		expect(items.map((item) => [item.incident_action, item.already_resolved])).toEqual([
			['trigger', true],
			['resolve', true],
			['trigger', false],
		]);
		expect(items[2].incident_key).not.toBe(items[0].incident_key);
	});

	test('failures that reach the threshold between two polls', () => {
		expectPolls(hourlyJob({ failureThreshold: 2 }), [
			['09:10', 'error 07:00, error 08:00, done 09:00', 'trigger syncFailed', 'resolve success'],
			['12:10', 'error 10:00, done 11:00, error 12:00'],
		]);
	});

	test('the end of an incident that an earlier poll opened is not marked', () => {
		const s = hourlyJob();
		s.poll('07:10', 'error 07:00');
		const [end] = s.items('08:10', 'done 08:00');
		expect(end).toMatchObject({ incident_action: 'resolve', already_resolved: false });
	});

	test('an update and the end of an incident that was open', () => {
		expectPolls(hourlyJob(), [
			['07:35', '', 'trigger syncOverdue'],
			['09:10', 'error 08:00, done 09:00', 'update syncFailed', 'resolve success'],
		]);
	});
});
