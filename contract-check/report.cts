import { markdownTable } from '../support/cli/markdownTable.cts';
import { endpointOf, type Certainty } from '../nodes/AsaActiveDirectory/asa/endpoints';
import { answeredObjects, compareForms, compareSides, matchesForm } from './compareForms.cts';
import type { AnsweredObjects, Comparison } from './compareForms.cts';
import { endpointResults, type EndpointResult } from './endpointResults.cts';
import { readFacts } from './facts.cts';
import { formTitles } from './forms.cts';
import { readField, type JsonObject } from './json.cts';
import { counted, type Attempt, type Evidence, type Exchange, type Fact } from './record.cts';
import type { Redactor } from './redactor.cts';
import { directoryOperations, namedEndpoints } from './specification.cts';
import { isOwnTemplate } from './variants.cts';

/** What a check found, as it came: private. */
interface Findings {
	attempts: Attempt[];
	mints: Exchange[];
	evidence: Evidence;
	/** Whether writes were tried too. */
	wrote: boolean;
	/** How the check ran, in a few words without names. */
	details: string[];
}

export interface Report {
	/** Markdown without names, ids, domains, hosts or secrets. */
	markdown: string;
	endpoints: EndpointResult[];
	facts: Fact[];
	/** Certain facts that an answer contradicts. */
	contradictions: string[];
	/** Certain endpoints whose answer says nothing about them. */
	inconclusive: string[];
}

/** How a contradicted certain fact is marked, here and in the terminal. */
export const contradictionMark = 'CONTRADICTS A CERTAIN FACT';

type Row = Array<string | number>;

/** @param redactor decides what of the server's own texts may be shown */
export function writeReport(findings: Findings, redactor: Redactor): Report {
	const { attempts, mints, evidence, wrote, details } = findings;
	const endpoints = endpointResults(attempts, evidence, wrote);
	const errors = evidence.unknownId?.status === 404 ? [evidence.unknownId] : [];
	const found = answeredObjects(attempts, mints, errors);
	const forms = compareForms(found);
	const facts = readFacts(attempts, evidence, found, redactor);
	const contradictions = [
		...certainEndpoints(endpoints, 'contradicted'),
		...certainForms(forms),
		...facts.filter(isContradiction).map(({ what, seen }) => `${what}: ${seen}`),
	];
	const parts = [
		'# Contract check',
		[...details, ...summary(endpoints, facts)].join('\n'),
		contradictions.map((line) => `- **${contradictionMark}**: ${line}`).join('\n'),
		section('Endpoints', ['#', 'endpoint', 'contract', 'finding', 'answer'], endpoints, (one) =>
			endpointRow(one, redactor),
		),
		section(
			'Path Corrections to enter',
			['endpoint', 'path'],
			endpoints.filter(({ correction }) => correction !== undefined),
			(one) => correctionRow(one, redactor),
		),
		section('Facts', ['fact', 'contract', 'finding', 'seen'], facts, factRow),
		section('Fields', fieldColumns, forms, (form) => formRow(form, redactor)),
		section(
			"Okta's client or Okta's page",
			['where they disagree', 'client', 'page', 'neither'],
			compareSides(found, attempts),
			({ what, client, page, neither }) => [what, client, page, neither],
		),
		section('Words', ['field', 'words'], wordRows(found, redactor), (row) => row),
		specificationSection(evidence, redactor),
	];
	const inconclusive = certainEndpoints(endpoints, 'inconclusive');
	const markdown = `${parts.filter(Boolean).join('\n\n')}\n`;
	return { markdown, endpoints, facts, contradictions, inconclusive };
}

const certainties: Certainty[] = ['certain', 'probable', 'assumed'];

/** How many endpoints and facts of each certainty have which finding. */
function summary(endpoints: EndpointResult[], facts: Fact[]): string[] {
	return certainties.flatMap((certainty) => {
		const paths = endpoints.filter(({ endpoint }) => endpointOf(endpoint).certainty === certainty);
		const own = facts.filter((fact) => fact.certainty === certainty);
		const lines = [
			`- ${certainty} endpoints: ${counted(paths.map(({ finding }) => finding))}`,
			`- ${certainty} facts: ${counted(own.map(({ finding }) => finding))}`,
		];
		return paths.length > 0 ? lines : lines.slice(1);
	});
}

function certainEndpoints(
	endpoints: EndpointResult[],
	finding: 'contradicted' | 'inconclusive',
): string[] {
	return endpoints
		.filter((one) => endpointOf(one.endpoint).certainty === 'certain' && one.finding === finding)
		.map(({ endpoint }) => `${endpointOf(endpoint).what}: ${finding}`);
}

function certainForms(forms: Comparison[]): string[] {
	return forms
		.filter((one) => formTitles[one.form].certainty === 'certain' && !matchesForm(one))
		.map(({ form }) => `fields of a ${formTitles[form].title}`);
}

function isContradiction({ certainty, finding }: Fact): boolean {
	return certainty === 'certain' && finding === 'contradicted';
}

function endpointRow(
	{ endpoint, finding, attempt, note }: EndpointResult,
	redactor: Redactor,
): Row {
	const { number, what, method, path, certainty } = endpointOf(endpoint);
	const name = attempt?.errorName;
	const errorName = name === undefined ? undefined : redactor.word(name);
	const answer = [attempt?.answer, errorName, note].filter(Boolean).join(', ');
	return [number, `${what} (\`${method} ${path}\`)`, certainty, finding, answer];
}

function correctionRow({ endpoint, correction = '' }: EndpointResult, redactor: Redactor): Row {
	const isOurs = isOwnTemplate(correction);
	const path = isOurs ? correction : (redactor.template(correction) ?? '(hidden)');
	return [endpointOf(endpoint).what, `\`${path}\``];
}

function factRow(fact: Fact): Row {
	const finding = isContradiction(fact) ? `**${contradictionMark}**` : fact.finding;
	return [fact.what, fact.certainty, finding, fact.seen];
}

const fieldColumns = [
	'object',
	'contract',
	'answers',
	'missing',
	'other types',
	'unknown',
	'other case',
	'unreadable',
];

function formRow(comparison: Comparison, redactor: Redactor): Row {
	const { form, count, missing, otherTypes, otherCase, unknown, unreadable } = comparison;
	const { title, certainty } = formTitles[form];
	const typed = (one: { field: string; found: string[] }, name: string) =>
		`${name} (${one.found.join(' or ')})`;
	return [
		title,
		certainty,
		count,
		missing.map((one) => `${one.field} (${one.times})`).join(', '),
		otherTypes.map((one) => typed(one, one.field)).join(', '),
		unknown.map((one) => typed(one, redactor.name(one.field))).join(', '),
		otherCase.map((name) => redactor.name(name)).join(', '),
		unreadable.join(', '),
	];
}

/** The words of fields whose values the contract does not know in full. */
function wordRows(found: AnsweredObjects, redactor: Redactor): Row[] {
	const results = [...found.serverResult, ...found.userResult];
	return [
		['task_state', words(results, 'task_state', redactor)],
		['rules_summary_status', words(found.serverResult, 'rules_summary_status', redactor)],
		['status of a gateway', words(found.gatewayStatus, 'status', redactor)],
	];
}

function words(objects: JsonObject[], name: string, redactor: Redactor): string {
	const found = objects
		.map((object) => readField(object, name))
		.filter((word) => typeof word === 'string');
	return counted(found.map((word) => (word === '' ? '(empty)' : redactor.word(word))));
}

function specificationSection({ specification }: Evidence, redactor: Redactor): string {
	if (!specification) return '';
	const { status, isRead } = specification;
	const heading = '## openapi.json';
	if (!isRead) return `${heading}\n\nIt is not served (${status ?? 'no answer'}).`;
	const named = namedEndpoints(specification).map((name) => endpointOf(name).number);
	const rows = directoryOperations(specification).map(({ method, path }) => [
		method,
		redactor.template(path) === undefined ? '(hidden)' : `\`${path}\``,
	]);
	return [
		heading,
		`It is served. Of the endpoints above it names: ${named.join(', ') || 'none'}.`,
		markdownTable(['method', 'path about Active Directory'], rows),
	].join('\n\n');
}

function section<Entry>(
	title: string,
	columns: string[],
	entries: Entry[],
	rowOf: (entry: Entry) => Row,
): string {
	return entries.length === 0 ? '' : `## ${title}\n\n${markdownTable(columns, entries.map(rowOf))}`;
}
