import type { Certainty } from '../nodes/AsaActiveDirectory/api/endpoints';
import { endpointOf } from '../nodes/AsaActiveDirectory/api/endpoints';
import { field, text, type Wire } from '../nodes/AsaActiveDirectory/api/wire';
import { compareForms, keepsForm, seenForms, type Comparison } from './compareForms.cts';
import { compareDialects } from './dialect.cts';
import type { Evidence } from './evidence.cts';
import type { Attempt, Exchange } from './exchange.cts';
import { counted, readFacts } from './facts.cts';
import { formTitles } from './forms.cts';
import type { Gate } from './privacy.cts';
import { directoryOperations, namedEndpoints } from './specification.cts';
import { isVariant } from './variants.cts';
import { shortPath, standings, type Standing } from './standings.cts';

/** What a check found, as it came: private. */
interface Findings {
	attempts: Attempt[];
	mints: Exchange[];
	evidence: Evidence;
	/** Whether writes were tried too. */
	wrote: boolean;
	/** How it went, in a few words without names. */
	circumstances: string[];
}

export interface Report {
	/** Markdown; no name, id, domain, host or secret stands in it. */
	markdown: string;
	standings: Standing[];
	/** What of the certain parts of the contract didn't hold; empty where all did. */
	broken: string[];
}

type Row = Array<string | number>;

/** @param gate lets through what may be shown of the server's own words */
export function writeReport(findings: Findings, gate: Gate): Report {
	const { attempts, mints, evidence, wrote, circumstances } = findings;
	const all = standings(attempts, evidence, wrote);
	const errors = evidence.unknownId?.status === 404 ? [evidence.unknownId] : [];
	const seen = seenForms(attempts, mints, errors);
	const forms = compareForms(seen);
	const facts = readFacts(attempts, evidence, seen, gate);
	const results = [...seen.serverResult, ...seen.userResult];
	const markdown = [
		'# Contract check',
		[...circumstances, summary(all)].join('\n'),
		section(
			'Endpoints',
			['#', 'endpoint', 'was', 'now', 'answer'],
			all.map((one) => endpointRow(one, gate)),
		),
		section('Path Corrections to enter', ['endpoint', 'path'], corrections(all, gate)),
		section(
			'Fields',
			[
				'object',
				'was',
				'answers',
				'missing',
				'of another type',
				'unknown',
				'spelled otherwise',
				'unreadable',
			],
			forms.map((form) => formRow(form, gate)),
		),
		section(
			"Okta's client or Okta's page",
			['where they disagree', 'client', 'page', 'neither'],
			compareDialects(seen, attempts).map((row) => [row.what, row.client, row.page, row.neither]),
		),
		section(
			'Words of results',
			['field', 'words'],
			[
				['task_state', words(results, 'task_state', gate)],
				['rules_summary_status', words(results, 'rules_summary_status', gate)],
			],
		),
		section(
			'Behaviour',
			['what', 'found'],
			facts.map(({ what, found }) => [what, found]),
		),
		specificationSection(evidence, gate),
	];
	return {
		markdown: `${markdown.filter(Boolean).join('\n\n')}\n`,
		standings: all,
		broken: broken(all, forms),
	};
}

const certainties: Certainty[] = ['certain', 'probable', 'assumed'];

/** How many endpoints of each certainty stand how. */
function summary(all: Standing[]): string {
	return certainties
		.map((certainty) => {
			const of = all.filter(({ endpoint }) => endpointOf(endpoint).certainty === certainty);
			return `- ${certainty}: ${counted(of.map(({ verdict }) => verdict))}`;
		})
		.join('\n');
}

function broken(all: Standing[], forms: Comparison[]): string[] {
	const endpoints = all
		.filter(({ endpoint }) => endpointOf(endpoint).certainty === 'certain')
		.filter(({ verdict }) => verdict === 'refuted' || verdict === 'unclear')
		.map(({ endpoint, verdict }) => `${endpointOf(endpoint).what}: ${verdict}`);
	const fields = forms
		.filter((form) => formTitles[form.form].certainty === 'certain' && !keepsForm(form))
		.map(({ form }) => `fields of a ${formTitles[form].title}`);
	return [...endpoints, ...fields];
}

function endpointRow({ endpoint, verdict, attempt, note }: Standing, gate: Gate): Row {
	const { number = '', what, method, path, certainty } = endpointOf(endpoint);
	const errorName = attempt?.errorName === undefined ? undefined : gate.word(attempt.errorName);
	const answer = [attempt?.said, errorName, note].filter(Boolean).join(', ');
	return [number, `${what} (\`${method} ${shortPath(path)}\`)`, certainty, verdict, answer];
}

function corrections(all: Standing[], gate: Gate): Row[] {
	return all
		.filter(({ correction }) => correction !== undefined)
		.map(({ endpoint, correction = '' }) => {
			const isOurs = isVariant(endpoint, correction);
			const path = isOurs ? correction : (gate.template(correction) ?? '(hidden)');
			return [endpointOf(endpoint).what, `\`${path}\``];
		});
}

function formRow(comparison: Comparison, gate: Gate): Row {
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
		unknown.map((one) => typed(one, gate.name(one.field))).join(', '),
		otherCase.map((name) => gate.name(name)).join(', '),
		unreadable.join(', '),
	];
}

function words(results: Wire[], name: string, gate: Gate): string {
	const found = results.map((wire) => text(field(wire, name))).filter((word) => word !== null);
	return counted(found.map((word) => (word === '' ? '(empty)' : gate.word(word))));
}

function specificationSection({ specification }: Evidence, gate: Gate): string {
	if (!specification) return '';
	const { status, isRead } = specification;
	const heading = '## openapi.json';
	if (!isRead) return `${heading}\n\nIt is not served (${status ?? 'no answer'}).`;
	const named = namedEndpoints(specification).map(
		(name) => endpointOf(name).number ?? endpointOf(name).what,
	);
	const rows = directoryOperations(specification).map(({ method, path }) => [
		method,
		gate.template(path) === undefined ? '(hidden)' : `\`${path}\``,
	]);
	return [
		heading,
		`It is served. Of the endpoints above it names: ${named.join(', ') || 'none'}.`,
		table(['method', 'path about Active Directory'], rows),
	].join('\n\n');
}

function section(title: string, header: string[], rows: Row[]): string {
	return rows.length === 0 ? '' : `## ${title}\n\n${table(header, rows)}`;
}

function table(header: string[], rows: Row[]): string {
	const line = (cells: Row) =>
		`| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;
	return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}
