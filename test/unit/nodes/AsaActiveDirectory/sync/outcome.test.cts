import { outcome } from '../../../../../nodes/AsaActiveDirectory/sync/outcome';
import { at, serverResult, userResult } from './builders.cts';

const start = at('06:00');

test.each([
	['done', 'success'],
	['DONE', 'success'],
	['Completed', 'success'],
	['succeeded', 'success'],
	['success', 'success'],
	['ok', 'success'],
	['finished', 'success'],
	['sync_finished', 'success'],
	['failed', 'failed'],
	['FAILURE', 'failed'],
	['error', 'failed'],
	['completed_with_errors', 'failed'],
	['aborted', 'failed'],
	['cancelled', 'failed'],
	['canceled', 'failed'],
	['timeout', 'failed'],
	['timed_out', 'failed'],
	['rejected', 'failed'],
	['access denied', 'failed'],
	['partially done', 'failed'],
	['queued', 'running'],
	['pending', 'running'],
	['scheduled', 'running'],
	['started', 'running'],
	['running', 'running'],
	['in_progress', 'running'],
	['incomplete', 'unknown'],
	['unsuccessful', 'unknown'],
	['revoked', 'unknown'],
	['token', 'unknown'],
	['skipped', 'unknown'],
	['', 'unknown'],
])('the state "%s" means %s', (task_state, expected) => {
	expect(outcome(serverResult('r', start, { task_state }))).toBe(expected);
	expect(outcome(userResult('r', start, { task_state }))).toBe(expected);
});

test.each([
	['done', 'failed', 'failed'],
	['done', 'done', 'success'],
	['done', 'PARTIAL', 'failed'],
	['done', 'running', 'success'],
	['running', 'done', 'running'],
	['running', 'error', 'failed'],
])('the state "%s" with rules at "%s" means %s', (task_state, rules_summary_status, expected) => {
	expect(outcome(serverResult('r', start, { task_state, rules_summary_status }))).toBe(expected);
});

test('a word stands in one state, not across two', () => {
	const result = serverResult('r', start, { task_state: 'done fa', rules_summary_status: 'il' });
	expect(outcome(result)).toBe('success');
});

test.each([
	['a text', '2 servers SKIPPED'],
	['an object', { rules: [{ message: 'skipped' }] }],
	['an array', ['fine', 'skipped']],
])('a failure word is found in a summary that is %s, in any case', (_, summary) => {
	const status = { summary, detailed_summary: null };
	const detailed = { summary: null, detailed_summary: summary };
	expect(outcome(serverResult('r', start, { status }), ['Skipped'])).toBe('failed');
	expect(outcome(serverResult('r', start, { status: detailed }), ['Skipped'])).toBe('failed');
	expect(outcome(serverResult('r', start, { status }), ['missing'])).toBe('success');
	expect(outcome(serverResult('r', start, { status }))).toBe('success');
});

test('a failure word counts while the state still says running, an empty one never', () => {
	const status = { summary: 'skipped', detailed_summary: null };
	const running = serverResult('r', start, { task_state: 'running', status });
	expect(outcome(running, ['skipped'])).toBe('failed');
	expect(outcome(running, [''])).toBe('running');
});
