import type { AnsweredObjects } from './compareForms.cts';
import { expectedAnswers } from './expectedAnswers.cts';
import { isJsonObject, readField, readId, readObjects, readText } from './json.cts';
import type { JsonObject } from './json.cts';
import { connectionFacts, jobFacts, serverFacts } from './objectFacts.cts';
import { attemptAt, counted, fact, linkRelations } from './record.cts';
import type { Attempt, Evidence, Exchange, Fact } from './record.cts';
import type { Redactor } from './redactor.cts';
import { resultFacts } from './resultFacts.cts';

/** Source: docs/api-contract.md, "Paging, limits, errors". */
const maxEntriesPerPage = 100;
const requestsPerHour = 10_000;

/** What the answers say about each fact of the contract that a check can see. */
export function readFacts(
	attempts: Attempt[],
	evidence: Evidence,
	found: AnsweredObjects,
	redactor: Redactor,
): Fact[] {
	const exchanges = attempts.flatMap((attempt) => attempt.exchanges);
	return [
		...pagingFacts(attempts),
		descendingFact(attempts),
		...limitFacts(exchanges),
		...errorFacts(attempts, evidence, redactor),
		...connectionFacts(attempts, found),
		...jobFacts(attempts, found),
		...resultFacts(attempts, found, redactor),
		...serverFacts(attempts, found, redactor),
		...evidence.facts,
	];
}

function entriesOf({ body }: Exchange): JsonObject[] {
	return isJsonObject(body) ? readObjects(body, 'list') : [];
}

function pagingFacts(attempts: Attempt[]): Fact[] {
	const lists = attempts.filter(
		({ endpoint, finding }) => expectedAnswers[endpoint].body === 'list' && finding === 'confirmed',
	);
	const pages = lists.flatMap(({ exchanges }) => exchanges);
	const most = Math.max(0, ...pages.map((page) => entriesOf(page).length));
	const single = lists.filter(({ exchanges }) => exchanges.length === 1).map(lastPage);
	const ended = lists.filter(({ exchanges }) => exchanges.length > 1).map(lastPage);
	return [
		fact(
			`A page holds at most ${maxEntriesPerPage} entries`,
			'certain',
			pages.length > 0 ? most <= maxEntriesPerPage : undefined,
			`at most ${most}`,
		),
		...smallPageFacts(attempts),
		lastPageFact('A list on one page comes without a Link header', single),
		lastPageFact('The last of several pages comes without a Link header', ended),
	];
}

function lastPage({ exchanges }: Attempt): Exchange {
	return exchanges[exchanges.length - 1];
}

function lastPageFact(what: string, pages: Exchange[]): Fact {
	const last = pages.map(linkRelations).filter((relations) => !relations.includes('next'));
	const withLink = last.filter((relations) => relations.length > 0);
	const holds = last.length > 0 ? withLink.length === 0 : undefined;
	const relations = counted(withLink.map((names) => `rel ${names.filter(isRelation).join(', ')}`));
	const seen = relations === '' ? `none of ${last.length} lists has one` : relations;
	return fact(what, 'probable', holds, last.length > 0 ? seen : '');
}

function isRelation(name: string): boolean {
	return ['prev', 'first', 'last', 'self'].includes(name);
}

const smallPageStatements = [
	'The query count limits a page',
	'The next page is at rel="next" of the Link header',
];

/** What a list of connections with count=1 shows, if there are several. */
function smallPageFacts(attempts: Attempt[]): Fact[] {
	const total = attemptAt(attempts, 'listConnections')?.items.length ?? 0;
	const small = attemptAt(attempts, 'listConnections', { count: 1 });
	const [first, second] = small?.exchanges ?? [];
	if (first === undefined || total < 2) {
		const seen = `${total} connections`;
		return smallPageStatements.map((what) => fact(what, 'certain', undefined, seen));
	}
	const count = entriesOf(first).length;
	const hasNext = linkRelations(first).includes('next');
	return [
		fact(smallPageStatements[0], 'certain', count <= 1, `${count} of ${total} connections`),
		fact(
			smallPageStatements[1],
			'certain',
			count < total ? hasNext && second?.status === 200 : undefined,
			hasNext ? `next page: ${second?.status}` : 'no rel="next"',
		),
	];
}

function descendingFact(attempts: Attempt[]): Fact {
	const idsOf = (query: object) =>
		attemptAt(attempts, 'listConnections', { ...query })?.items.map(readId) ?? [];
	const [plain, descending] = [idsOf({}), idsOf({ descending: true })];
	const isDistinguishable = plain.length > 1 && plain.length === descending.length;
	const isReversed = plain.toReversed().join() === descending.join();
	const isSame = plain.join() === descending.join();
	const order = isReversed ? 'reversed' : isSame ? 'ignored' : 'another order';
	return fact(
		'The query descending reverses the list of connections',
		// Certain is that it puts the newest first, not that they are last otherwise.
		'probable',
		isDistinguishable ? isReversed : undefined,
		isDistinguishable ? order : '',
	);
}

function limitFacts(exchanges: Exchange[]): Fact[] {
	// What is not JSON is a proxy's.
	const answers = exchanges.filter(
		({ status, body }) => status !== undefined && (typeof body !== 'string' || body === ''),
	);
	const having = (...names: string[]) =>
		answers.filter(({ headers }) => names.every((name) => headers[name] !== undefined)).length;
	const limits = answers.map(({ headers }) => Number(headers['x-ratelimit-limit']));
	const numbers = [...new Set(limits.filter(Number.isFinite))];
	const everywhere = (what: string, certainty: Fact['certainty'], times: number) =>
		fact(
			what,
			certainty,
			answers.length > 0 ? times === answers.length : undefined,
			`on ${times} of ${answers.length} answers`,
		);
	return [
		everywhere(
			'Every answer has X-RateLimit-Limit, -Remaining and -Reset',
			'certain',
			having('x-ratelimit-limit', 'x-ratelimit-remaining', 'x-ratelimit-reset'),
		),
		fact(
			'The limit is 10,000 requests an hour',
			'certain',
			numbers.length > 0 ? numbers.every((limit) => limit === requestsPerHour) : undefined,
			numbers.join(', '),
		),
		retryFact(answers),
		everywhere('Every answer has a Date', 'assumed', having('date')),
	];
}

function retryFact(answers: Exchange[]): Fact {
	const limited = answers.filter(({ status }) => status === 429);
	const withHeader = limited.filter(({ headers }) => headers['x-ratelimit-retry-at'] !== undefined);
	const after = limited.filter(({ headers }) => headers['retry-after'] !== undefined);
	return fact(
		'429 has X-RateLimit-Retry-At',
		'probable',
		limited.length > 0 ? withHeader.length === limited.length : undefined,
		limited.length > 0
			? `on ${withHeader.length} of ${limited.length}; Retry-After on ${after.length}`
			: '',
	);
}

function errorFacts(
	attempts: Attempt[],
	{ unknownId, opaList }: Evidence,
	redactor: Redactor,
): Fact[] {
	const body = isJsonObject(unknownId?.body) ? unknownId.body : undefined;
	const isComplete =
		body && ['code', 'message', 'nottype'].every((name) => readField(body, name) !== undefined);
	const name = readText(body, 'nottype');
	const isDistinguishable = unknownId?.status !== undefined && unknownId.status !== 401;
	const denied = attempts.filter(({ exchanges }) => exchanges.at(-1)?.status === 401);
	const roles = denied.filter(({ errorName }) => errorName === 'authorization_error');
	return [
		fact('An error body has code, message and nottype', 'probable', isComplete),
		fact(
			'An unknown connection ID answers 404 resource_does_not_exist',
			'probable',
			isDistinguishable
				? unknownId.status === 404 && name === 'resource_does_not_exist'
				: undefined,
			describe(unknownId, redactor),
		),
		fact(
			'A missing role answers 401 authorization_error',
			'certain',
			roles.length > 0 ? true : undefined,
			roles.length > 0 ? `${roles.length} times` : '',
		),
		fact(
			"The successor's list of AD connections answers 401 or 404",
			'assumed',
			opaList?.status === undefined ? undefined : [401, 404].includes(opaList.status),
			describe(opaList, redactor),
		),
	];
}

function describe(exchange: Exchange | undefined, redactor: Redactor): string {
	if (exchange?.status === undefined) return 'no answer';
	const name = isJsonObject(exchange.body) ? readText(exchange.body, 'nottype') : undefined;
	return name === undefined ? `${exchange.status}` : `${exchange.status}, ${redactor.word(name)}`;
}
