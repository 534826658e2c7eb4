import type { TaskResult } from '../../../../../nodes/AsaActiveDirectory/asa/model/result';
import type { EventName } from '../../../../../nodes/AsaActiveDirectory/sync/settings';
import { reduce } from '../../../../../nodes/AsaActiveDirectory/sync/reduce';
import {
	at,
	connection,
	hour,
	job,
	minute,
	observation,
	serverResult,
	settings,
} from './builders.cts';
import { Story } from './story.cts';

const start = at('06:00');
const failed = { task_state: 'failed' };
const running = { task_state: 'running' };

/** Results of hourly runs from 06:00 on, named r0, r1, ... */
function runs(...states: string[]): TaskResult[] {
	return states.map((task_state, index) =>
		serverResult(`r${index}`, start + index * hour, { task_state }),
	);
}

/** A quarter past the hour after the last of so many hourly runs. */
const after = (count: number) => start + (count - 1) * hour + 15 * minute;

/** Polls after each run of an hourly job and answers the events of each poll but the first. */
function eventsOf(states: string[], story = new Story()): string[][] {
	const seen = states.map((_, index) =>
		story.names(after(index + 1), job({ results: runs(...states.slice(0, index + 1)) })),
	);
	return seen.slice(1);
}

describe('results', () => {
	test('a baseline of successes is silent', () => {
		const story = new Story();
		expect(story.names(after(3), job({ results: runs('done', 'done', 'done') }))).toEqual([]);
		expect(story.names(after(3) + minute, job({ results: runs('done', 'done', 'done') }))).toEqual(
			[],
		);
	});

	test('each is reported once, oldest first, however many ended between two polls', () => {
		const story = new Story(settings({}, ['newResult']));
		story.poll(after(1), job({ results: runs('done') }));
		const items = story.poll(after(4), job({ results: runs('done', 'done', 'failed', 'done') }));
		expect(items.map(({ result_id }) => result_id)).toEqual(['r1', 'r2', 'r3']);
	});

	test('a running one is reported when it has ended', () => {
		const story = new Story(settings({}, ['newResult']));
		story.poll(after(1), job({ results: runs('done') }));
		expect(story.poll(after(2), job({ results: runs('done', 'running') }))).toEqual([]);
		const items = story.poll(after(2) + minute, job({ results: runs('done', 'done') }));
		expect(items).toMatchObject([{ result_id: 'r1', outcome: 'success', duration_seconds: 60 }]);
	});

	test('one that runs at the baseline is reported when it has ended', () => {
		const story = new Story(settings({}, ['newResult']));
		expect(story.poll(after(1), job({ results: runs('running') }))).toEqual([]);
		expect(story.poll(after(2), job({ results: runs('done') }))).toHaveLength(1);
	});

	test('one that ends late, behind a newer one, is reported', () => {
		const story = new Story(settings({}, ['newResult']));
		story.poll(after(1), job({ results: runs('running') }));
		const first = story.poll(after(2), job({ results: runs('running', 'done') }));
		expect(first.map(({ result_id }) => result_id)).toEqual(['r1']);
		const second = story.poll(after(2) + minute, job({ results: runs('done', 'done') }));
		expect(second.map(({ result_id }) => result_id)).toEqual(['r0']);
	});

	test('one that is hidden for days is reported when it shows again', () => {
		const story = new Story(settings({}, ['newResult']));
		const test = serverResult('t', start + 30 * minute, { ad_test_request_id: 't' });
		story.poll(after(1), job({ results: runs('running') }));
		story.poll(at('06:40'), job({ results: [...runs('running'), test] }));
		const recentAlone = job({ results: [test], history: 'not needed' });
		expect(story.poll(at('07:00') + 48 * hour, recentAlone)).toEqual([]);
		const items = story.poll(at('08:00') + 48 * hour, job({ results: [...runs('done'), test] }));
		expect(items.map(({ result_id }) => result_id)).toEqual(['r0']);
	});

	test('two of the same second are both reported, once', () => {
		const story = new Story(settings({}, ['newResult']));
		story.poll(after(1), job({ results: runs('done') }));
		const [first] = runs('done');
		const twins = ['a', 'b'].map((id) => serverResult(id, start + hour));
		const partly = story.poll(after(2), job({ results: [first, twins[0]] }));
		const then = story.poll(after(2) + minute, job({ results: [first, ...twins] }));
		expect([...partly, ...then].map(({ result_id }) => result_id)).toEqual(['a', 'b']);
	});

	test.each([
		['without readable times', { created_at: 'soon', updated_at: '' }],
		['from the future', { created_at: '2031-01-01T00:00:00Z' }],
	])('one %s is reported once and hides no later one', (_, changes) => {
		const story = new Story(settings({}, ['newResult']));
		story.poll(after(1), job({ results: runs('done') }));
		const odd = serverResult('odd', start, changes);
		const once = story.poll(after(2), job({ results: [...runs('done'), odd] }));
		const again = story.poll(after(2) + minute, job({ results: [...runs('done'), odd] }));
		const later = story.poll(
			after(3),
			job({ results: [odd, ...runs('done', 'done', 'done').slice(2)] }),
		);
		expect([once, again, later].map((items) => items.map(({ result_id }) => result_id))).toEqual([
			['odd'],
			[],
			['r2'],
		]);
	});

	test('they are reported again by nobody when the state is the same text', () => {
		const story = new Story(settings({}, ['newResult']));
		story.poll(after(1), job({ results: runs('done') }));
		const before = story.stored;
		const items = story.poll(after(2), job({ results: runs('done', 'done') }));
		story.stored = before;
		expect(story.poll(after(2), job({ results: runs('done', 'done') }))).toEqual(items);
	});
});

describe('test runs', () => {
	const testRun = (id: string, time: number, changes = {}) =>
		serverResult(id, time, { ad_test_request_id: `test-of-${id}`, ...changes });

	test('neither open nor close incidents, and are no results unless asked for', () => {
		const story = new Story();
		story.poll(after(1), job({ results: runs('done') }));
		const withTest = [...runs('done'), testRun('t', start + 10 * minute, failed)];
		expect(story.names(after(1) + minute, job({ results: withTest }))).toEqual([]);
		story.poll(after(2), job({ results: [...withTest, ...runs('done', 'failed').slice(1)] }));
		const passed = [...runs('done', 'failed'), testRun('u', start + hour + 20 * minute)];
		expect(story.names(after(2) + 10 * minute, job({ results: passed }))).toEqual([]);
	});

	test('are results where asked for', () => {
		const story = new Story(settings({ includeTestRuns: true }));
		story.poll(after(1), job({ results: runs('done') }));
		const withTest = [...runs('done'), testRun('t', start + 10 * minute, failed)];
		const [item] = story.poll(after(1) + minute, job({ results: withTest }));
		expect(item).toMatchObject({ event: 'newResult', is_test: true, incident_key: null });
	});

	test('do not stand for a run that is due', () => {
		const story = new Story();
		story.poll(after(1), job({ results: runs('done') }));
		const withTest = [...runs('done'), testRun('t', start + hour)];
		expect(story.names(at('07:31'), job({ results: withTest }))).toEqual(['syncOverdue']);
	});

	test.each([['', '00000000-0000-0000-0000-000000000000']])(
		'are not told by an empty or nil id',
		(ad_test_request_id) => {
			const story = new Story();
			story.poll(after(1), job({ results: runs('done') }));
			const results = [
				...runs('done'),
				serverResult('r1', start + hour, { ad_test_request_id, ...failed }),
			];
			expect(story.names(after(2), job({ results }))).toEqual(['newResult', 'syncFailed']);
		},
	);

	test('of an inactive job stay test runs, however many there are', () => {
		const story = new Story();
		const tests = (count: number) =>
			runs('done', 'done', 'done', 'failed')
				.slice(0, count)
				.map((result) => ({ ...result, ad_test_request_id: result.id }));
		story.poll(after(3), job({ is_active: false, results: tests(3) }));
		expect(story.names(after(4), job({ is_active: false, results: tests(4) }))).toEqual([]);
	});

	test('count as scheduled runs where all results carry an id, which is said once', () => {
		const story = new Story();
		const marked = (...states: string[]) =>
			runs(...states).map((result) => ({ ...result, ad_test_request_id: result.id }));
		story.poll(after(3), job({ results: marked('done', 'done', 'done') }));
		const events = story.names(
			after(4),
			job({ results: marked('done', 'done', 'done', 'failed') }),
		);
		expect(events).toEqual(['newResult', 'syncFailed']);
		story.poll(after(5), job({ results: marked('done', 'done', 'failed', 'failed').slice(1) }));
		expect(story.notes).toEqual([expect.stringContaining('test request ID')]);
	});
});

describe('a failure', () => {
	test('is opened by the first failed run and closed by the next success', () => {
		expect(eventsOf(['done', 'failed', 'failed', 'done', 'failed'])).toEqual([
			['newResult', 'syncFailed'],
			['newResult'],
			['newResult', 'syncRecovered'],
			['newResult', 'syncFailed'],
		]);
	});

	test('keeps its key to its end; the next one has another', () => {
		const story = new Story(settings({}, ['syncFailed']));
		const states = ['done', 'failed', 'failed', 'done', 'failed', 'done'];
		const items = states.flatMap((_, index) =>
			story.poll(after(index + 1), job({ results: runs(...states.slice(0, index + 1)) })),
		);
		const keys = items.map(({ incident_key }) => incident_key);
		expect(items.map(({ incident_action }) => incident_action)).toEqual([
			'trigger',
			'resolve',
			'trigger',
			'resolve',
		]);
		expect(keys[0]).toMatch(/^[A-Za-z0-9-]{1,64}$/);
		expect(keys[1]).toBe(keys[0]);
		expect(keys[3]).toBe(keys[2]);
		expect(keys[2]).not.toBe(keys[0]);
		expect(items[1]).toMatchObject({
			cause: 'failed',
			outcome: 'success',
			failing_since: '2026-03-01T07:01:00Z',
			consecutive_failures: 2,
			last_success_at: '2026-03-01T09:01:00Z',
		});
	});

	test('is opened at the Nth failure in a row, with the key of the first', () => {
		const states = ['done', 'failed', 'failed', 'failed', 'done'];
		const third = new Story(settings({ failureThreshold: 3 }, ['syncFailed']));
		expect(eventsOf(states, third)).toEqual([[], [], ['syncFailed'], ['syncRecovered']]);
		const [atOnce, late] = [1, 3].map((failureThreshold) => {
			const story = new Story(settings({ failureThreshold }, ['syncFailed']));
			return states
				.flatMap((_, index) =>
					story.poll(after(index + 1), job({ results: runs(...states.slice(0, index + 1)) })),
				)
				.find(({ event }) => event === 'syncFailed');
		});
		expect(late?.incident_key).toBe(atOnce?.incident_key);
		expect(late?.consecutive_failures).toBe(3);
		expect(late?.failing_since).toBe(atOnce?.failing_since);
	});

	test('of a row that a success breaks does not reach the threshold', () => {
		const story = new Story(settings({ failureThreshold: 2 }, ['syncFailed']));
		expect(eventsOf(['done', 'failed', 'done', 'failed', 'done'], story).flat()).toEqual([]);
	});

	test('between two polls is opened and closed at once', () => {
		const story = new Story(settings({}, ['syncFailed']));
		story.poll(after(1), job({ results: runs('done') }));
		expect(story.names(after(3), job({ results: runs('done', 'failed', 'done') }))).toEqual([
			'syncFailed',
			'syncRecovered',
		]);
	});

	test('of a run that a newer one overtook changes nothing any more', () => {
		const story = new Story(settings({}, ['syncFailed']));
		story.poll(after(1), job({ results: runs('running') }));
		story.poll(after(2), job({ results: runs('running', 'done') }));
		expect(story.names(after(2) + minute, job({ results: runs('failed', 'done') }))).toEqual([]);
	});

	test('at the baseline is reported once, as of its first run', () => {
		const story = new Story(settings({}, ['syncFailed']));
		const results = runs('done', 'failed', 'failed');
		const [item] = story.poll(after(3), job({ results }));
		expect(item).toMatchObject({
			event: 'syncFailed',
			consecutive_failures: 2,
			failing_since: '2026-03-01T07:01:00Z',
			last_success_at: '2026-03-01T06:01:00Z',
		});
		expect(story.poll(after(3) + minute, job({ results }))).toEqual([]);
		expect(
			story.names(after(4), job({ results: runs('done', 'failed', 'failed', 'done') })),
		).toEqual(['syncRecovered']);
	});

	test('at the baseline is never spoken of where the user does not want it', () => {
		const story = new Story(settings({ reportCurrentFailures: false }));
		expect(story.names(after(2), job({ results: runs('done', 'failed') }))).toEqual([]);
		const events = ['failed', 'done', 'failed'].map((_, index) =>
			story.names(
				after(3 + index),
				job({ results: runs('done', 'failed', 'failed', 'done', 'failed').slice(0, 3 + index) }),
			),
		);
		expect(events).toEqual([['newResult'], ['newResult'], ['newResult', 'syncFailed']]);
	});

	test('that was over before the baseline is not spoken of', () => {
		const story = new Story();
		expect(story.names(after(3), job({ results: runs('failed', 'failed', 'done') }))).toEqual([]);
	});

	test('of an inactive job is a result, not an incident', () => {
		const story = new Story();
		const idle = (...states: string[]) => job({ is_active: false, results: runs(...states) });
		expect(story.names(after(1), idle('failed'))).toEqual([]);
		expect(story.names(after(2), idle('failed', 'failed'))).toEqual(['newResult']);
	});

	test('is told later where its event was not chosen before', () => {
		const story = new Story(settings({}, ['newResult']));
		story.poll(after(1), job({ results: runs('done') }));
		story.poll(after(2), job({ results: runs('done', 'failed') }));
		story.settings_ = settings({}, ['syncFailed']);
		expect(story.names(after(2) + minute, job({ results: runs('done', 'failed') }))).toEqual([
			'syncFailed',
		]);
	});

	test('is reminded of every 24 hours, with the key of its opening', () => {
		const story = new Story(
			settings({ overdueGraceMinutes: 1e6 }, ['syncFailed', 'syncStillFailing']),
		);
		const results = runs('failed');
		const [opening] = story.poll(after(1), job({ results }));
		const reminders = [];
		for (let hours = 1; hours <= 50; hours++) {
			for (const item of story.poll(after(1) + hours * hour, job({ results }))) {
				reminders.push({ hours, ...item });
			}
		}
		expect(reminders.map(({ hours }) => hours)).toEqual([24, 48]);
		expect(reminders[0]).toMatchObject({
			event: 'syncStillFailing',
			incident_action: 'update',
			incident_key: opening.incident_key,
		});
	});
});

describe('unknown results', () => {
	test('have ended once unchanged over two observations', () => {
		const story = new Story(settings({}, ['newResult']));
		story.poll(after(1), job({ results: runs('done') }));
		expect(story.poll(after(2), job({ results: runs('done', 'frobbed') }))).toEqual([]);
		const [item] = story.poll(after(2) + minute, job({ results: runs('done', 'frobbed') }));
		expect(item).toMatchObject({ result_id: 'r1', outcome: 'unknown' });
		expect(story.poll(after(2) + 2 * minute, job({ results: runs('done', 'frobbed') }))).toEqual(
			[],
		);
	});

	test('have not ended while they change', () => {
		const story = new Story(settings({}, ['newResult']));
		story.poll(after(1), job({ results: runs('done') }));
		story.poll(after(2), job({ results: runs('done', 'frobbing') }));
		expect(story.poll(after(2) + minute, job({ results: runs('done', 'frobbed') }))).toEqual([]);
		const items = story.poll(after(2) + 2 * minute, job({ results: runs('done', 'done') }));
		expect(items).toMatchObject([{ outcome: 'success' }]);
	});

	test('three in a row are a failure with outcome unknown; a success ends it', () => {
		const story = new Story(settings({ failureThreshold: 5 }, ['syncFailed']));
		const states = ['done', 'odd', 'odd', 'odd'];
		const items = states.flatMap((_, index) => {
			const observed = job({ results: runs(...states.slice(0, index + 1)) });
			return [
				...story.poll(after(index + 1), observed),
				...story.poll(after(index + 1) + minute, observed),
			];
		});
		expect(items).toMatchObject([{ event: 'syncFailed', outcome: 'unknown', result_id: 'r3' }]);
		expect(story.names(after(5), job({ results: runs(...states, 'done') }))).toEqual([
			'syncRecovered',
		]);
	});

	test('are no row where a failed one stands between', () => {
		const story = new Story(settings({ failureThreshold: 5 }, ['syncFailed']));
		const states = ['done', 'odd', 'odd', 'failed', 'odd'];
		const items = states.flatMap((_, index) => {
			const observed = job({ results: runs(...states.slice(0, index + 1)) });
			return [
				...story.poll(after(index + 1), observed),
				...story.poll(after(index + 1) + minute, observed),
			];
		});
		expect(items).toEqual([]);
	});

	test('one of yesterday, seen at the baseline, is not news', () => {
		const story = new Story();
		const results = runs('odd');
		const polls = [0, 1, 2].map((minutes) =>
			story.names(after(1) + minutes * minute, job({ results })),
		);
		expect(polls.flat()).toEqual([]);
	});

	test('three that were replaced unseen, where results cannot be listed, are not silence', () => {
		const story = new Story(settings({}, ['syncFailed']));
		const events = runs('done', 'odd', 'odd', 'odd', 'odd').map((recent, index) =>
			story.names(after(index + 1), job({ results: [recent], history: 'no path' })),
		);
		expect(events).toEqual([[], [], [], [], ['syncFailed']]);
		const [success] = runs('done', 'odd', 'odd', 'odd', 'odd', 'done').slice(5);
		expect(story.names(after(6), job({ results: [success], history: 'no path' }))).toEqual([
			'syncRecovered',
		]);
	});
});

describe('an overdue job', () => {
	const overdue: EventName[] = ['syncOverdue'];

	test('is reported once when its slot was missed, and when it runs again', () => {
		const story = new Story(settings({}, overdue));
		const idle = job({ results: runs('done') });
		story.poll(after(1), idle);
		expect(story.names(at('07:30'), idle)).toEqual([]);
		const [opening] = story.poll(at('07:31'), idle);
		expect(opening).toMatchObject({ event: 'syncOverdue', incident_action: 'trigger' });
		expect(story.names(at('07:45'), idle)).toEqual([]);
		expect(story.names(at('09:45'), idle)).toEqual([]);
		const late = serverResult('late', at('10:00'), running);
		const [closing] = story.poll(at('10:00'), job({ results: [...runs('done'), late] }));
		expect(closing).toMatchObject({
			event: 'syncRecovered',
			cause: 'overdue',
			incident_key: opening.incident_key,
			incident_action: 'resolve',
		});
	});

	test('has another key for the next missed slot, and the same after lost state', () => {
		const keys = [1, 2].map((count) => {
			const story = new Story(settings({}, overdue));
			const results = runs('done', 'done').slice(0, count);
			return story.poll(after(count) + 2 * hour, job({ results }))[0].incident_key;
		});
		expect(keys[0]).not.toBe(keys[1]);
		const late = new Story(settings({}, overdue));
		const [item] = late.poll(after(1) + 5 * hour, job({ results: runs('done') }));
		expect(item.incident_key).toBe(keys[0]);
	});

	test.each([
		['deactivated', { is_active: false }],
		['without a schedule', { frequency: null }],
	])('is never one that is %s', (_, changes) => {
		const story = new Story(settings({}, overdue));
		story.poll(after(1), job({ results: runs('done'), ...changes }));
		expect(story.poll(at('23:00'), job({ results: runs('done'), ...changes }))).toEqual([]);
	});

	test.each([
		['activation', { is_active: false }, {}],
		['a change of schedule', { frequency: 6 }, { frequency: 1 }],
		['a new id', {}, { id: 'job-2' }],
	])('has its clock restarted by %s', (_, before, then) => {
		const story = new Story(settings({}, overdue));
		const results = runs('done');
		story.poll(at('07:20'), job({ results, ...before }));
		expect(story.names(at('07:25'), job({ results, ...then }))).toEqual([]);
		expect(story.names(at('08:55'), job({ results, ...then }))).toEqual([]);
		expect(story.names(at('08:56'), job({ results, ...then }))).toEqual(['syncOverdue']);
	});

	test('is excused by a run in progress until that runs too long', () => {
		const story = new Story(settings({ runningLongMinutes: 120 }));
		const busy = job({ results: runs('running') });
		story.poll(after(1), busy);
		expect(story.names(at('08:00'), busy)).toEqual([]);
		expect(story.names(at('08:01'), busy)).toEqual(['syncOverdue', 'syncRunningLong']);
	});

	test('that never ran is due an interval after it was first seen', () => {
		const story = new Story(settings({}, overdue));
		expect(story.names(at('06:00'), job())).toEqual([]);
		expect(story.names(at('07:30'), job())).toEqual([]);
		expect(story.names(at('07:31'), job())).toEqual(['syncOverdue']);
	});

	test('is reported at the baseline, once', () => {
		const story = new Story();
		const idle = job({ results: runs('done') });
		expect(story.names(at('10:00'), idle)).toEqual(['syncOverdue']);
		expect(story.names(at('10:01'), idle)).toEqual([]);
	});

	test('is reminded of with its cause', () => {
		const story = new Story();
		const idle = job({ results: runs('done') });
		story.poll(at('10:00'), idle);
		expect(story.poll(at('10:00') + 24 * hour, idle)).toMatchObject([
			{ event: 'syncStillFailing', cause: 'overdue', incident_action: 'update' },
		]);
	});

	test('of a daily job across midnight gets an hour more', () => {
		const story = new Story(settings({}, overdue));
		const daily = job({
			frequency: 24,
			start_hour_utc: 0,
			results: [serverResult('r', at('00:05'))],
		});
		story.poll(at('00:30'), daily);
		expect(story.names(at('2026-03-02T01:35:00Z'), daily)).toEqual([]);
		expect(story.names(at('2026-03-02T01:36:00Z'), daily)).toEqual(['syncOverdue']);
	});
});

describe('a run that takes too long', () => {
	const chosen: EventName[] = ['syncRunningLong'];

	test.each([
		['succeeds', runs('done'), 'success'],
		['fails', runs('failed'), 'failed'],
	])('is reported once, and when it %s', (_, ended, outcome) => {
		const story = new Story(settings({}, chosen));
		const busy = job({ frequency: 6, results: runs('running') });
		story.poll(after(1), busy);
		expect(story.names(at('08:00'), busy)).toEqual([]);
		const [opening] = story.poll(at('08:01'), busy);
		expect(opening).toMatchObject({
			outcome: 'running',
			finished_at: null,
			duration_seconds: null,
		});
		expect(story.names(at('09:00'), busy)).toEqual([]);
		const [closing] = story.poll(at('09:30'), job({ frequency: 6, results: ended }));
		expect(closing).toMatchObject({
			event: 'syncRecovered',
			cause: 'running_long',
			outcome,
			incident_key: opening.incident_key,
		});
	});

	test('is over when a newer run has started', () => {
		const story = new Story(settings({}, chosen));
		story.poll(at('08:01'), job({ results: runs('running') }));
		const newer = [...runs('running'), serverResult('n', at('08:02'))];
		expect(story.names(at('08:05'), job({ results: newer }))).toEqual(['syncRecovered']);
		expect(story.names(at('12:05'), job({ results: newer }))).toEqual([]);
	});

	test('is over when its history is gone with the old id', () => {
		const story = new Story(settings({}, chosen));
		story.poll(at('08:01'), job({ results: runs('running') }));
		const renewed = job({ id: 'job-2', results: [], history: 'not needed' });
		expect(story.names(at('08:05'), renewed)).toEqual(['syncRecovered']);
	});

	test('is not one of an inactive job', () => {
		const story = new Story(settings({}, chosen));
		const idle = job({ is_active: false, results: runs('running') });
		expect(story.names(at('09:00'), idle)).toEqual([]);
		expect(story.names(at('10:00'), idle)).toEqual([]);
	});

	test('is not one of a test', () => {
		const story = new Story(settings({}, chosen));
		const results = [serverResult('t', start, { ...running, ad_test_request_id: 'test' })];
		expect(story.names(at('10:00'), job({ results }))).toEqual([]);
	});
});

describe('a job that stops', () => {
	test.each([
		['is deactivated', [job({ is_active: false, results: runs('done') })]],
		['is gone', []],
	])('because it %s is reported once', (_, jobs) => {
		const story = new Story(settings({}, ['syncStopped']));
		story.poll(after(1), job({ results: runs('done') }));
		const [item] = story.poll(after(1) + minute, ...jobs);
		expect(item).toMatchObject({
			event: 'syncStopped',
			job_name: 'Servers',
			job_id: 'job-1',
			incident_key: null,
			incident_action: null,
		});
		expect(story.names(after(1) + 2 * minute, ...jobs)).toEqual([]);
	});

	test('closes each incident that was told', () => {
		const story = new Story(settings({}, ['syncFailed', 'syncOverdue']));
		story.poll(after(1), job({ results: runs('done') }));
		const failing = story.poll(after(2), job({ results: runs('done', 'failed') }));
		const late = story.poll(at('08:31'), job({ results: runs('done', 'failed') }));
		const closing = story.poll(at('08:40'));
		expect(
			closing.map(({ event, cause, incident_action }) => [event, cause, incident_action]),
		).toEqual([
			['syncStopped', 'failed', 'resolve'],
			['syncStopped', 'overdue', 'resolve'],
		]);
		expect(closing.map(({ incident_key }) => incident_key)).toEqual(
			[...failing, ...late].map(({ incident_key }) => incident_key),
		);
	});

	test('and was inactive is not spoken of', () => {
		const story = new Story();
		story.poll(after(1), job({ is_active: false }));
		expect(story.names(after(1) + minute)).toEqual([]);
	});

	test('and comes back is followed on, without reporting old results anew', () => {
		const story = new Story(settings({}, ['newResult']));
		story.poll(after(1), job({ results: runs('done') }));
		story.poll(after(1) + minute);
		const items = story.poll(after(2), job({ id: 'job-2', results: runs('done', 'done') }));
		expect(items.map(({ result_id }) => result_id)).toEqual(['r1']);
	});

	test('after it failed in the same poll opens and closes the incident', () => {
		const story = new Story();
		story.poll(after(1), job({ results: runs('done') }));
		const stopped = job({ is_active: false, results: runs('done', 'failed') });
		expect(story.names(after(2), stopped)).toEqual(['newResult', 'syncFailed', 'syncStopped']);
	});
});

describe('jobs', () => {
	test('are followed through a new id and a renamed connection', () => {
		const story = new Story(settings({}, ['syncFailed']));
		story.poll(after(1), job({ results: runs('done') }));
		const [opening] = story.poll(after(2), job({ results: runs('done', 'failed') }));
		const renewed = job({ id: 'job-2', results: [serverResult('n', at('08:00'))] });
		const [closing] = story.observe({
			now: after(3),
			connections: [connection([renewed], { name: 'Renamed' })],
			missingPaths: [],
		});
		expect(closing).toMatchObject({
			event: 'syncRecovered',
			job_id: 'job-2',
			connection_name: 'Renamed',
			incident_key: opening.incident_key,
		});
	});

	test('renamed in place keep their incident and its key', () => {
		const story = new Story(settings({}, ['syncFailed', 'syncStopped']));
		story.poll(after(1), job({ results: runs('done') }));
		const [opening] = story.poll(after(2), job({ results: runs('done', 'failed') }));
		const renamed = job({ name: 'Other', results: runs('done', 'failed', 'done') });
		const [closing] = story.poll(after(3), renamed);
		expect(closing).toMatchObject({ event: 'syncRecovered', job_name: 'Other' });
		expect(closing.incident_key).toBe(opening.incident_key);
	});

	test('of the same name are told apart, also when the second appears later', () => {
		const story = new Story(settings({}, ['newResult', 'syncStopped']));
		const twin = (id: string, ...states: string[]) =>
			job({
				id,
				results: runs(...states).map((result) => ({ ...result, id: `${id}-${result.id}` })),
			});
		story.poll(after(1), twin('a', 'done'));
		const items = story.poll(after(2), twin('a', 'done', 'done'), twin('b', 'done', 'done'));
		const ids = items.map(({ result_id }) => result_id);
		expect(ids).toEqual(['a-r1', 'b-r1']);
		expect(story.names(after(2) + minute, twin('a', 'done', 'done'))).toEqual(['syncStopped']);
	});

	test('that are new are followed from their first run', () => {
		const story = new Story();
		story.poll(after(1));
		const items = story.poll(after(2), job({ results: runs('done', 'failed').slice(1) }));
		expect(items.map(({ event }) => event)).toEqual(['newResult', 'syncFailed']);
	});

	test('whose results could not be read are left as they are until they can', () => {
		const story = new Story(settings({}, ['newResult']));
		story.poll(after(1), job({ results: runs('done') }));
		const unread = job({ results: runs('done', 'done', 'done').slice(2), history: 'not read' });
		expect(story.poll(after(3), unread)).toEqual([]);
		const items = story.poll(after(3) + minute, job({ results: runs('done', 'done', 'done') }));
		expect(items.map(({ result_id }) => result_id)).toEqual(['r1', 'r2']);
	});

	test('that are new and could not be read lose nothing either', () => {
		const story = new Story(settings({}, ['newResult']));
		story.poll(after(1));
		story.poll(after(2), job({ results: runs('done', 'done').slice(1), history: 'not read' }));
		const items = story.poll(after(3), job({ results: runs('done', 'done', 'done').slice(1) }));
		expect(items.map(({ result_id }) => result_id)).toEqual(['r1', 'r2']);
	});

	const unreadAt = (count: number, ...states: string[]) =>
		job({ results: runs(...states).slice(count - 1, count), history: 'not read' });

	test('whose results could not be read at three polls go on with the recent one, said once', () => {
		const story = new Story(settings({}, ['newResult', 'syncFailed']));
		story.poll(after(1), job({ results: runs('done') }));
		const states = ['done', 'failed', 'failed', 'failed', 'done'];
		expect(story.names(after(2), unreadAt(2, ...states))).toEqual([]);
		expect(story.names(after(3), unreadAt(3, ...states))).toEqual([]);
		const opened = story.poll(after(4), unreadAt(4, ...states));
		expect(opened.map(({ event, result_id }) => [event, result_id])).toEqual([
			['newResult', 'r3'],
			['syncFailed', 'r3'],
		]);
		const quiet = job({ results: runs(...states).slice(3, 4), history: 'not needed' });
		expect(story.names(after(4) + minute, quiet)).toEqual([]);
		expect(story.names(after(5), unreadAt(5, ...states))).toEqual(['newResult', 'syncRecovered']);
		expect(story.notes).toEqual([expect.stringContaining('could not be read')]);
	});

	test('whose results can be read again later deliver those that were hidden, once', () => {
		const story = new Story(settings({}, ['newResult', 'syncFailed']));
		const states = ['done', 'done', 'failed', 'done', 'failed', 'done'];
		story.poll(after(1), job({ results: runs('done') }));
		for (const count of [2, 3, 4, 5]) story.poll(after(count), unreadAt(count, ...states));
		const items = story.poll(after(6), job({ results: runs(...states) }));
		expect(items.map(({ event, result_id }) => [event, result_id])).toEqual([
			['newResult', 'r1'],
			['newResult', 'r2'],
			['newResult', 'r5'],
			['syncRecovered', 'r5'],
		]);
		expect(story.names(after(6) + minute, job({ results: runs(...states) }))).toEqual([]);
	});

	test('whose results can be read in between wait again', () => {
		const story = new Story(settings({}, ['newResult']));
		story.poll(after(1), job({ results: runs('done') }));
		const states = ['done', 'done', 'done', 'done', 'done', 'done'];
		const ids = [2, 3, 0, 5, 6].map((count, index) => {
			const read = job({ results: runs(...states.slice(0, 4)) });
			const items = story.poll(after(index + 2), count ? unreadAt(count, ...states) : read);
			return items.map(({ result_id }) => result_id);
		});
		expect(ids).toEqual([[], [], ['r1', 'r2', 'r3'], [], []]);
		expect(story.notes).toEqual([]);
	});

	test('whose results can’t be read from the first poll on are not mute', () => {
		const story = new Story(settings({}, ['syncFailed', 'newResult']));
		const unread = unreadAt(1, 'failed');
		expect(story.names(after(1), unread)).toEqual([]);
		expect(story.names(after(1) + minute, unread)).toEqual([]);
		expect(story.names(after(1) + 2 * minute, unread)).toEqual(['syncFailed']);
		expect(story.names(after(2), unreadAt(2, 'failed', 'done'))).toEqual([
			'newResult',
			'syncRecovered',
		]);
	});

	test('a run that goes on unseen is reported once its results can be read again', () => {
		const story = new Story(settings({}, ['newResult']));
		story.poll(after(1), job({ results: runs('running') }));
		const ids = [1, 2, 3].map((minutes) =>
			story
				.poll(after(2) + minutes * minute, unreadAt(2, 'running', 'done'))
				.map(({ result_id }) => result_id),
		);
		expect(ids).toEqual([[], [], ['r1']]);
		const later = story.poll(after(2) + 4 * minute, job({ results: runs('done', 'done') }));
		expect(later.map(({ result_id }) => result_id)).toEqual(['r0']);
	});

	test('that are not chosen any more are forgotten without a word', () => {
		const story = new Story();
		story.poll(after(1), job({ results: runs('done') }), job({ id: 'x', name: 'Other' }));
		story.settings_ = settings({
			selection: {
				connections: [],
				jobKinds: [],
				jobs: [{ connectionId: connection([]).id, kind: 'serverSyncJob', name: 'Servers' }],
			},
		});
		expect(story.names(after(1) + minute, job({ results: runs('done') }))).toEqual([]);
		expect(story.names(after(1) + 2 * minute)).toEqual(['syncStopped']);
	});
});

describe('connections', () => {
	const broken = (now: number, trouble: string | null) => ({
		now,
		connections: [connection([], { jobs: trouble ? {} : undefined, trouble })].map((one) => ({
			...one,
			jobs: one.jobs ?? { serverSyncJob: [], userSyncJob: [] },
		})),
		missingPaths: [],
	});

	test('unreadable at three polls are reported once, and when they can be read again', () => {
		const story = new Story(settings({}, ['connectionUnreadable']));
		const polls = ['down', 'down', 'down', 'down', null].map((trouble, index) =>
			story.observe(broken(start + index * minute, trouble)),
		);
		expect(polls.map((items) => items.map(({ event }) => event))).toEqual([
			[],
			[],
			['connectionUnreadable'],
			[],
			['syncRecovered'],
		]);
		expect(polls[2][0]).toMatchObject({
			job_id: null,
			cause: 'unreadable',
			incident_action: 'trigger',
		});
		expect(polls[4][0].incident_key).toBe(polls[2][0].incident_key);
	});

	test('readable in between are not reported', () => {
		const story = new Story();
		const polls = ['down', 'down', null, 'down', 'down'].flatMap((trouble, index) =>
			story.observe(broken(start + index * minute, trouble)),
		);
		expect(polls).toEqual([]);
	});

	test('that are gone stop their active jobs, and close their own incident', () => {
		const story = new Story();
		story.poll(after(1), job({ results: runs('done') }));
		for (let polls = 1; polls < 4; polls++)
			story.observe(broken(after(1) + polls * minute, 'down'));
		const items = story.observe({ now: after(1) + 5 * minute, connections: [], missingPaths: [] });
		expect(items.map(({ event, cause }) => [event, cause])).toEqual([
			['syncStopped', null],
			['syncStopped', 'unreadable'],
		]);
	});

	test('that are not chosen any more are forgotten without a word', () => {
		const story = new Story();
		story.poll(after(1), job({ results: runs('done') }));
		story.settings_ = settings({ selection: { connections: ['other'], jobKinds: [], jobs: [] } });
		expect(story.observe({ now: after(2), connections: [], missingPaths: [] })).toEqual([]);
		expect(JSON.parse(story.stored ?? '')).toMatchObject({ c: {} });
	});

	test('that are new are followed from the first run of their jobs', () => {
		const story = new Story();
		story.observe({ now: after(1), connections: [], missingPaths: [] });
		expect(story.names(after(2), job({ results: runs('done', 'failed').slice(1) }))).toEqual([
			'newResult',
			'syncFailed',
		]);
	});

	test('chosen later begin with a baseline', () => {
		const story = new Story(settings({}, ['newResult']));
		story.observe({ now: after(3), connections: [], missingPaths: [] });
		expect(story.names(after(3) + minute, job({ results: runs('done', 'done', 'done') }))).toEqual(
			[],
		);
	});
});

describe('observations', () => {
	test('leave the state that they are compared with as it is', () => {
		const results = runs('done', 'failed');
		const first = reduce(undefined, observation(after(2), [job({ results })]), settings());
		const before = structuredClone(first.state);
		reduce(first.state, observation(after(2) + 30 * hour, [job({ results })]), settings());
		reduce(first.state, observation(after(3), []), settings());
		expect(first.state).toEqual(before);
	});

	test('that are older than the state change nothing', () => {
		const story = new Story();
		story.poll(after(1), job({ results: runs('done') }));
		story.poll(after(2), job({ results: runs('done', 'done') }));
		const before = story.stored;
		expect(
			story.names(after(2) - minute, job({ is_active: false, results: runs('done') })),
		).toEqual([]);
		expect(story.stored).toBe(before);
	});

	test('go on where the clock was put back', () => {
		const story = new Story(settings({}, ['syncFailed']));
		story.poll(after(1) + 1000 * hour, job({ results: runs('done'), frequency: null }));
		const results = runs('done', 'failed');
		expect(story.names(after(2), job({ results, frequency: null }))).toEqual(['syncFailed']);
	});

	test('give each job’s events in one order over all jobs, oldest run first', () => {
		const story = new Story();
		const two = (...states: string[]) => [
			job({ id: 'a', name: 'A', results: runs(...states).map((r) => ({ ...r, id: `a-${r.id}` })) }),
			job({ id: 'b', name: 'B', results: runs(...states).map((r) => ({ ...r, id: `b-${r.id}` })) }),
		];
		story.poll(after(1), ...two('done'));
		const items = story.poll(after(3), ...two('done', 'failed', 'done'));
		expect(items.map(({ event, result_id }) => `${event} ${result_id}`)).toEqual([
			'newResult a-r1',
			'syncFailed a-r1',
			'newResult b-r1',
			'syncFailed b-r1',
			'newResult a-r2',
			'syncRecovered a-r2',
			'newResult b-r2',
			'syncRecovered b-r2',
		]);
	});

	test('say a missing path once', () => {
		const story = new Story();
		const observed = { now: start, connections: [], missingPaths: ['A path is missing'] };
		story.observe(observed);
		story.observe({ ...observed, now: start + minute });
		expect(story.notes).toEqual(['A path is missing']);
	});
});
