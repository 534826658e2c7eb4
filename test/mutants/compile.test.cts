import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { withTemporaryFolder } from '../../support/system/folders.cts';
import { assertCompiles } from './compile.cts';
import { sourcePath } from './copy.cts';

const source = `import { unused } from './other';
export const textOf = (value: string | null) => (unused && value !== null ? value.trim() : '');
`;

const mutant = (search: string, replacement: string) => ({
	...{ file: 'one.ts', search, replacement, why: `${search} becomes ${replacement}` },
});
const good = mutant('unused && ', '');
const bad = mutant('value !== null', 'value === null');
const alsoBad = mutant('? value', '? value +');

async function check(...mutants: Array<typeof good>): Promise<void> {
	await withTemporaryFolder('types', async (root) => {
		const compilerOptions = { strict: true, noUnusedLocals: true, types: [] };
		const files: Array<[string, string]> = [
			[join(root, 'tsconfig.json'), JSON.stringify({ compilerOptions })],
			[sourcePath(root, good), source],
			[sourcePath(root, { ...good, file: 'other.ts' }), 'export const unused = true;'],
		];
		for (const [path, text] of files) {
			await mkdir(dirname(path), { recursive: true });
			await writeFile(path, text);
		}
		await assertCompiles(root, mutants, new AbortController().signal);
	});
}

it('a mistake that leaves something unused can be compiled', async () => {
	await expect(check(good)).resolves.toBeUndefined();
});

it('mistakes that break the types are named, each by its own error', async () => {
	const named = check(bad, good, alsoBad);
	await expect(named).rejects.toThrow(
		/^these can't be compiled:\none\.ts: value !== null becomes value === null: .*null.*\none\.ts: \? value becomes \? value \+: .*expected.*$/,
	);
});
