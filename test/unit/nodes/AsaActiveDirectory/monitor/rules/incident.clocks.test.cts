import { at, hour, iso } from '../times.cts';
import { hourlyJob } from '../jobScenarios.cts';

describe('clocks', () => {
	test('nothing opens because of the time at a poll whose clock has jumped', () => {
		const s = hourlyJob();
		s.poll('06:15');
		s.clockOffset = 3 * hour;
		expect(s.poll('09:20')).toEqual([]);
		// A second poll agrees with the new offset.
		expect(s.poll('09:25')).toEqual(['trigger syncOverdue']);
	});

	test('unknown results that a success ends at the same poll were no failure', () => {
		const s = hourlyJob({ events: ['syncFailed', 'newResult'] });
		s.poll('07:10', 'skipped 07:00');
		s.poll('d2 06:30');
		expect(s.poll('d2 07:20', 'done d2 07:05')).toEqual([
			'newResult unknown r0700',
			'newResult success rd20705',
		]);
	});

	test("results are still found when the API's clock goes back", () => {
		const s = hourlyJob({ events: ['newResult', 'syncFailed'] });
		s.poll('d3 06:10', 'done d3 06:00');
		s.clockOffset = -27 * hour;
		s.poll('d2 03:20');
		expect(s.poll('d2 04:15', 'done d3 07:00')).toEqual(['newResult success rd30700']);
		expect(s.poll('d2 05:15', 'error d3 08:00')).toEqual([
			'newResult failed rd30800',
			'trigger syncFailed',
		]);
		expect(s.poll('d2 06:15', 'done d3 09:00')).toEqual([
			'newResult success rd30900',
			'resolve success',
		]);
	});

	test("runs count in order while the API's clock is late by more than a polling interval", () => {
		const s = hourlyJob({ events: ['newResult', 'syncFailed', 'syncRecovered'] });
		s.poll('06:10', 'done 06:00');
		s.clockOffset = -3 * hour;
		s.poll('04:10', 'error 07:00');
		expect(s.poll('05:10', 'done 08:00')).toEqual(['newResult success r0800', 'resolve success']);
		expect(s.poll('06:11', 'error 09:00')).toEqual([
			'newResult failed r0900',
			'trigger syncFailed',
		]);
		expect(s.poll('07:10', 'done 10:00')).toEqual(['newResult success r1000', 'resolve success']);
	});

	test("a run that starts far ahead stays behind those that are known, even if the API's clock is late", () => {
		const s = hourlyJob();
		s.clockOffset = -hour;
		s.poll('05:20');
		expect(s.poll('05:25', 'done d17 06:00')).toEqual([]);
		const [job] = s.state?.connections.get('id-Corp')?.jobs.serverSyncJob ?? [];
		expect(job.runs.map(({ startMs }) => startMs)).toEqual([at('06:00'), at('06:00') + 1000]);
	});

	test("a poll has the API's time when n8n's clock is right again", () => {
		const s = hourlyJob();
		s.clockOffset = 33 * hour;
		s.poll('06:15');
		s.poll('06:20');
		s.clockOffset = 0;
		const [item] = s.items('07:10', 'error 07:00');
		expect(item.incident_opened_at).toBe(iso('07:10'));
	});

	test('a jump for one poll changes nothing', () => {
		const s = hourlyJob();
		s.clockOffset = 3 * hour;
		expect(s.poll('09:20')).toEqual([]);
		s.clockOffset = 0;
		expect(s.poll('06:25')).toEqual([]);
		expect(s.poll('07:10', 'done 07:00')).toEqual([]);
		expect(s.poll('08:10', 'error 08:00')).toEqual(['trigger syncFailed']);
	});

	test('a failure is reported at such a poll, too', () => {
		const s = hourlyJob();
		s.clockOffset = -5 * hour;
		expect(s.poll('07:10', 'error 07:00')).toEqual(['trigger syncFailed']);
	});
});
