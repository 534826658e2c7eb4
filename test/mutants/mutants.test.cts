import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { mutate } from './copy.cts';
import { allMutants } from './mutants/index.cts';
import type { Mutant } from './mutants/mutant.cts';

const nodeFolder = join(__dirname, '../../nodes/AsaActiveDirectory');
const sourceOf = ({ file }: Mutant) => readFileSync(join(nodeFolder, file), 'utf8');

const named = allMutants.map((mutant) => [`${mutant.file}: ${mutant.why}`, mutant] as const);

it('there are enough, and each is there once', () => {
	expect(allMutants.length).toBeGreaterThanOrEqual(40);
	expect(new Set(allMutants.map(({ why }) => why)).size).toBe(allMutants.length);
});

// A mutant that can't be compiled would be caught by any test.
it.each(named)('%s: the text is in the source, and what replaces it is TypeScript', (_, mutant) => {
	const source = mutate(sourceOf(mutant), mutant);
	expect(source).not.toBe(sourceOf(mutant));
	const { diagnostics } = ts.transpileModule(source, { reportDiagnostics: true });
	expect(diagnostics?.map(({ messageText }) => messageText)).toEqual([]);
});

it.each([
	['a a', 2],
	['b', 0],
])('a text that "%s" has %i times is refused', (source, times) => {
	const mutant = { file: 'x.ts', search: 'a', replacement: 'c', why: 'none' };
	expect(() => mutate(source, mutant)).toThrow(`x.ts has "a" ${times} times`);
});
