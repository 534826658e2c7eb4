import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/* The page that names the hard bounds says what the code has. The engine's test of requests shows that they hold. */
const repositoryRoot = join(__dirname, '../../..');
const node = 'nodes/AsaActiveDirectory';
const [, bounds] = readFileSync(join(repositoryRoot, 'docs/decisions.md'), 'utf8').split(
	'## Hard timeouts',
);
const [section] = bounds.split('\n## ');

/** What a constant of a file is, as it is written there. */
function constant(file: string, name: string): string | undefined {
	const text = readFileSync(join(repositoryRoot, node, file), 'utf8');
	return new RegExp(`const ${name} = ([^;]+);`).exec(text)?.[1];
}

it.each([
	['asa/auth/probe.ts', 'requestTimeoutMs', '10_000', 'minting a token, trying it', '10 s each'],
	['asa/http/pacing.ts', 'maxRetries', '3', 'a read with its three repetitions', 'four times that'],
	['asa/http/pacing.ts', 'maxWaitMs', '60_000', 'a read with its three', 'up to 60 s each'],
	['asa/http/requests.ts', 'maxPages', '2_000', 'a list', '2,000 pages'],
	['methods/pickers.ts', 'budgetMs', '20_000', 'a list in the editor', '20 s'],
	[
		'trigger/snapshot.ts',
		'samplesBudgetMs',
		'60_000',
		'a list in the editor',
		'_Fetch Test Event_ 60 s',
	],
	['trigger/snapshot.ts', 'budgetShare', '0.9', 'all requests and waits of a poll', 'nine tenths'],
	['asa/auth/session.ts', 'longestTimerMs', '2 ** 31 - 1', '', '24.8 days'],
])('%s: %s is %s, and the page says so', (file, name, value, row, said) => {
	expect(constant(file, name)).toBe(value);
	const lines = section.split('\n').filter((line) => line.includes(row));
	expect(lines.join('\n')).toContain(said);
});

it("names what n8n's helper can't bound", () => {
	const [, unbounded] = section.split("What can't be bounded");
	expect(unbounded).toContain('The size of an answer');
	expect(unbounded).toContain("The place of minting in a poll's budget");
	expect(unbounded).toContain('Minting for a cancelled execution');
});

it('is linked where people look for it', () => {
	for (const page of ['README.md', 'docs/operations.md']) {
		const text = readFileSync(join(repositoryRoot, page), 'utf8');
		expect(text).toContain('decisions.md#hard-timeouts');
	}
});
