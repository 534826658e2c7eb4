import { readFileSync } from 'node:fs';
import { contractTable, coverageTable } from './coverage.cts';
import { operationsTable } from './operations.cts';
import { withSection } from './sections.cts';

/** The README with each generated section as it should be. */
export function generate(readme: string): string {
	const [faults, requests] = readFileSync('test/faults/figures.md', 'utf8').trim().split('\n\n');
	const sections = {
		operations: operationsTable(),
		reliability: readFileSync('test/soak/figures.md', 'utf8').trim(),
		faults,
		requests,
		queue: readFileSync('test/n8n/queue/figures.md', 'utf8').trim(),
		speed: readFileSync('test/bench/figures.md', 'utf8').trim(),
		coverage: coverageTable(),
	};
	return Object.entries(sections).reduce(
		(text, [name, content]) => withSection(text, name, content),
		readme,
	);
}

/** The contract's page with its generated table as it should be. */
export function generateContract(page: string): string {
	return withSection(page, 'endpoints', contractTable());
}
