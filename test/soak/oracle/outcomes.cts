import type { SeenResult } from '../team/view.cts';

export type RunOutcome = 'success' | 'failed' | 'running' | 'unknown';

/**
 * What states mean by the rules, written out by hand, state by state. The simulated team uses no others, so that nothing
 * here has to parse states as the trigger does.
 */
export const statesByOutcome: Record<RunOutcome, readonly string[]> = {
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

const outcomeByState = new Map<string, RunOutcome>(
	(Object.keys(statesByOutcome) as RunOutcome[]).flatMap((outcome) =>
		statesByOutcome[outcome].map((state) => [state, outcome] as const),
	),
);

/** The outcome of one state; null if it is empty. */
function outcomeOf(state: string | null): RunOutcome | null {
	if (state === null || state === '') return null;
	const outcome = outcomeByState.get(state);
	if (outcome === undefined) throw new Error(`The oracle doesn't know the state "${state}"`);
	return outcome;
}

/** The outcome of a result: failed if either of its states is, success only if nothing contradicts it. */
export function outcomeOfResult({
	taskState,
	rulesSummaryStatus,
}: Pick<SeenResult, 'taskState' | 'rulesSummaryStatus'>): RunOutcome {
	const task = outcomeOf(taskState);
	const rules = outcomeOf(rulesSummaryStatus);
	if (task === 'failed' || rules === 'failed') return 'failed';
	if (task === 'running' || rules === 'running') return 'running';
	const rulesAgree = rules === null || rules === 'success';
	return task === 'success' && rulesAgree ? 'success' : 'unknown';
}
