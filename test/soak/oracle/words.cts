import type { SeenResult } from '../team/view.cts';

export type Word = 'success' | 'failed' | 'running' | 'unknown';

/**
 * What states mean, by the rules for words: written out by hand, state by state. The simulated team uses no others, so
 * that nothing here has to read words as the trigger does.
 */
export const stateWords: Record<Word, readonly string[]> = {
	success: [
		'done',
		'DONE',
		'Complete',
		'completed',
		'success',
		'SUCCESSFUL',
		'successfully_completed',
		'succeeded',
		'ok',
		'Finished',
		'synced',
		'userSyncCompleted',
		'ad sync task succeeded',
		'fully completed',
		'completed_without_errors',
	],
	failed: [
		'error',
		'ERROR',
		'timeout',
		'Timed out',
		'FAILED',
		'SyncFailed',
		'aborted',
		'Cancelled',
		'rejected',
		'access denied',
		'partially_completed',
		'crashed',
		'killed',
		'terminated',
		'interrupted',
		'exception',
		'LdapUnreachable',
		'refused',
		'password_expired',
		'incomplete',
		'invalid',
		'stopped',
		'not_completed',
		'not yet finished',
		'unsuccessful',
		'cannot complete',
		'completed_with_errors',
		'failing',
	],
	running: [
		'running',
		'RUNNING',
		'queued',
		'pending',
		'scheduled',
		'started',
		'in_progress',
		'inprogress',
		'in process',
		'waiting',
		'active',
		'new',
		'created',
		'assigned',
		'initializing',
		'dispatched',
		'in flight',
		'accepted',
		'preparing',
		'processing',
		'syncing',
		'executing',
		'not_started',
		'retrying',
		'rescheduled',
		'stopping',
		'terminating',
		'finalizing',
	],
	unknown: [
		'warning',
		'skipped',
		'paused',
		'nothing_to_do',
		'throttled',
		'missing',
		'state_7',
		'deferred',
		'not failed',
		'active directory',
	],
};

const wordOf = new Map<string, Word>(
	(Object.keys(stateWords) as Word[]).flatMap((word) =>
		stateWords[word].map((state) => [state, word] as const),
	),
);

/** What one state says; null if it is empty. */
function meaningOf(state: string | null): Word | null {
	if (state === null || state === '') return null;
	const word = wordOf.get(state);
	if (word === undefined) throw new Error(`The oracle doesn't know the state "${state}"`);
	return word;
}

/** What a result says: failed if either of its states does, success only if nothing contradicts it. */
export function wordOfResult({ taskState, rulesSummaryStatus }: SeenResult): Word {
	const task = meaningOf(taskState);
	const rules = meaningOf(rulesSummaryStatus);
	if (task === 'failed' || rules === 'failed') return 'failed';
	if (task === 'running' || rules === 'running') return 'running';
	const rulesAgree = rules === null || rules === 'success';
	return task === 'success' && rulesAgree ? 'success' : 'unknown';
}
