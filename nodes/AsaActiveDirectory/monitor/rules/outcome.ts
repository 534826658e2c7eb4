import type { TaskResult } from '../../asa/model/result';

/** The outcome of a run. `unknown`: the state is a word that these rules do not know. */
export type Outcome = 'success' | 'failed' | 'running' | 'unknown';

const successWords = new Set(
	'done complete completed success successful successfully succeeded ok finished synced'.split(' '),
);

/** Words that may accompany a success word; "active directory" may, too. */
const neutralWords = new Set('sync task job run user server ad all fully'.split(' '));

const failureStem =
	/^(fail|error|timeout|timed|abort|cancel|reject|den(y|ie|ia)|partial|crash|kill|terminat|interrupt|exception|unreachable|refus|expir|incomplete|invalid|stop)/;

const runningStem =
	/^(queue|pend|sched|start|run|progress|inprogress|wait|new|creat|assign|init|dispatch|flight|accept|prepar)/;

/** Not "retries", which only counts them: "failed after 3 retries" is a failure. */
const retryStem = /^(retry|retried$|resched)/;

/** Words in -ing that do not mean a run under way. */
const notRunning = new Set('warning missing nothing anything during existing'.split(' '));

const negations = new Set('not no non never cannot without'.split(' '));

/** Words that may stand between a negation and the negated word. */
const betweenWords = new Set('yet been fully all or with'.split(' '));

/** The meaning of a word or phrase in a state. */
type Meaning = 'failure' | 'success' | 'running' | 'retrying' | 'neutral' | 'other';

/** The user's own words, prepared once for all results. */
export interface OutcomeWords {
	failurePhrases: ReadonlyArray<{ text: string; words: string[] }>;
	successStates: ReadonlySet<string>;
	/** Cache of outcomes by state: there are many results, but few different states. */
	outcomesByState: Map<string, Outcome>;
}

/** Prepares the options 'Failure Words' and 'Success Words' for `readOutcome`. */
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
		outcomesByState: new Map(),
	};
}

/** Without any words of the user. */
export const noWords: OutcomeWords = outcomeWords({ failureWords: [], successWords: [] });

/**
 * The outcome of a run by its result. Each of the two states is read separately: the run failed if either says so,
 * else it is running if either says so, and it succeeded only if no state says anything else.
 * Source: docs/api-contract.md, "Fields": `done`, `error` and `timeout` are certain in rules_summary_status; only
 * `done` was ever shown in task_state; all other words are assumed.
 */
export function readOutcome(result: TaskResult, words: OutcomeWords): Outcome {
	const task = outcomeOfState(result.task_state, words);
	const rulesState = rulesStateOf(result);
	const rules = rulesState === '' ? null : outcomeOfState(rulesState, words);
	if (task === 'failed' || rules === 'failed') return 'failed';
	if (task === 'running' || rules === 'running') return 'running';
	if (saysFailure(result, words)) return 'failed';
	return task === 'success' && (rules === null || rules === 'success') ? 'success' : 'unknown';
}

/** The `rules_summary_status` of a server sync job's result; empty if there is none. */
export function rulesStateOf(result: TaskResult): string {
	return 'rules_summary_status' in result ? (result.rules_summary_status ?? '').trim() : '';
}

/** A summary as text: objects and arrays become JSON, null becomes empty. */
export function plainText(text: TaskResult['status']['summary']): string {
	if (text === null || text === undefined) return '';
	return typeof text === 'string' ? text : JSON.stringify(text);
}

function outcomeOfState(state: string, words: OutcomeWords): Outcome {
	const outcome = words.outcomesByState.get(state) ?? outcomeOfNewState(state, words);
	words.outcomesByState.set(state, outcome);
	return outcome;
}

function outcomeOfNewState(
	state: string,
	{ failurePhrases, successStates }: OutcomeWords,
): Outcome {
	const words = splitWords(state);
	if (failurePhrases.some((phrase) => holdsPhrase(state, words, phrase))) return 'failed';
	if (successStates.has(stateOf(state))) return 'success';
	return outcomeOfWords(words);
}

function saysFailure({ status }: TaskResult, { failurePhrases }: OutcomeWords): boolean {
	if (failurePhrases.length === 0) return false;
	return [status.summary, status.detailed_summary].some((summary) => {
		const text = plainText(summary);
		const words = splitWords(text);
		return failurePhrases.some((phrase) => holdsPhrase(text, words, phrase));
	});
}

/** Matches whole words: "10 users" does not hold "0 users". A phrase without letters and digits is matched literally. */
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

/** Lower-case words, split at camelCase and at anything but letters and digits; 1,000 and 0.5 stay whole. */
function splitWords(text: string): string[] {
	const spaced = text
		.replace(/([\p{Ll}\p{N}])(?=\p{Lu})/gu, '$1 ')
		.replace(/(\p{Lu})(?=\p{Lu}\p{Ll})/gu, '$1 ');
	return (
		spaced.toLowerCase().match(/[\p{L}\p{N}]+(?:(?<=\p{N})[.,](?=\p{N})[\p{L}\p{N}]+)*/gu) ?? []
	);
}

/** The outcome that the words of one state mean together. */
function outcomeOfWords(words: string[]): Outcome {
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
	// "run" may accompany a success word, and means running without one.
	return meanings.has('running') || words.includes('run') ? 'running' : 'unknown';
}

/** The meaning of the word or phrase at an index, and its number of words. */
function readMeaning(words: string[], at: number): { meaning: Meaning; length: number } {
	const negated = negatedAt(words, at);
	const { meaning, length } = plainMeaning(words, negated);
	if (negated === at) return { meaning, length };
	// A negated success means failure, a negated failure means nothing, and running words are not negated.
	if (meaning === 'success') return { meaning: 'failure', length: negated - at + length };
	if (meaning === 'failure') return { meaning: 'neutral', length: negated - at + length };
	return { meaning: 'other', length: 1 };
}

/** The index of the word negated by a negation at an index; the index itself if there is no negation. */
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

/** "stopping" and "terminating" mean a run under way, "failing" does not. */
function isUnderWay(failureWord: string): boolean {
	return failureWord.endsWith('ing') && !failureWord.startsWith('fail');
}
