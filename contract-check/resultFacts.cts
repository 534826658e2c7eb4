import type { AnsweredObjects } from './compareForms.cts';
import { jobKinds, type JobKind } from './expectedAnswers.cts';
import {
	isJsonObject,
	isSameId,
	jsonType,
	readField,
	readId,
	readObjects,
	readText,
	readTimeMs,
} from './json.cts';
import type { JsonObject } from './json.cts';
import { isActive, nilUuid } from './objectFacts.cts';
import { counted, fact, linkRelations, type Attempt, type Fact } from './record.cts';
import type { Redactor } from './redactor.cts';

/** Source: docs/api-contract.md, "Result": certain for rules_summary_status, probable for task_state. */
const finalWords = ['done', 'error', 'timeout'];

/** Source: docs/api-contract.md, "Behaviour that shapes the product". */
const keptResults = 10;

const hourMs = 3_600_000;

/** The query with which the product lists results. */
const asProduct = { descending: true };

/** What the results of jobs show. */
export function resultFacts(
	attempts: Attempt[],
	found: AnsweredObjects,
	redactor: Redactor,
): Fact[] {
	const results = [...found.serverResult, ...found.userResult];
	const over = jobKinds.flatMap((kind) => listAttempts(attempts, kind)).flatMap(finished);
	const types = ['summary', 'detailed_summary'].flatMap((name) =>
		found.resultStatus.map((status) => jsonType(readField(status, name) ?? null)),
	);
	return [
		wordFact('task_state', 'probable', results, over, redactor),
		wordFact('rules_summary_status', 'certain', found.serverResult, over, redactor),
		fact(
			'summary and detailed_summary are null or a text',
			'probable',
			types.length > 0 ? types.every((type) => type === 'null' || type === 'string') : undefined,
			counted(types),
		),
		detailsFact(attempts),
		...jobKinds.map((kind) => descendingFact(attempts, kind)),
		countFact(attempts),
		keptFact(attempts),
		recentFact(attempts),
		testIdFact(attempts, found),
	];
}

/** The confirmed lists of results that have entries, each of one job. */
function listAttempts(attempts: Attempt[], kind: JobKind, query: object = asProduct): Attempt[] {
	return attempts.filter(
		(attempt) =>
			attempt.endpoint === kind.endpoints.results &&
			attempt.finding === 'confirmed' &&
			attempt.items.length > 0 &&
			JSON.stringify(attempt.query) === JSON.stringify(query),
	);
}

function newestFirst(results: JsonObject[]): JsonObject[] {
	return results.toSorted((a, b) => createdMs(b) - createdMs(a));
}

function createdMs(result: JsonObject): number {
	return readTimeMs(result, 'created_at') ?? 0;
}

/** The results whose runs are over: the newest run of a job may still go on, and a test or activation beside it. */
function finished({ items }: Attempt): JsonObject[] {
	const newestMs = createdMs(newestFirst(items)[0]);
	return items.filter((result) => newestMs - createdMs(result) >= hourMs);
}

function wordFact(
	name: string,
	certainty: Fact['certainty'],
	results: JsonObject[],
	over: JsonObject[],
	redactor: Redactor,
): Fact {
	const isFinal = (word: string) => finalWords.includes(word);
	const wordsOf = (objects: JsonObject[]) =>
		objects.map((result) => readText(result, name)).filter((word) => word !== undefined);
	const words = wordsOf(results);
	const holds = words.some(isFinal) ? true : undefined;
	return fact(
		`${name} of a finished run is done, error or timeout`,
		certainty,
		wordsOf(over).every(isFinal) ? holds : false,
		counted(words.map((word) => redactor.word(word))),
	);
}

function detailsFact(attempts: Attempt[]): Fact {
	const names: string[] = jobKinds.map(({ endpoints }) => endpoints.result);
	const details = attempts.filter(
		({ endpoint, finding }) => finding === 'confirmed' && names.includes(endpoint),
	);
	const forms = details.map(({ exchanges, parameters }) =>
		detailsForm(exchanges.at(-1)?.body, parameters.result),
	);
	return fact(
		'The details of a result are the whole result',
		'probable',
		forms.length > 0 ? forms.every((form) => form === 'whole result') : undefined,
		counted(forms),
	);
}

function detailsForm(body: unknown, id: string | undefined): string {
	if (!isJsonObject(body)) return 'no object';
	if (readId(body) !== undefined && !isSameId(readId(body), id)) return 'another result';
	if (readField(body, 'created_at') !== undefined) return 'whole result';
	if (readField(body, 'status') !== undefined) return 'status alone';
	const hasSummary = readField(body, 'summary', 'detailed_summary') !== undefined;
	return hasSummary ? 'summary alone' : 'another object';
}

type Order = 'newest first' | 'oldest first' | 'no order';

function orderOf(results: JsonObject[]): Order | undefined {
	const times = results.map(createdMs);
	const steps = times.slice(1).map((time, index) => time - times[index]);
	if (steps.every((step) => step === 0)) return undefined;
	if (steps.every((step) => step <= 0)) return 'newest first';
	return steps.every((step) => step >= 0) ? 'oldest first' : 'no order';
}

/** Compares the list of one job's results with and without `descending`. */
function descendingFact(attempts: Attempt[], kind: JobKind): Fact {
	const what = `The query descending puts the newest results of a ${kind.label} first`;
	const plain = listAttempts(attempts, kind, {}).at(0);
	const { job } = plain?.parameters ?? {};
	const descending = listAttempts(attempts, kind).find(({ parameters }) =>
		isSameId(parameters.job, job),
	);
	const [before, after] = [orderOf(plain?.items ?? []), orderOf(descending?.items ?? [])];
	if (!before || !after) return fact(what, 'assumed', undefined);
	const isAlways = before === 'newest first' && after === 'newest first';
	const holds = isAlways ? undefined : after === 'newest first';
	return fact(what, 'assumed', holds, `with it ${after}, without it ${before}`);
}

function countFact(attempts: Attempt[]): Fact {
	const pages = jobKinds
		.flatMap((kind) => listAttempts(attempts, kind, { count: 1 }))
		.map(({ items }) => items.length);
	return fact(
		'Lists of results take the query count',
		'assumed',
		pages.length > 0 ? pages.every((entries) => entries === 1) : undefined,
		pages.length > 0 ? `${pages.join(' and ')} with count=1` : '',
	);
}

function keptFact(attempts: Attempt[]): Fact {
	const lists = jobKinds.flatMap((kind) => listAttempts(attempts, kind));
	const most = Math.max(0, ...lists.map(({ items }) => items.length));
	const goesOn = lists.some(({ exchanges }) => exchanges.flatMap(linkRelations).includes('next'));
	const holds = most === keptResults && !goesOn ? true : undefined;
	return fact(
		`A job keeps its last ${keptResults} results`,
		'probable',
		most > keptResults || goesOn ? false : holds,
		`at most ${most} listed${goesOn ? ', and more pages' : ''}`,
	);
}

/** Compares what a job says of its last run with the list of its results. */
function recentFact(attempts: Attempt[]): Fact {
	const same = jobKinds.flatMap((kind) =>
		listAttempts(attempts, kind).flatMap(({ items, parameters }) => {
			const gets = attempts.filter(({ endpoint }) => endpoint === kind.endpoints.get);
			const job = gets.findLast((get) => isSameId(get.parameters.job, parameters.job))?.items[0];
			const recent = job && readId(readObjects(job, 'recent_task_result')[0]);
			return recent ? [isSameId(recent, readId(newestFirst(items)[0]))] : [];
		}),
	);
	return fact(
		'recent_task_result of a job is the newest of its results',
		'assumed',
		same.length > 0 ? same.every(Boolean) : undefined,
		`of ${same.filter(Boolean).length} of ${same.length} jobs`,
	);
}

/** A job that is active and has only test runs in a full list contradicts it. */
function testIdFact(attempts: Attempt[], found: AnsweredObjects): Fact {
	const activeIds = [...found.serverSyncJob, ...found.userSyncJob].filter(isActive).map(readId);
	const lists = jobKinds.flatMap((kind) =>
		listAttempts(attempts, kind).map(({ items, parameters }) => ({
			forms: items.map((item) => testIdForm(readField(item, kind.testIdField))),
			isFull: activeIds.some((id) => isSameId(id, parameters.job)) && items.length >= keptResults,
		})),
	);
	const forms = lists.flatMap((list) => list.forms);
	const isBroken = lists.some((list) => list.isFull && list.forms.every((f) => f === 'filled'));
	const holds = forms.some((form) => form !== 'filled') ? true : undefined;
	return fact(
		'Scheduled runs have no test request ID',
		'probable',
		isBroken ? false : holds,
		counted(forms),
	);
}

function testIdForm(id: unknown): string {
	if (id === undefined || id === null) return 'null';
	if (id === '') return 'empty';
	return id === nilUuid ? 'nil UUID' : 'filled';
}
