import type { TaskResult } from '../../../../../nodes/AsaActiveDirectory/asa/model/result';
import { expectPolls, Scenario } from './scenario.cts';
import { allEvents, settings } from './settings.cts';
import { serverResult, unavailable } from './team.cts';
import { at, iso, minute } from './times.cts';
import { lineOf } from '../../../../helpers/itemLine.cts';

/** A trigger of New Sync Result alone. */
function results(options: ConstructorParameters<typeof Scenario>[0] = {}): Scenario {
	return new Scenario({ events: ['newResult'], ...options });
}

function byCreation(one: TaskResult, other: TaskResult): number {
	return one.created_at.localeCompare(other.created_at);
}

describe('New Sync Result', () => {
	test('emits each result once, in the order of start, with the word it then has', () => {
		expectPolls(results(), [
			['06:10', 'done 06:00'],
			['07:10', 'running 07:00'],
			['07:15', 'error 07:00', 'newResult failed r0700'],
			['07:20', 'done 07:00'],
			['07:25', 'running 07:00'],
			['07:30', 'error 07:00'],
			['10:10', 'done 09:00, done 08:00', 'newResult success r0800', 'newResult success r0900'],
			['10:15', ''],
		]);
	});

	test('emits nothing of a baseline', () => {
		expectPolls(results(), [
			['06:10', 'done 05:00, error 06:00'],
			['07:10', 'done 07:00', 'newResult success r0700'],
		]);
	});

	test('emits what was running at the baseline when it has ended', () => {
		expectPolls(results(), [
			['06:10', 'running 06:00'],
			['06:15', 'done 06:00', 'newResult success r0600'],
		]);
	});

	test('emits nothing of a job that is first seen later, nor after a damaged state', () => {
		const s = results();
		s.poll('06:10', 'done 06:00');
		s.connection.job('New').run('done 06:05');
		expect(s.poll('06:15')).toEqual([]);
		s.stored = '"damaged"';
		expect(s.poll('07:10', 'done 07:00')).toEqual([]);
		expect(s.poll('08:10', 'done 08:00')).toEqual(['newResult success r0800']);
	});

	test('emits the first run of a job that had never run', () => {
		expectPolls(results(), [
			['06:10', ''],
			['07:10', 'done 07:00', 'newResult success r0700'],
		]);
	});

	test('finds a late one, and one with another time', () => {
		const s = results();
		s.poll('06:10', 'done 06:00');
		s.poll('08:10', 'done 08:00');
		expect(s.poll('09:10', 'done 07:00, done 09:00')).toEqual([
			'newResult success r0700',
			'newResult success r0900',
		]);
		s.job.results[0] = serverResult('r0900', at('08:30'));
		expect(s.poll('10:10', 'done 10:00')).toEqual(['newResult success r1000']);
	});

	test('takes nothing older than the oldest remembered as new', () => {
		const s = results();
		s.poll('06:10', 'done 06:00');
		expect(s.poll('07:10', 'done 05:00, done 07:00')).toEqual(['newResult success r0700']);
		for (let hours = 8; hours < 20; hours++) s.poll(`${hours}:10`, `done ${hours}:00`);
		expect(s.poll('20:10', 'done 08:30, done 20:00')).toEqual(['newResult success r2000']);
	});

	test('emits no forgotten one again, also if an older test run is remembered', () => {
		const s = results();
		s.poll('04:10', 'done 04:00');
		s.poll('05:10', 'test done 05:00');
		for (let hours = 6; hours < 20; hours++) {
			expect(s.poll(`${hours}:10`, `done ${hours}:00`)).toHaveLength(1);
		}
	});

	test('emits an unknown one when a newer run has started or after 24 hours', () => {
		expectPolls(results(), [
			['06:10', 'done 06:00'],
			['07:10', 'closed 07:00'],
			['08:10', 'running 08:00', 'newResult unknown r0700'],
			['08:15', 'closed 08:00'],
			['d2 08:10', ''],
			['d2 08:15', '', 'newResult unknown r0800'],
			['d2 08:20', 'done 08:00'],
		]);
	});

	test('emits an unknown one that ASA no longer lists when its wait ends, with what is known', () => {
		const s = results();
		s.poll('06:10', 'done 06:00');
		s.poll('07:10', 'closed 07:00-07:04');
		const items = s.items('08:10', 'lose 07:00, done 08:00');
		expect(items.map(lineOf)).toEqual(['newResult unknown r0700', 'newResult success r0800']);
		expect(items[0]).toMatchObject({
			started_at: iso('07:00'),
			finished_at: iso('07:04'),
			severity: 'warning',
			task_state: null,
			title: 'Server sync job "Sync" of "Corp" ended with an unknown state',
		});
		expect(s.poll('08:15')).toEqual([]);
		expect(s.poll('09:10', 'done 09:00')).toEqual(['newResult success r0900']);
	});

	test('emits nothing of a lost one that was part of the baseline', () => {
		const s = results();
		s.poll('06:10', 'closed 05:00, done 06:00');
		expect(s.poll('07:10', 'lose 05:00, done 07:00')).toEqual(['newResult success r0700']);
	});

	test('emits an unknown one with the word that it came to', () => {
		expectPolls(results(), [
			['06:10', 'done 06:00'],
			['07:10', 'digest 07:00'],
			['07:15', 'done 07:00', 'newResult success r0700'],
		]);
	});

	test('emits tests only if they are included', () => {
		const runs = 'test done 07:00, done 07:30';
		expect(pollAfterBaseline(results(), runs)).toEqual(['newResult success r0730']);
		const both = ['newResult success r0700', 'newResult success r0730'];
		expect(pollAfterBaseline(results({ includeTestRuns: true }), runs)).toEqual(both);
	});

	test('chosen later, emits no older ones', () => {
		const s = new Scenario();
		s.poll('06:10', 'done 06:00');
		s.poll('07:10', 'done 07:00');
		s.settings = settings({ events: ['newResult'] });
		expect(s.poll('08:10', 'done 08:00')).toEqual(['newResult success r0800']);
	});

	test('has a severity by its outcome, and no incident', () => {
		const s = results();
		s.poll('06:10', 'done 06:00');
		const items = s.items('10:10', 'done 07:00, error 08:00, closed 09:00, running 10:00');
		expect(items.map(({ severity }) => severity)).toEqual(['info', 'error', 'warning']);
		expect(items[1]).toMatchObject({
			cause: null,
			causes: null,
			incident_key: null,
			incident_action: null,
			incident_opened_at: null,
			closed_by: null,
			title: 'Server sync job "Sync" of "Corp" failed',
		});
	});

	function pollAfterBaseline(s: Scenario, runs: string): string[] {
		s.poll('06:10', 'done 06:00');
		return s.poll('07:40', runs);
	}
});

describe('times', () => {
	test('one that is still to come is taken as that of the poll that first saw it, and kept', () => {
		const s = new Scenario({ events: allEvents });
		s.poll('06:10', 'done 06:00');
		s.job.put(serverResult('ahead', at('09:00'), { task_state: 'error' }));
		expect(s.items('07:10')[0]).toMatchObject({ started_at: iso('07:10') });
		// The failure is older than a success that has started meanwhile.
		s.job.recent = serverResult('next', at('08:00'));
		s.job.put(s.job.recent);
		expect(s.poll('08:10')).toEqual(['newResult success next', 'resolve success']);
		expect(s.poll('09:05')).toEqual([]);
	});

	test('a run that starts ahead is put out once, however long it stays listed', () => {
		const s = results();
		s.poll('06:10', 'done 06:00');
		const ahead = serverResult('ahead', at('20:30'));
		s.job.put(ahead);
		expect(s.poll('07:10')).toEqual(['newResult success ahead']);
		const hours = Array.from({ length: 14 }, (_, index) => String(index + 8).padStart(2, '0'));
		for (const hour of hours) {
			const next = serverResult(`next${hour}`, at(`${hour}:00`));
			// The ten results with the latest starts are listed.
			s.job.results = [...s.job.results, next].sort(byCreation).slice(-10);
			s.job.recent = next;
			expect(s.poll(`${hour}:10`)).toEqual([`newResult success next${hour}`]);
		}
	});

	test('a run without a start counts by its end, else from the poll that first saw it', () => {
		const s = results();
		s.poll('06:10', 'done 06:00');
		s.job.recent = serverResult('a', at('07:00'), { created_at: '', updated_at: iso('07:04') });
		s.job.put(s.job.recent);
		expect(s.items('07:10')[0]).toMatchObject({ started_at: iso('07:04') });
		s.job.recent = serverResult('b', at('08:00'), { created_at: '', updated_at: '' });
		s.job.put(s.job.recent);
		expect(s.items('08:10')[0]).toMatchObject({ started_at: iso('08:10'), finished_at: null });
	});

	test('such a time must be saved, for no later poll can read it again', () => {
		const s = results();
		s.poll('06:10', 'done 06:00');
		s.job.put(serverResult('ahead', at('09:00'), { task_state: 'running' }));
		s.poll('06:40');
		expect(s.last.needsPersisting).toBe(true);
	});

	test('a result without an id, or with the nil UUID, is none', () => {
		const s = results();
		s.poll('06:10');
		s.job.put(serverResult('', at('07:00')));
		s.job.put(serverResult('00000000-0000-0000-0000-000000000000', at('07:00')));
		expect(s.poll('07:10')).toEqual([]);
	});

	test('the nil UUID is no test request', () => {
		const s = results();
		s.poll('06:10', 'done 06:00');
		const ad_test_request_id = '00000000-0000-0000-0000-000000000000';
		s.job.put(serverResult('a', at('07:00'), { ad_test_request_id }));
		s.job.put(serverResult('b', at('07:05'), { ad_test_request_id: ' ' }));
		expect(s.items('07:10').map(({ is_test }) => is_test)).toEqual([false, false]);
	});
});

describe('what is remembered of a long life', () => {
	test('failures in a row are counted beyond the runs that are remembered', () => {
		const s = new Scenario({ failureThreshold: 25 });
		s.poll('05:10', 'done 05:00');
		for (let run = 0; run < 24; run++) {
			s.job.put(serverResult(`r${run}`, at('06:00') + run * 15 * minute, { task_state: 'error' }));
			s.job.results = s.job.results.slice(-10);
			expect(s.poll(at('06:05') + run * 15 * minute)).toEqual([]);
		}
		const [item] = s.items('12:05', 'error 12:00');
		expect(item).toMatchObject({
			event: 'syncFailed',
			consecutive_failures: 25,
			consecutive_failures_at_least: false,
			failing_since: iso('06:01'),
			last_success_at: iso('05:01'),
		});
	});

	test('a gap of more than ten runs makes the count a lower bound', () => {
		const s = new Scenario();
		s.poll('05:10', 'done 05:00');
		s.job.results = [];
		for (let hours = 10; hours < 20; hours++) s.job.run(`error ${hours}:00`);
		expect(s.items('19:10')[0]).toMatchObject({
			consecutive_failures: 10,
			consecutive_failures_at_least: true,
		});
	});

	test('a lower bound stays one until a success', () => {
		const s = new Scenario({ events: ['syncStillFailing', 'syncFailed'], reminderHours: 1 });
		for (let hours = 0; hours < 10; hours++) s.job.run(`error ${hours}:00`);
		s.poll('09:10');
		const [item] = s.items('10:10', 'error 10:00');
		expect(item).toMatchObject({ consecutive_failures: 11, consecutive_failures_at_least: true });
		s.poll('11:10', 'done 11:00');
		expect(s.items('12:10', 'error 12:00')[0]).toMatchObject({
			consecutive_failures: 1,
			consecutive_failures_at_least: false,
		});
	});

	test('successes that turn failed give back the one before, with its end', () => {
		const s = new Scenario({ failureThreshold: 3 });
		s.poll('06:10', 'done 03:00-03:20, done 04:00, done 05:00, done 06:00');
		// ASA no longer lists the oldest one.
		s.job.lose('03:00');
		const [item] = s.items('07:10', 'error 04:00, error 05:00, error 06:00, error 07:00');
		expect(item).toMatchObject({
			event: 'syncFailed',
			last_success_at: iso('03:20'),
			access_ends_at: iso('d5 03:00'),
		});
	});

	test('as does one that is older than all remembered runs', () => {
		const s = new Scenario({ failureThreshold: 9 });
		s.poll('03:10', 'done 03:00-03:07');
		for (let run = 0; run < 10; run++) {
			const state = run < 2 ? 'done' : 'error';
			s.job.put(serverResult(`r${run}`, at('04:00') + run * 15 * minute, { task_state: state }));
			s.job.results = s.job.results.slice(-10);
			expect(s.poll(at('04:05') + run * 15 * minute)).toEqual([]);
		}
		for (const id of ['r0', 'r1']) {
			s.job.put(serverResult(id, at(id === 'r0' ? '04:00' : '04:15'), { task_state: 'error' }));
		}
		const [item] = s.items('06:35', 'error 06:30');
		expect(item).toMatchObject({
			event: 'syncFailed',
			last_success_at: iso('03:07'),
			access_ends_at: iso('d5 03:00'),
		});
	});

	test('a success that turns failed is taken back', () => {
		const s = new Scenario({ failureThreshold: 3 });
		s.poll('06:10', 'done 05:00, error 06:00');
		s.poll('07:10', 'done 07:00');
		s.poll('08:10', 'error 08:00');
		const [item] = s.items('09:10', 'error 07:00, error 09:00');
		expect(item).toMatchObject({ consecutive_failures: 4, last_success_at: iso('05:01') });
	});
});

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
