import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OktaAsaApi } from '../../../../credentials/OktaAsaApi.credentials';
import { defaultEvents } from '../../../../nodes/AsaActiveDirectory/monitor/rules/types';
import { resources } from '../../../../nodes/AsaActiveDirectory/resources';
import { properties } from '../../../../nodes/AsaActiveDirectory/trigger/parameters';
import { generate, generatedPages } from '../../../../tools/readme/generated.cts';

const textOf = (page: string) => readFileSync(page, 'utf8');
const readme = textOf('README.md');

/** The text of a page below a heading, up to the next heading of the second level or deeper. */
function sectionOf(page: string, heading: string): string {
	const [, section] = textOf(page).split(`\n${heading}\n`);
	return section.split(/\n##/)[0];
}

/** The cells of the rows of the tables in a section, without the heading. */
function rowsOf(page: string, heading: string): string[][] {
	const lines = sectionOf(page, heading).match(/^\|.*\|$/gm) ?? [];
	const rows = lines.map((line) =>
		line
			.slice(1, -1)
			.split('|')
			.map((cell) => cell.trim()),
	);
	return rows.filter(([first]) => !/^-+$/.test(first)).slice(1);
}

const firstColumn = (page: string, heading: string) => rowsOf(page, heading).map(([cell]) => cell);

/** The text of every source file in a folder. */
function sourcesOf(folder: string): string[] {
	return readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.ts'))
		.map((file) => readFileSync(join(folder, file), 'utf8'));
}

describe('generated tables', () => {
	it.each(generatedPages)(
		'of %s are as they are generated (npm run readme writes them)',
		(page) => {
			const text = textOf(page);
			expect(text).toBe(generate(page, text));
		},
	);

	it('stand in the pages that npm run readme writes, and in no other', () => {
		const inDocs = readdirSync('docs').filter((file) => file.endsWith('.md'));
		const pages = ['README.md', ...inDocs.map((file) => `docs/${file}`)];
		const marked = pages.filter((page) => textOf(page).includes('<!-- generated:'));
		expect(marked.sort()).toEqual([...generatedPages].sort());
	});

	it.each([
		['docs/measurements.md', 'reliability,mutants,faults,requests,speed'],
		['docs/operations.md', 'operations,coverage'],
	])('of %s are all there: %s', (page, names) => {
		const marks = [...textOf(page).matchAll(/<!-- generated: (\w+) -->/g)];
		expect(marks.map(([, name]) => name).sort()).toEqual(names.split(',').sort());
	});
});

describe('README', () => {
	it('has at most 2,500 words, as wc -w counts them', () => {
		expect(readme.trim().split(/\s+/).length).toBeLessThanOrEqual(2_500);
	});

	it('lists each of its sections under Contents', () => {
		const headings = [...readme.matchAll(/^## +(.*?) *$/gm)].map(([, heading]) => heading);
		const contents = readme.split('\n').find((line) => line.startsWith('**Contents:**'))!;
		const anchors = [...contents.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor);
		expect(anchors).toEqual(headings.map((heading) => heading.toLowerCase().replaceAll(' ', '-')));
	});

	it('calls the credential what n8n calls it', () => {
		const { displayName } = new OktaAsaApi();
		expect(sectionOf('README.md', '## Credentials')).toContain(`**${displayName}** contains`);
		expect(sectionOf('README.md', '## Usage')).toContain(`**${displayName}**`);
	});

	it('names every field of the credential that a user sees', () => {
		const labels = new OktaAsaApi().properties
			.filter(({ type }) => type !== 'hidden' && type !== 'notice')
			.map(({ displayName }) => displayName);
		const named = firstColumn('README.md', '## Credentials').flatMap((cell) => cell.split(', '));
		expect(named.sort()).toEqual(labels.sort());
	});

	it('names every resource and each of its operations', () => {
		const rows = rowsOf('README.md', '## Operations');
		const jobs = [rows[0], rows[1]].map(([, operations]) => operations).join();
		for (const { entry, operations } of resources) {
			const row = rows.find(([names]) => names.split(', ').includes(entry.name));
			const named = /Sync Job/.test(entry.name) ? jobs : row?.[1];
			for (const operation of operations) expect(named).toContain(operation.entry.name);
		}
		expect(rows.flatMap(([names]) => names.split(', ')).sort()).toEqual(
			resources.map(({ entry }) => entry.name).sort(),
		);
	});

	it('claims nothing of the measurements that their last run does not show', () => {
		const figures = new Map(
			['## Reliability', '## Faults'].flatMap((heading) =>
				rowsOf('docs/measurements.md', heading).map(([what, figure]) => [what, figure] as const),
			),
		);
		for (const what of [
			'results lost',
			'results doubled',
			'alerts and error executions wrong',
			'alerts and error executions missing',
			'items late by more than two polls',
			'incidents left open wrongly',
			'results duplicated',
			'wrong answers',
			'lost or doubled writes',
			'secrets found elsewhere',
		]) {
			expect([what, figures.get(what)]).toEqual([what, '0']);
		}
	});
});

describe('the page of the trigger', () => {
	const events = properties.find(({ name }) => name === 'events')!.options as Array<{
		name: string;
		value: string;
	}>;
	const labelsOf = (isDefault: boolean) =>
		events
			.filter(({ value }) => defaultEvents.some((event) => event === value) === isDefault)
			.map(({ name }) => name)
			.sort();

	it('explains every event, and says which are chosen by default', () => {
		const rows = rowsOf('docs/trigger.md', '## Events');
		const named = (isDefault: boolean) =>
			rows.filter((row) => (row[3] === 'yes') === isDefault).map(([name]) => name);
		expect(named(true).sort()).toEqual(labelsOf(true));
		expect(named(false).sort()).toEqual(labelsOf(false));
	});

	it('agrees with the README on what is chosen by default', () => {
		const [, list] = /\*\*On by default:\*\* (.*?)\./.exec(readme)!;
		expect(list.split(', ').sort()).toEqual(labelsOf(true));
	});

	it("explains every field of the trigger's items", () => {
		const named = firstColumn('docs/trigger.md', '## Items').flatMap(
			(cell) => cell.match(/\w+/g) ?? [],
		);
		const schema = JSON.parse(textOf('nodes/AsaActiveDirectory/__schema__/v1.0.0.json')) as {
			properties: object;
		};
		expect(named.sort()).toEqual(Object.keys(schema.properties).sort());
	});
});

describe('the page of troubleshooting', () => {
	it('quotes only messages that the nodes say', () => {
		const messages = firstColumn('docs/troubleshooting.md', '## Messages');
		expect(messages.length).toBeGreaterThan(10);
		const sources = sourcesOf('nodes').join('\n').replaceAll("\\'", "'");
		for (const message of messages) expect(sources).toContain(message);
	});
});
