import type { TaskResult } from '../../../../../nodes/AsaActiveDirectory/asa/model/result';
import { planJobs } from '../../../../../nodes/AsaActiveDirectory/sync/plan';
import type { Settings } from '../../../../../nodes/AsaActiveDirectory/sync/settings';
import { readState } from '../../../../../nodes/AsaActiveDirectory/sync/storedState';
import { at, connection, hour, job, minute, serverResult, settings } from './builders.cts';
import { Story } from './story.cts';

const start = at('06:00');
const now = start + 5 * minute;
const recent = (id: string, changes = {}, time = start) => serverResult(id, time, changes);

/** The plan for a job with this recent result, after what the story has seen. */
function plan(story: Story, result: TaskResult | null, chosen: Settings = settings(), later = 0) {
	const state = story.stored === undefined ? undefined : readState(JSON.parse(story.stored));
	const listed = { id: 'job-1', name: 'Servers', is_active: true, recent_task_result: result };
	const id = connection([]).id;
	return planJobs(state, id, 'serverSyncJob', [listed], chosen, now + later)[0];
}

function storyOf(...results: TaskResult[]): Story {
	const story = new Story();
	story.poll(now, job({ results }));
	return story;
}

describe('the results of a job are listed', () => {
	test.each([
		['a success', recent('a'), false],
		['a failure', recent('a', { task_state: 'failed' }), true],
		['a running one', recent('a', { task_state: 'running' }), true],
		['a test run', recent('a', { ad_test_request_id: 't' }), true],
		['nothing', null, false],
	])('at the baseline where the recent one is %s', (_, result, expected) => {
		expect(plan(new Story(), result).needsHistory).toBe(expected);
	});

	test('once for a new recent result, not for the same one', () => {
		const story = storyOf(recent('a'));
		expect(plan(story, recent('a')).needsHistory).toBe(false);
		expect(plan(story, recent('b', {}, start + hour)).needsHistory).toBe(true);
	});

	test('not when a running one has ended', () => {
		const story = storyOf(recent('a', { task_state: 'running' }));
		expect(plan(story, recent('a')).needsHistory).toBe(false);
	});

	test('while an unfinished one hides behind a newer one, for a day', () => {
		const newer = recent('b', {}, start + minute);
		const story = storyOf(recent('a', { task_state: 'running' }), newer);
		expect(plan(story, newer).needsHistory).toBe(true);
		expect(plan(story, newer, settings(), 25 * hour).needsHistory).toBe(false);
	});

	test('for every job that is new', () => {
		const story = new Story();
		story.poll(now);
		expect(plan(story, recent('a')).needsHistory).toBe(true);
	});

	test('where it could not be read at the last poll', () => {
		const story = storyOf(recent('a'));
		const newest = recent('b', {}, start + hour);
		for (const minutes of [1, 2, 3]) {
			const unread = job({ results: [newest], history: 'not read' });
			story.poll(start + hour + minutes * minute, unread);
		}
		expect(plan(story, newest).needsHistory).toBe(true);
		story.poll(start + hour + 4 * minute, job({ results: [recent('a'), newest] }));
		expect(plan(story, newest).needsHistory).toBe(false);
	});

	test('back to the last one seen', () => {
		const story = storyOf(recent('a'));
		const { reachesBack } = plan(story, recent('b', {}, start + hour));
		expect(reachesBack([recent('b', {}, start + hour)])).toBe(false);
		expect(reachesBack([recent('b', {}, start + hour), recent('0', {}, start - hour)])).toBe(true);
	});
});

describe('details are read', () => {
	const failed = { task_state: 'failed' };
	const ids = (results: TaskResult[]) => results.map(({ id }) => id);

	test('of newly failed runs alone', () => {
		const story = storyOf(recent('a', failed));
		const results = [
			recent('a', failed),
			recent('b', failed, start + hour),
			recent('c', {}, start + 2 * hour),
			recent('t', { ...failed, ad_test_request_id: 't' }, start + 3 * hour),
		];
		expect(ids(plan(story, results[1]).detailed(results))).toEqual(['b']);
	});

	test('of runs with a test id too, where all results carry one', () => {
		const marked = (id: string, hours: number, changes = {}) =>
			recent(id, { ad_test_request_id: id, ...changes }, start + hours * hour);
		const story = new Story();
		const results = [marked('a', 0), marked('b', 1), marked('c', 2)];
		story.poll(now + 2 * hour, job({ results }));
		const failing = marked('d', 3, failed);
		expect(ids(plan(story, failing).detailed([...results, failing]))).toEqual(['d']);
	});

	test('of a run that was running before', () => {
		const story = storyOf(recent('a', { task_state: 'running' }));
		expect(ids(plan(story, null).detailed([recent('a', failed)]))).toEqual(['a']);
	});

	test('of the last failure at the baseline, where it is reported', () => {
		const results = [recent('a', failed), recent('b', failed, start + hour)];
		expect(ids(plan(new Story(), results[1]).detailed(results))).toEqual(['b']);
		const silent = settings({ reportCurrentFailures: false });
		expect(plan(new Story(), results[1], silent).detailed(results)).toEqual([]);
	});

	test('not where no event shows them', () => {
		const story = storyOf(recent('a'));
		const chosen = settings({}, ['syncOverdue']);
		expect(plan(story, null, chosen).detailed([recent('b', failed, start + hour)])).toEqual([]);
	});
});
