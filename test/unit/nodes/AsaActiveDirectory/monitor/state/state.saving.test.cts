import {
	needsPersisting,
	readState,
} from '../../../../../../nodes/AsaActiveDirectory/monitor/state/storage';
import { Scenario } from '../scenario.cts';
import { settings } from '../settings.cts';
import { serverResult, unavailable } from '../team.cts';
import { at, hour } from '../times.cts';

/** Whether each poll must be saved although it may emitted nothing. */
function mustSave(s: Scenario, polls: Array<[time: string, changes: string]>): boolean[] {
	return polls.map(([time, changes]) => {
		s.poll(time, changes);
		return s.last.needsPersisting;
	});
}

describe('must be saved', () => {
	test('the baseline, and nothing while nothing happens', () => {
		const s = new Scenario();
		expect(
			mustSave(s, [
				['06:10', 'done 06:00'],
				['06:15', ''],
			]),
		).toEqual([true, false]);
	});

	test('a job that is first seen, missing, back, or switched', () => {
		const s = new Scenario();
		s.poll('06:10', 'done 06:00');
		s.connection.job('New', 'userSyncJob');
		expect(
			mustSave(s, [
				['06:15', ''],
				['06:20', 'absent'],
				['06:25', 'listed'],
				['06:30', 'off'],
				['06:35', ''],
				['06:40', ''],
				['06:45', 'on'],
				['06:50', ''],
			]),
		).toEqual([true, true, true, true, true, false, true, false]);
	});

	test('a change of schedule, a new id, and a new name', () => {
		const s = new Scenario();
		s.poll('06:10', 'done 06:00');
		s.job.frequencyHours = 6;
		expect(mustSave(s, [['06:15', '']])).toEqual([true]);
		s.job.id = 'id-2';
		expect(
			mustSave(s, [
				['06:20', ''],
				['06:25', ''],
			]),
		).toEqual([true, false]);
		s.job.name = 'Renamed';
		expect(
			mustSave(s, [
				['06:30', ''],
				['06:35', ''],
			]),
		).toEqual([true, false]);
	});

	test('so that a job is the same after an update, and after a rename much later', () => {
		const s = new Scenario();
		s.isForgetful = true;
		s.job.frequencyHours = null;
		s.poll('06:10', 'done 06:00');
		s.job.id = 'id-2';
		s.poll('06:15');
		s.job.name = 'Renamed';
		expect(s.poll('06:20')).toEqual([]);
		expect(s.poll('06:25')).toEqual([]);
	});

	test('the first sight of an unknown result, and its end', () => {
		const s = new Scenario();
		s.poll('06:10', 'done 06:00');
		expect(
			mustSave(s, [
				['07:10', 'closed 07:00'],
				['07:15', ''],
				['07:20', 'done 07:00'],
			]),
		).toEqual([true, false, true]);
	});

	test('failed polls', () => {
		const s = new Scenario({ events: ['syncFailed'] });
		s.poll('06:10', 'done 06:00');
		s.connection.fail(unavailable);
		expect(
			mustSave(s, [
				['06:15', ''],
				['06:17', ''],
				['06:20', ''],
				['06:25', ''],
				['06:30', ''],
			]),
		).toEqual([true, false, false, true, false]);
	});

	test('an incident that is not reported, and one that is', () => {
		const s = new Scenario({ events: ['newResult'] });
		s.poll('06:10', 'done 06:00');
		expect(
			mustSave(s, [
				['07:35', ''],
				['07:40', ''],
			]),
		).toEqual([true, false]);
		s.settings = settings({ events: ['syncOverdue'] });
		expect(mustSave(s, [['07:45', '']])).toEqual([true]);
	});

	test('a jump of a clock', () => {
		const s = new Scenario();
		s.poll('06:10', 'done 06:00');
		s.clockOffset = 2 * hour;
		expect(
			mustSave(s, [
				['06:15', ''],
				['06:20', ''],
				['06:25', ''],
			]),
		).toEqual([true, false, false]);
	});

	test('clocks that went back together', () => {
		const s = new Scenario();
		s.poll('06:10', 'done 06:00');
		expect(
			mustSave(s, [
				['03:15', ''],
				['03:20', ''],
			]),
		).toEqual([true, false]);
	});

	test("a poll's time for a run, but no start that ASA changes", () => {
		const s = new Scenario();
		s.poll('06:10', 'done 05:00, running 06:00');
		s.job.put(serverResult('r0600', at('06:01'), { task_state: 'running' }));
		expect(mustSave(s, [['06:15', '']])).toEqual([false]);
		s.job.put(serverResult('r0600', at('06:01'), { updated_at: '' }));
		expect(mustSave(s, [['06:20', '']])).toEqual([true]);
	});

	test('results that were read, once an hour', () => {
		const s = new Scenario();
		s.isForgetful = true;
		s.job.frequencyHours = 24;
		s.poll('06:10', 'done 06:00');
		expect(
			mustSave(s, [
				['06:40', 'done 06:35'],
				['06:45', ''],
				['07:05', ''],
				['07:10', ''],
				['07:15', ''],
			]),
		).toEqual([false, false, false, true, false]);
	});

	test.each([
		['a connection', (s: Scenario) => s.connect('Other').fail(unavailable)],
		['the team', (s: Scenario) => void (s.teamError = unavailable)],
	])('a damaged state beside %s that cannot be read, once', (_, breakIt) => {
		const s = new Scenario({ events: ['newResult'] });
		s.poll('06:10', 'done 06:00');
		s.stored = '{}';
		s.isForgetful = true;
		breakIt(s);
		expect(
			mustSave(s, [
				['06:15', ''],
				['06:16', ''],
				['06:20', ''],
				['06:30', ''],
				['06:35', ''],
			]),
		).toEqual([true, false, false, true, false]);
	});

	test('a state that was damaged', () => {
		const s = new Scenario();
		s.poll('06:10', 'done 06:00');
		const state = s.state;
		if (!state) throw new Error('No state');
		expect(needsPersisting(readState('damaged'), state)).toBe(true);
		expect(needsPersisting(state, state)).toBe(false);
	});
});
