import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generate, generateContract } from '../../../../tools/readme/generated.cts';

const readme = readFileSync('README.md', 'utf8');

/** The first cells of the table of a section, its heading left out. */
function firstColumn(heading: string): string[] {
	const [, section] = readme.split(`\n${heading}\n`);
	const rows = section.split(/\n##/)[0].matchAll(/^\| ([^|]+) \|/gm);
	return [...rows].map(([, cell]) => cell.trim()).slice(1);
}

/** The text of every source file in a folder. */
function sourcesOf(folder: string): string[] {
	return readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.ts'))
		.map((file) => readFileSync(join(folder, file), 'utf8'));
}

describe('README', () => {
	it('holds its tables as they are generated (npm run readme writes them)', () => {
		expect(readme).toBe(generate(readme));
	});

	it('shares its table of endpoints with the contract (npm run readme writes both)', () => {
		const contract = readFileSync('docs/api-contract.md', 'utf8');
		expect(contract).toBe(generateContract(contract));
	});

	it('quotes, under Troubleshooting, only messages that the nodes say', () => {
		const messages = firstColumn('## Troubleshooting');
		expect(messages.length).toBeGreaterThan(10);
		const sources = sourcesOf('nodes').join('\n').replaceAll("\\'", "'");
		for (const message of messages) expect(sources).toContain(message);
	});

	it("explains every field of the trigger's items", () => {
		const named = firstColumn('### Items').flatMap((cell) => cell.match(/\w+/g) ?? []);
		const schema = JSON.parse(
			readFileSync('nodes/AsaActiveDirectory/__schema__/v1.0.0.json', 'utf8'),
		) as { properties: object };
		expect(named.sort()).toEqual(Object.keys(schema.properties).sort());
	});
});
