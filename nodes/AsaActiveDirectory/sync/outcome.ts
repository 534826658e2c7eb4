import type { ResultText, TaskResult } from '../api/taskResult';

/** What became of a run. `unknown`: the API said a word that nobody outside Okta has seen. */
export type Outcome = 'success' | 'failed' | 'running' | 'unknown';

/** Parts of words that mean failure. Assumed, as every word except `done`. */
const failedParts = [
	'fail',
	'error',
	'abort',
	'cancel',
	'time',
	'reject',
	'denied',
	'partial',
] as const;

/** Parts of words that mean that the run hasn't ended. Assumed. */
const runningParts = ['queue', 'pend', 'sched', 'start', 'run', 'progress'] as const;

/** Beginnings of words that mean success, so that "incomplete" or "unsuccessful" don't. Assumed, except `done`. */
const successWord = /(^|[^a-z])(done|complete|success|succeed|finish|ok($|[^a-z]))/;

/**
 * What a result says about its run. Source: docs/api-contract.md, "Result".
 *
 * @param failureWords the user's own words, in any case, that mean failure where they stand in a summary
 */
export function outcome(result: TaskResult, failureWords: readonly string[] = []): Outcome {
	const state = result.task_state.toLowerCase();
	const rules = 'rules_summary_status' in result ? result.rules_summary_status : null;
	const states = rules ? `${state} ${rules.toLowerCase()}` : state;
	if (containsAny(states, failedParts) || saysFailure(result, failureWords)) return 'failed';
	if (containsAny(state, runningParts)) return 'running';
	return successWord.test(state) ? 'success' : 'unknown';
}

function containsAny(text: string, parts: readonly string[]): boolean {
	return parts.some((part) => text.includes(part));
}

function saysFailure(result: TaskResult, failureWords: readonly string[]): boolean {
	if (failureWords.length === 0) return false;
	const { summary, detailed_summary } = result.status;
	const said = `${plain(summary)}\n${plain(detailed_summary)}`.toLowerCase();
	return failureWords.some((word) => word !== '' && said.includes(word.toLowerCase()));
}

/** A summary as one text: objects and arrays become JSON, null the empty text. */
export function plain(text: ResultText): string {
	if (text === null || text === undefined) return '';
	return typeof text === 'string' ? text : JSON.stringify(text);
}
