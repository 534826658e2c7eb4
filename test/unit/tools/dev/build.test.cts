import { existsSync } from 'node:fs';
import { errorsIn, gulp } from '../../../../tools/dev/build.cts';

/** As gulp 5 writes it. */
const output = `[21:59:55] Using gulpfile /clone/gulpfile.js
[21:59:55] Starting 'build'...
[21:59:55] Starting 'clean'...
[21:59:55] Finished 'clean' after 16 ms
[21:59:55] Starting 'compile'...
[22:00:19] 'compile' errored after 24 s
[22:00:19] Error: TypeScript found errors:
nodes/AsaActiveDirectory/util/text.ts(44,7): error TS2322: Type 'string' is not assignable to type 'number'.
nodes/AsaActiveDirectory/util/text.ts(45,1): error TS2304: Cannot find name 'y'.

    at compile (/clone/gulpfile.js:19:9)
    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)
[22:00:19] 'build' errored after 24 s
`;

it("shows the compiler's errors alone", () => {
	expect(errorsIn(output).split('\n')).toEqual([
		'Error: TypeScript found errors:',
		"nodes/AsaActiveDirectory/util/text.ts(44,7): error TS2322: Type 'string' is not assignable to type 'number'.",
		"nodes/AsaActiveDirectory/util/text.ts(45,1): error TS2304: Cannot find name 'y'.",
	]);
});

it('shows an error of a kind that it does not know', () => {
	expect(errorsIn('SyntaxError: Unexpected token\n    at wrapSafe (node:internal)\n')).toBe(
		'SyntaxError: Unexpected token',
	);
});

it('finds the program that builds', () => {
	expect(existsSync(gulp)).toBe(true);
});
