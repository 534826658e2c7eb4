import { Scenario } from './scenario.cts';
import { allEvents } from './settings.cts';
import { unavailable } from './team.cts';
import { at } from './times.cts';

describe('a list of results that cannot be read', () => {
	const missing = { ...unavailable, isTransient: false, isNotFound: true };

	test('a job is evaluated by its recent result, and the log names the correction once', () => {
		const s = new Scenario({ events: allEvents });
		s.poll('06:10', 'done 06:00');
		s.job.resultsError = { ...missing, remedy: 'Enter the right path' };
		expect(s.poll('08:10', 'done 07:00, error 08:00')).toEqual([
			'newResult failed r0800',
			'trigger syncFailed',
		]);
		expect(s.last.warnings).toEqual([expect.stringContaining('Enter the right path')]);
		// It is asked for again only when something has changed.
		s.poll('08:15');
		expect(s.requests.results).toEqual([]);
		s.poll('09:10', 'error 09:00');
		expect(s.last.warnings).toEqual([]);
	});

	test('a run under way behind the recent result counts as vanished', () => {
		const s = new Scenario();
		s.poll('06:10', 'done 06:00');
		s.poll('07:10', 'running 07:00');
		s.job.resultsError = missing;
		expect(s.poll('07:30', 'running 07:25')).toEqual([]);
		expect(s.poll('09:20')).toEqual([]);
		expect(s.poll('09:30')).toEqual(['trigger syncRunningLong']);
	});

	test('for now: it is read at the next poll, and what was missed is found', () => {
		const s = new Scenario({ events: allEvents });
		s.poll('06:10', 'done 06:00');
		s.job.resultsError = unavailable;
		expect(s.poll('08:10', 'error 07:00, done 08:00')).toEqual(['newResult success r0800']);
		s.job.resultsError = undefined;
		expect(s.poll('08:15')).toEqual(['newResult failed r0700']);
		expect(s.poll('08:20')).toEqual([]);
		expect(s.requests.results).toEqual([]);
	});

	test('by any error but a missing path: it is read at the next poll, however often it fails', () => {
		const s = new Scenario({ events: allEvents });
		s.poll('06:10', 'done 06:00');
		s.job.resultsError = unavailable;
		expect(s.poll('08:10', 'error 07:00, done 08:00')).toEqual(['newResult success r0800']);
		s.job.resultsError = { ...unavailable, isTransient: false };
		expect(s.poll('08:15')).toEqual([]);
		s.job.resultsError = undefined;
		expect(s.poll('08:20')).toEqual(['newResult failed r0700']);
	});

	test('at first sight: what is read later is history', () => {
		const s = new Scenario({ events: allEvents });
		s.job.resultsError = unavailable;
		expect(s.poll('08:10', 'done 05:00, error 06:00, error 07:00')).toEqual(['trigger syncFailed']);
		s.job.resultsError = undefined;
		expect(s.poll('08:15')).toEqual([]);
		expect(s.last.jobs[0].standing).toMatchObject({ failures: 2, lastSuccessMs: at('05:01') });
	});
});
