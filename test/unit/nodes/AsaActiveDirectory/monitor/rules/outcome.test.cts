import {
	outcomeWords,
	readOutcome,
	type Outcome,
} from '../../../../../../nodes/AsaActiveDirectory/monitor/rules/outcome';
import { serverResult, userResult } from '../team.cts';

const noWords = outcomeWords({ failureWords: [], successWords: [] });

/** The outcome of a state alone, as a user sync job has it. */
function ofState(task_state: string): Outcome {
	return readOutcome(userResult('r', 0, { task_state }), noWords);
}

/** The outcome of the two states of a server sync job. */
function ofStates(task_state: string, rules_summary_status: string | null): Outcome {
	return readOutcome(serverResult('r', 0, { task_state, rules_summary_status }), noWords);
}

const states: Record<Outcome, string[]> = {
	failed: [
		...['fail', 'failed', 'FAILED', 'failure', 'Failing', 'sync_failed'],
		...['error', 'errors', 'ERRORED', 'done_with_errors', 'completed with errors'],
		...['timeout', 'timeouts', 'time out', 'TimeOut', 'timed_out', 'timedOut', 'TIMEDOUT'],
		...['abort', 'aborted', 'cancel', 'canceled', 'cancelled', 'reject', 'rejected'],
		...['deny', 'denied', 'denies', 'denial', 'partial', 'partially_done', 'PartialSuccess'],
		...['crash', 'crashed', 'kill', 'killed', 'terminate', 'terminated', 'interrupt'],
		...['interrupted', 'exception', 'LdapException', 'unreachable', 'refuse', 'refused'],
		...['expire', 'expired', 'incomplete', 'invalid', 'invalid_filter', 'stop', 'stopped'],
		// A success word directly negated.
		...['not_done', 'not_completed', 'notCompleted', 'no success', 'non-successful'],
		...['never_finished', 'cannot complete', 'without success', 'unable to complete'],
		...['not_yet_done', 'not been completed', 'not_fully_synced', 'not all done'],
		...['not yet fully completed', 'without_all_ok', 'not with success'],
		...['unsuccessful', 'unsuccessfully', 'unfinished', 'incompleted', 'unsynced', 'undone'],
		// Failure wins over success and over running.
		...['done_but_failed', 'failed_while_running', 'finished: error', 'no_success_yet_running'],
		// A count of retries is no retry.
		'failed_after_3_retries',
	],
	success: [
		...['done', 'DONE', 'Done', 'complete', 'completed', 'success', 'successful'],
		...['successfully', 'succeeded', 'ok', 'OK', 'finished', 'synced'],
		...['sync_done', 'task completed', 'job-finished', 'run_succeeded', 'userSyncDone'],
		...['server.sync.ok', 'AD sync complete', 'active_directory_synced', 'ActiveDirectorySyncDone'],
		...['all_done', 'fully_synced', 'successfully completed', 'ADSyncDone'],
		...['completed_without_errors', 'done, no failures', 'finished not aborted'],
		...['completed without all errors', 'done uninterrupted'],
	],
	running: [
		...['queue', 'queued', 'queueing', 'pending', 'sched', 'scheduled', 'start', 'started'],
		...['starting', 'run', 'running', 'progress', 'in_progress', 'inprogress', 'InProgress'],
		...['in process', 'IN_PROCESS', 'wait', 'waiting', 'active', 'new', 'create', 'created'],
		...['assigned', 'init', 'initializing', 'initiated', 'dispatched', 'in_flight', 'flight'],
		...['accepted', 'preparing', 'prepared', 'processing', 'syncing', 'sync_executing'],
		...['importing', 'downloading users', 'stopping', 'terminating', 'cancelling', 'aborting'],
		...['expiring', 'rejecting', 'timing out', 'erroring'],
		// Running words aren't negated.
		...['not_started', 'not yet running', 'no_run'],
		// A retry is under way, whatever came before it.
		...['retrying', 'retry', 'retried', 'rescheduled', 'failed_retrying', 'error: rescheduled'],
		...['done, rescheduled', 'failed_will_retry'],
		// Success beside a running word is none.
		...['sync_running_ok', 'started successfully', 'finished_processing'],
	],
	unknown: [
		...['', ' ', '-', '???', 'skipped', 'closed', 'ended', 'processed', 'executed', 'process'],
		...['warning', 'missing', 'nothing', 'anything', 'during', 'existing'],
		// Success words count only as written, and only alone.
		...['completion', 'succeeds', 'done_with_problems', 'done_with_warning', 'okay', 'abandoned'],
		...['book', 'token', 'incompl', 'successor', 'done2', 'completed_partly'],
		// A negated failure says nothing, and neither do the words beside a success alone.
		...['no_errors', 'not_failed', 'without failures', 'non-fatal', 'unable to connect'],
		...['sync', 'user', 'all', 'active directory', 'uninterrupted', 'inactive'],
	],
};

describe.each(Object.entries(states))('says %s', (outcome, words) => {
	test.each(words)('%j', (state) => {
		expect(ofState(state)).toBe(outcome);
	});
});

test.each<[string, string | null, Outcome]>([
	['done', null, 'success'],
	['done', '', 'success'],
	['done', ' ', 'success'],
	['done', 'done', 'success'],
	['done', 'error', 'failed'],
	['done', 'timeout', 'failed'],
	['done', 'running', 'running'],
	['done', 'skipped', 'unknown'],
	['done', 'incomplete', 'failed'],
	['done', 'no_errors', 'unknown'],
	['error', 'done', 'failed'],
	['error', 'running', 'failed'],
	['running', 'error', 'failed'],
	['running', 'done', 'running'],
	['running', null, 'running'],
	['skipped', 'running', 'running'],
	['skipped', 'done', 'unknown'],
	['', 'done', 'unknown'],
])('task_state %j with rules_summary_status %j is %s', (task, rules, outcome) => {
	expect(ofStates(task, rules)).toBe(outcome);
});

describe('options', () => {
	const of = (
		options: { failureWords?: string[]; successWords?: string[] },
		changes: Parameters<typeof serverResult>[2],
	) =>
		readOutcome(
			serverResult('r', 0, changes),
			outcomeWords({ failureWords: [], successWords: [], ...options }),
		);
	const summary = (text: unknown) => ({
		status: { summary: text as string, detailed_summary: null },
	});

	test.each<[string, string[], Parameters<typeof serverResult>[2], Outcome]>([
		['a word of the state', ['skipped'], { task_state: 'SKIPPED' }, 'failed'],
		['a word of the other state', ['skipped'], { rules_summary_status: 'rules_skipped' }, 'failed'],
		['a phrase of the state', ['partly skipped'], { task_state: 'PartlySkipped' }, 'failed'],
		['a word, even of a running state', ['stalled'], { task_state: 'running_stalled' }, 'failed'],
		['a phrase of the summary', ['0 users'], summary('Synced 0 users'), 'failed'],
		['no part of a number', ['0 users'], summary('Synced 10 users'), 'success'],
		['no part of a decimal', ['0 users'], summary('1.0 users an hour, 1,000 users'), 'success'],
		['no part of a word', ['lag'], summary('No flag was set'), 'success'],
		['any case', ['LDAP Result'], summary('ldap result code 200'), 'failed'],
		['an object', ['skipped'], summary({ rules: [{ state: 'skipped' }] }), 'failed'],
		['signs', ['!!'], summary('careful!!'), 'failed'],
		['nothing if it is empty', ['', '  '], summary('all fine'), 'success'],
		[
			'the summary not while the run is running',
			['skipped'],
			{ task_state: 'running', ...summary('2 skipped') },
			'running',
		],
		[
			'the summary of an unknown state',
			['skipped'],
			{ task_state: 'ended', ...summary('2 skipped') },
			'failed',
		],
		[
			'the details too',
			['i/o timeout'],
			{ status: { summary: 'ok', detailed_summary: 'dial tcp: i/o timeout' } },
			'failed',
		],
	])('Failure Words: %s', (_, failureWords, changes, outcome) => {
		expect(of({ failureWords }, changes)).toBe(outcome);
	});

	test.each<[string, string[], Parameters<typeof serverResult>[2], Outcome]>([
		['a whole state', ['skipped'], { task_state: 'Skipped' }, 'success'],
		['with blanks around it', [' skipped '], { task_state: 'skipped' }, 'success'],
		['no part of a state', ['skipped'], { task_state: 'partly_skipped' }, 'unknown'],
		['the other state', ['n/a'], { rules_summary_status: 'N/A' }, 'success'],
		[
			'each state separately',
			['skipped'],
			{ task_state: 'skipped', rules_summary_status: 'error' },
			'failed',
		],
		['over the known words', ['error_ignored'], { task_state: 'error_ignored' }, 'success'],
	])('Success Words: %s', (_, successWords, changes, outcome) => {
		expect(of({ successWords }, changes)).toBe(outcome);
	});

	test('Failure Words come before Success Words', () => {
		const options = { failureWords: ['skipped'], successWords: ['skipped'] };
		expect(of(options, { task_state: 'skipped' })).toBe('failed');
	});
});
