import { expectPolls } from '../scenario.cts';
import { allEvents } from '../settings.cts';
import { hour, iso } from '../times.cts';
import { dailyUserJob, hourlyJob } from '../jobScenarios.cts';

describe('severity', () => {
	test('never falls, and an update says when it rises', () => {
		const s = dailyUserJob({ events: [...allEvents] });
		s.poll('06:40', 'done 06:30');
		const seen = [
			...s.items('06:45', 'off'),
			...s.items('06:50'),
			...s.items('d2 06:31'),
			...s.items('d3 06:31'),
			...s.items('d3 06:35', 'on'),
			...s.items('d3 06:45', 'error d3 06:40'),
			...s.items('d3 07:45', 'done d3 07:40'),
		].filter(({ event }) => event !== 'newResult');
		expect(
			seen.map((item) => [
				item.incident_action,
				item.cause,
				item.severity,
				item.severity_raised,
				item.causes?.join(),
			]),
		).toEqual([
			['trigger', 'stopped', 'warning', false, 'stopped'],
			['update', 'access', 'critical', true, 'access,stopped'],
			['update', 'access', 'critical', false, 'access,stopped'],
			['update', 'failed', 'critical', false, 'access,failed,stopped'],
			['resolve', 'access', 'info', false, 'access,failed,stopped'],
		]);
		expect(new Set(seen.map(({ incident_key }) => incident_key)).size).toBe(1);
		expect(new Set(seen.map((item) => item.incident_opened_at))).toEqual(new Set([iso('06:50')]));
	});

	test('a trigger carries the worst of all causes that hold', () => {
		const s = dailyUserJob();
		s.poll('06:40', 'done 06:30');
		const [item] = s.items('d2 10:00');
		expect(item).toMatchObject({
			event: 'accessAtRisk',
			cause: 'access',
			causes: ['access', 'overdue'],
			severity: 'critical',
			severity_raised: false,
		});
	});
});

describe('reminders', () => {
	test('come reminderHours after the last item of any kind; an update takes their place', () => {
		const s = hourlyJob({ events: [...allEvents], reminderHours: 12, runningLongMinutes: 30 });
		const named = (time: string, changes = '') =>
			s.poll(time, changes).filter((line) => !line.startsWith('newResult'));
		expect(named('06:40', 'running 06:20')).toEqual([]);
		expect(named('06:51')).toEqual(['trigger syncRunningLong']);
		expect(named('18:50')).toEqual([]);
		expect(named('18:51', 'error 06:20-18:50')).toEqual(['update syncFailed']);
		expect(named('d2 06:50', 'error d2 06:45')).toEqual([]);
		expect(named('d2 06:51')).toEqual(['update syncStillFailing']);
		expect(s.last.events[0].incident).toMatchObject({ cause: 'failed', action: 'update' });
	});

	test('are not delayed by a clock that was ahead', () => {
		const s = hourlyJob({ events: ['syncFailed', 'syncStillFailing'] });
		s.clockOffset = 48 * hour;
		s.poll('d3 07:05');
		s.poll('d3 07:10');
		expect(s.poll('d3 07:15', 'error 07:00')).toEqual(['trigger syncFailed']);
		s.clockOffset = 0;
		s.poll('07:20');
		s.poll('07:25');
		expect(s.poll('d2 07:25')).toEqual(['update syncStillFailing']);
	});

	test('open nothing', () => {
		expectPolls(hourlyJob({ events: ['syncStillFailing'] }), [
			['07:10', 'error 07:00'],
			['d3 07:10', ''],
		]);
	});
});
