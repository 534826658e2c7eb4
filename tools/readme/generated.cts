import { readFileSync } from 'node:fs';
import { contractTable, coverageTable } from './coverage.cts';
import { operationsTable } from './operations.cts';
import { withSection } from './sections.cts';

/** The generated sections of each page that has some, by the name that the section's marks hold. */
const sections: Record<string, Record<string, () => string>> = {
	'docs/api-contract.md': { endpoints: contractTable },
	'docs/guarantees.md': { queue: () => figuresOf('test/n8n/queue') },
	'docs/measurements.md': {
		reliability: () => figuresOf('test/soak'),
		mutants: () => figuresOf('test/mutants'),
		faults: () => faultTables()[0],
		requests: () => faultTables()[1],
		speed: () => figuresOf('test/bench'),
	},
	'docs/operations.md': { operations: operationsTable, coverage: coverageTable },
};

/** The pages that hold generated tables, by their paths in the repository. */
export const generatedPages = Object.keys(sections);

/** The text of a page with each generated section as it should be. */
export function generate(page: string, text: string): string {
	return Object.entries(sections[page]).reduce(
		(result, [name, content]) => withSection(result, name, content()),
		text,
	);
}

/** What a test suite wrote about its last complete run. */
function figuresOf(folder: string): string {
	return readFileSync(`${folder}/figures.md`, 'utf8').trim();
}

/** What the fault tests found, and how many requests each operation takes, both below the line that says when. */
function faultTables(): string[] {
	const [line, ...tables] = figuresOf('test/faults').split('\n\n');
	return tables.map((table) => `${line}\n\n${table}`);
}
