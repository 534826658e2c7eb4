import type { TaskResult } from '../../api/taskResult';

/** What became of a run. `unknown`: the API said a word that nobody outside Okta has seen. */
export type Outcome = 'success' | 'failed' | 'running' | 'unknown';

const successWords = new Set(
	'done complete completed success successful successfully succeeded ok finished synced'.split(' '),
);

/** Words that take nothing from a success beside them; also "active" before "directory". */
const neutralWords = new Set('sync task job run user server ad all fully'.split(' '));

const failureStem =
	/^(fail|error|timeout|timed|abort|cancel|reject|den(y|ie|ia)|partial|crash|kill|terminat|interrupt|exception|unreachable|refus|expir|incomplete|invalid|stop)/;

const runningStem =
	/^(queue|pend|sched|start|run|progress|inprogress|wait|new|creat|assign|init|dispatch|flight|accept|prepar)/;

/** "retries" is left out: it counts them, as in "failed after 3 retries". */
const retryStem = /^(retry|retried$|resched)/;

/** Words in -ing that say nothing of a run under way. */
const notRunning = new Set('warning missing nothing anything during existing'.split(' '));

const negations = new Set('not no non never cannot without'.split(' '));

/** What may stand between a negation and the word that it negates. */
const betweenWords = new Set('yet been fully all or with'.split(' '));

/** What one word of a state says, with the words that belong to it. */
type Meaning = 'failure' | 'success' | 'running' | 'retrying' | 'neutral' | 'other';

/** The user's own words, taken apart once for all results. */
export interface OutcomeWords {
	failurePhrases: ReadonlyArray<{ text: string; words: string[] }>;
	successStates: ReadonlySet<string>;
	/** What each state says that was judged before: there are few of them, and many results. */
	judged: Map<string, Outcome>;
}

/** Makes the options Failure Words and Success Words ready for `readOutcome`. */
export function outcomeWords(options: {
	failureWords: readonly string[];
	successWords: readonly string[];
}): OutcomeWords {
	const phrases = options.failureWords.map((text) => ({
		text: text.trim().toLowerCase(),
		words: splitWords(text),
	}));
	return {
		failurePhrases: phrases.filter(({ text }) => text !== ''),
		successStates: new Set(options.successWords.map(stateOf).filter((state) => state !== '')),
		judged: new Map(),
	};
}

/**
 * What a result says about its run. Each of its two states is judged by itself: failed where either says so, then
 * running where either says so, success only where no state says anything else. A server job whose rules still run
 * isn't done. Source: docs/api-contract.md, "Fields", result: `done`, `error` and `timeout` are certain in
 * rules_summary_status, only `done` was ever shown in task_state; all other words are assumed.
 */
export function readOutcome(result: TaskResult, words: OutcomeWords): Outcome {
	const task = judgeState(result.task_state, words);
	const rulesState = rulesStateOf(result);
	const rules = rulesState === '' ? null : judgeState(rulesState, words);
	if (task === 'failed' || rules === 'failed') return 'failed';
	if (task === 'running' || rules === 'running') return 'running';
	if (saysFailure(result, words)) return 'failed';
	return task === 'success' && (rules === null || rules === 'success') ? 'success' : 'unknown';
}

/** The state of a server job's rules; empty where it says none, and for user jobs. */
export function rulesStateOf(result: TaskResult): string {
	return 'rules_summary_status' in result ? (result.rules_summary_status ?? '').trim() : '';
}

/** A summary as one text: objects and arrays become JSON, null the empty text. */
export function plainText(text: TaskResult['status']['summary']): string {
	if (text === null || text === undefined) return '';
	return typeof text === 'string' ? text : JSON.stringify(text);
}

function judgeState(state: string, words: OutcomeWords): Outcome {
	const outcome = words.judged.get(state) ?? judgeNewState(state, words);
	words.judged.set(state, outcome);
	return outcome;
}

function judgeNewState(state: string, { failurePhrases, successStates }: OutcomeWords): Outcome {
	const words = splitWords(state);
	if (failurePhrases.some((phrase) => holdsPhrase(state, words, phrase))) return 'failed';
	if (successStates.has(stateOf(state))) return 'success';
	return judgeWords(words);
}

function saysFailure({ status }: TaskResult, { failurePhrases }: OutcomeWords): boolean {
	if (failurePhrases.length === 0) return false;
	return [status.summary, status.detailed_summary].some((summary) => {
		const text = plainText(summary);
		const words = splitWords(text);
		return failurePhrases.some((phrase) => holdsPhrase(text, words, phrase));
	});
}

/** Whole words only: "0 users" isn't in "10 users". A phrase of signs alone is looked for as it is. */
function holdsPhrase(
	text: string,
	words: string[],
	phrase: OutcomeWords['failurePhrases'][number],
): boolean {
	if (phrase.words.length === 0) return text.toLowerCase().includes(phrase.text);
	return words.some((_, start) => phrase.words.every((word, at) => words[start + at] === word));
}

function stateOf(text: string): string {
	return text.trim().toLowerCase();
}

/** Words in lower case, split at all that is no letter or digit and at camelCase; 1,000 and 0.5 stay whole. */
function splitWords(text: string): string[] {
	const spaced = text
		.replace(/([\p{Ll}\p{N}])(?=\p{Lu})/gu, '$1 ')
		.replace(/(\p{Lu})(?=\p{Lu}\p{Ll})/gu, '$1 ');
	return (
		spaced.toLowerCase().match(/[\p{L}\p{N}]+(?:(?<=\p{N})[.,](?=\p{N})[\p{L}\p{N}]+)*/gu) ?? []
	);
}

/** What the words of one state say together. */
function judgeWords(words: string[]): Outcome {
	const meanings = new Set<Meaning>();
	for (let at = 0; at < words.length; ) {
		const { meaning, length } = readMeaning(words, at);
		meanings.add(meaning);
		at += length;
	}
	if (meanings.has('retrying')) return 'running';
	if (meanings.has('failure')) return 'failed';
	const isOnlySuccess = !meanings.has('running') && !meanings.has('other');
	if (meanings.has('success') && isOnlySuccess) return 'success';
	// "run" takes nothing from a success and says running without one.
	return meanings.has('running') || words.includes('run') ? 'running' : 'unknown';
}

/** What the word at a place says, and how many words it takes. */
function readMeaning(words: string[], at: number): { meaning: Meaning; length: number } {
	const negated = negatedAt(words, at);
	const { meaning, length } = plainMeaning(words, negated);
	if (negated === at) return { meaning, length };
	// A negated success is a failure, a negated failure says nothing, and running words aren't negated.
	if (meaning === 'success') return { meaning: 'failure', length: negated - at + length };
	if (meaning === 'failure') return { meaning: 'neutral', length: negated - at + length };
	return { meaning: 'other', length: 1 };
}

/** The place of the word that a negation at a place negates; the place itself where none begins there. */
function negatedAt(words: string[], at: number): number {
	const isUnable = words[at] === 'unable' && words[at + 1] === 'to';
	if (!isUnable && !negations.has(words[at])) return at;
	let negated = at + (isUnable ? 2 : 1);
	while (betweenWords.has(words[negated])) negated++;
	return negated < words.length ? negated : at;
}

function plainMeaning(words: string[], at: number): { meaning: Meaning; length: number } {
	const word = words[at];
	if (/^tim(e|es|ing)$/.test(word) && words[at + 1] === 'out') {
		return { meaning: word === 'timing' ? 'running' : 'failure', length: 2 };
	}
	if (word === 'active' && words[at + 1] === 'directory') return { meaning: 'neutral', length: 2 };
	if (word === 'in' && words[at + 1] === 'process') return { meaning: 'running', length: 2 };
	return { meaning: wordMeaning(word), length: 1 };
}

function wordMeaning(word: string): Meaning {
	if (retryStem.test(word)) return 'retrying';
	if (failureStem.test(word)) return isUnderWay(word) ? 'running' : 'failure';
	if (successWords.has(word)) return 'success';
	const [, stem] = /^(?:un|in)(.+)$/.exec(word) ?? [];
	if (stem && successWords.has(stem)) return 'failure';
	if (stem && failureStem.test(stem)) return isUnderWay(word) ? 'running' : 'neutral';
	if (neutralWords.has(word)) return 'neutral';
	if (word.startsWith('active') || runningStem.test(word)) return 'running';
	return word.endsWith('ing') && !notRunning.has(word) ? 'running' : 'other';
}

/** Stopping and terminating aren't over; failing is. */
function isUnderWay(failureWord: string): boolean {
	return failureWord.endsWith('ing') && !failureWord.startsWith('fail');
}
