import { nextPageLink } from '../nodes/AsaActiveDirectory/api/pageLink';
import { field, flag, text, type Wire } from '../nodes/AsaActiveDirectory/api/wire';
import type { SeenForms } from './compareForms.cts';
import { dueAnswers } from './dueAnswers.cts';
import type { Evidence, Fact } from './evidence.cts';
import type { Attempt, Exchange } from './exchange.cts';
import { jsonType } from './forms.cts';
import type { Gate } from './privacy.cts';

const nilUuid = '00000000-0000-0000-0000-000000000000';

/** What the answers show of the API's behaviour: paging, limits, errors, results. */
export function readFacts(
	attempts: Attempt[],
	evidence: Evidence,
	seen: SeenForms,
	gate: Gate,
): Fact[] {
	const exchanges = attempts.flatMap((attempt) => attempt.exchanges);
	return [
		...pagingFacts(attempts),
		...headerFacts(exchanges),
		...errorFacts(evidence, gate),
		...statusFacts(attempts),
		...resultFacts(attempts, seen),
		...evidence.facts,
	];
}

function pagingFacts(attempts: Attempt[]): Fact[] {
	const small = attempts.find(({ query }) => query.count === 1);
	const lists = attempts.filter(({ endpoint, verdict, query }) => {
		return dueAnswers[endpoint].body === 'list' && verdict === 'confirmed' && query.count !== 1;
	});
	const last = lists.map(({ exchanges }) => exchanges.at(-1)?.headers.link);
	const withoutNext = last.filter((link) => nextPageLink(link) === undefined);
	const facts = [
		{
			what: 'Lists that end: with a Link header all the same',
			found: `${withoutNext.filter(Boolean).length} of ${withoutNext.length}`,
		},
	];
	if (small?.verdict !== 'confirmed') return facts;
	const [first, second] = small.exchanges;
	return [
		{ what: 'A page of count=1: Link header', found: linkForm(first) },
		{ what: 'A page of count=1: next page', found: second ? `${second.status}` : 'there is none' },
		...facts,
	];
}

function linkForm({ headers: { link } }: Exchange): string {
	if (!link) return 'none';
	const header = Array.isArray(link) ? link.join(', ') : String(link);
	const relations = ['next', 'prev', 'first', 'last'].filter((name) =>
		new RegExp(`rel="?${name}"?`, 'i').test(header),
	);
	const quotes = header.includes('rel="') ? 'quoted' : 'without quotes';
	return `rel ${relations.join(', ') || 'none that is known'}, ${quotes}`;
}

const knownHeaders = [
	'X-RateLimit-Limit',
	'X-RateLimit-Remaining',
	'X-RateLimit-Reset',
	'X-RateLimit-Retry-At',
	'Retry-After',
	'Date',
];

function headerFacts(exchanges: Exchange[]): Fact[] {
	const answers = exchanges.filter(({ status }) => status !== undefined);
	const times = (name: string) =>
		answers.filter(({ headers }) => headers[name.toLowerCase()] !== undefined).length;
	const limits = answers.map(({ headers }) => Number(headers['x-ratelimit-limit']));
	const numbers = [...new Set(limits.filter(Number.isFinite))];
	return [
		...knownHeaders.map((name) => ({
			what: `Header ${name}`,
			found: `on ${times(name)} of ${answers.length} answers`,
		})),
		{ what: 'Requests an hour, by X-RateLimit-Limit', found: numbers.join(', ') || 'not said' },
	];
}

function errorFacts({ unknownId }: Evidence, gate: Gate): Fact[] {
	if (!unknownId) return [];
	const { status, body } = unknownId;
	const name = jsonType(body) === 'object' ? text(field(body as Wire, 'nottype')) : null;
	const words =
		name === null ? `body: ${body === undefined ? 'none' : jsonType(body)}` : gate.word(name);
	return [
		{ what: 'A connection id that does not exist', found: `${status ?? 'no answer'}, ${words}` },
	];
}

/** Whether the list of user sync jobs takes the query `status` (probable). */
function statusFacts(attempts: Attempt[]): Fact[] {
	return attempts
		.filter(({ query }) => query.status === 'ACTIVE')
		.map(({ said, items }) => ({
			what: 'User sync jobs by the query status=ACTIVE',
			found: `${said}, active: ${items.filter((job) => flag(field(job, 'is_active'))).length} of ${items.length}`,
		}));
}

function resultFacts(attempts: Attempt[], seen: SeenForms): Fact[] {
	const results = [...seen.serverResult, ...seen.userResult];
	const lists = attempts.filter(
		({ endpoint, verdict }) =>
			verdict === 'confirmed' &&
			['listServerSyncResults', 'listUserSyncResults'].includes(endpoint),
	);
	const facts: Fact[] = [];
	if (lists.length > 0) {
		const most = Math.max(...lists.map(({ items }) => items.length));
		const sorted = lists.filter(({ items }) => isNewestFirst(items)).length;
		facts.push(
			{ what: 'Most results listed of one job (first page)', found: String(most) },
			{ what: 'With descending=true, newest first', found: `${sorted} of ${lists.length} lists` },
		);
	}
	if (results.length > 0) {
		facts.push(
			{ what: 'Test request ids of results', found: counted(results.map(testIdForm)) },
			{ what: 'summary', found: counted(seen.resultStatus.map((wire) => typeOf(wire, 'summary'))) },
			{
				what: 'detailed_summary',
				found: counted(seen.resultStatus.map((wire) => typeOf(wire, 'detailed_summary'))),
			},
		);
	}
	return facts;
}

function isNewestFirst(items: Wire[]): boolean {
	const times = items.map((wire) => Date.parse(text(field(wire, 'created_at')) ?? ''));
	return times.every((time, index) => index === 0 || time <= times[index - 1]);
}

function testIdForm(result: Wire): string {
	const id = field(result, 'ad_test_request_id') ?? field(result, 'ad_user_sync_test_request_id');
	if (id === undefined || id === null) return 'null';
	if (id === '') return 'empty';
	return id === nilUuid ? 'nil UUID' : 'filled';
}

function typeOf(wire: Wire, name: string): string {
	const value = field(wire, name);
	return value === undefined ? 'absent' : jsonType(value);
}

/** Each value with how often it occurs. */
export function counted(values: string[]): string {
	const counts = new Map<string, number>();
	for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
	return [...counts].map(([value, times]) => `${value} (${times})`).join(', ') || 'none';
}
