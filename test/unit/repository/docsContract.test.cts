import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expectedAnswers } from '../../../contract-check/expectedAnswers.cts';
import {
	endpointOf,
	endpoints,
	type EndpointName,
} from '../../../nodes/AsaActiveDirectory/asa/endpoints';

const repositoryRoot = join(__dirname, '../../..');
const textOf = (path: string) => readFileSync(join(repositoryRoot, path), 'utf8');

const contractPage = 'docs/api-contract.md';
const contract = textOf(contractPage);
const headings = [...contract.matchAll(/^#{2,} +(.*)$/gm)].map(([, heading]) => heading);

const sources = [
	'nodes',
	'credentials',
	'sandbox',
	'contract-check',
	'support',
	'demo',
	'tools',
	'test',
].flatMap((folder) =>
	readdirSync(join(repositoryRoot, folder), { recursive: true, encoding: 'utf8' })
		.filter((file) => /\.[cm]?[tj]s$/.test(file))
		.map((file) => join(folder, file)),
);

/** The comments of a source text, each on one line. */
function commentsOf(source: string): string[] {
	const comments = source.match(/\/\*[\s\S]*?\*\/|(?:^|\s)\/\/.*$(?:\n\s*\/\/.*$)*/gm) ?? [];
	return comments.map((comment) => comment.replace(/\n\s*(?:\*|\/\/)?\s*/g, ' '));
}

/** A mention of the page with the headings that follow it. */
const mention = /api-contract\.md(?:, ((?:"[^"]*"(?:, | and )?)+))?/g;

/** What is wrong with the mentions of the contract in a comment. */
function problemsOf(comment: string): string[] {
	const unknown = [...comment.matchAll(mention)].flatMap(([, quoted]) => {
		if (quoted === undefined) return ['names no heading'];
		const cited = [...quoted.matchAll(/"([^"]*)"/g)].map(([, heading]) => heading);
		return cited.filter((heading) => !headings.includes(heading));
	});
	const isOldForm = /(?<![\w.-])contract, /.test(comment);
	return isOldForm ? [...unknown, `old form: ${comment}`] : unknown;
}

it('has the headings that the project agreed on', () => {
	expect(headings).toEqual([
		'Sources and certainty',
		'Host, team, authentication',
		'Paging, limits, errors',
		'Endpoints',
		'Fields',
		'Connection',
		'Server sync job',
		'User sync job',
		'Result',
		'Gateway',
		'Server',
		"Where Okta's page and client disagree",
		'Behaviour that shapes the product',
		'Okta Privileged Access',
	]);
});

describe('mentions of the contract in comments', () => {
	it.each(sources)('%s names headings that exist', (file) => {
		expect(commentsOf(textOf(file)).flatMap(problemsOf)).toEqual([]);
	});

	it('are found in every folder that is written from it', () => {
		const citing = sources.filter((file) =>
			commentsOf(textOf(file)).some((comment) => comment.includes(`${contractPage}, "`)),
		);
		const folders = new Set(citing.map((file) => file.split('/')[0]));
		expect([...folders].sort()).toEqual(['contract-check', 'nodes', 'sandbox', 'test']);
	});

	const old = 'contract';
	it.each([
		[`/** Source: ${contractPage}, "Fields". */`, []],
		[`// As in ${contractPage}, "Fields" and "Endpoints" (certain).`, []],
		[`/**\n * Source: ${contractPage},\n * "Paging, limits, errors".\n */`, []],
		[`/** Source: ${contractPage}, "Field". */`, ['Field']],
		[`/** Source: ${contractPage}, "Fields" and "Field". */`, ['Field']],
		[`/** See ${contractPage}. */`, ['names no heading']],
		[`/** Source: ${old}, "Fields". */`, [expect.stringContaining('old form')]],
		[`// (${old}, endpoint 12)`, [expect.stringContaining('old form')]],
	])('%j is checked', (source, problems) => {
		expect(commentsOf(source).flatMap(problemsOf)).toEqual(problems);
	});
});

/** The rows of a page's generated table, as number, method, path and certainty. */
function tableOf(page: string, name: string) {
	const [, section] = textOf(page).split(`<!-- generated: ${name} -->`);
	const rows = section.split('<!-- end:')[0].matchAll(/^\| (\d+) \| (.*) \|$/gm);
	return [...rows].map(([, number, rest]) => {
		const [what, call, certainty] = rest.split(' | ');
		const [method, path] = call.replaceAll('`', '').split(' ');
		const full = path
			.replace(/^C/, '/v1/teams/{team}/integrations/ad_connections')
			.replace(/^T/, '/v1/teams/{team}');
		return { number: Number(number), what, method, path: full, certainty };
	});
}

describe('the table of endpoints', () => {
	const names = Object.keys(endpoints) as EndpointName[];
	const expected = names.map((name) => {
		const { number, what, method, path, certainty } = endpointOf(name);
		return { number, what, method, path, certainty };
	});

	it('numbers 29 endpoints, none of which is only assumed', () => {
		expect(expected.map(({ number }) => number)).toEqual(
			Array.from({ length: 29 }, (_, index) => index + 1),
		);
		const probable = expected.filter(({ certainty }) => certainty === 'probable');
		expect(probable.map(({ number }) => number)).toEqual([6, 13, 25]);
		expect(expected.some(({ certainty }) => certainty === 'assumed')).toBe(false);
	});

	it.each([
		[contractPage, 'endpoints'],
		['docs/operations.md', 'coverage'],
	])('in %s is that of the code', (page, name) => {
		expect(tableOf(page, name)).toEqual(expected);
	});

	it('is what the contract check expects answers from', () => {
		expect(Object.keys(expectedAnswers)).toEqual(names);
	});

	it('names what the contract check never calls, with the reason', () => {
		const never = names.filter((name) => expectedAnswers[name].neverCalled);
		expect(never).toEqual(['createConnection', 'updateConnection', 'deleteConnection']);
		for (const name of never) {
			expect(contract).toContain(`| never: ${expectedAnswers[name].neverCalled} |`);
		}
	});
});
