import { expectPolls, Scenario } from './scenario.cts';
import { settings } from './settings.cts';
import { serverResult } from './team.cts';
import { at, iso } from './times.cts';
import { lineOf } from '../../../../helpers/itemLine.cts';
import { results } from './resultScenarios.cts';

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
