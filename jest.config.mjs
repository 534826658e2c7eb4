import { availableParallelism } from 'node:os';

/** Tests are CommonJS TypeScript (.cts): n8n's lint rules for node code cover *.ts only. */
export const isolated = {
	testMatch: ['<rootDir>/test/**/*.test.cts'],
	moduleFileExtensions: ['cts', 'ts', 'js', 'cjs', 'mjs', 'json'],
	transform: {
		'\\.c?ts$': [
			'@swc/jest',
			{ jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } },
		],
	},
	// Some tests wait for time or for other processes, and jest itself has little to do.
	maxWorkers: Math.ceil(1.5 * availableParallelism()),
	testTimeout: 20_000,
};

/** `npm test`: the test files of a worker process share their modules, which takes half the time. */
export default {
	...isolated,
	testEnvironment: '<rootDir>/test/sharedModules/environment.mjs',
	runtime: '<rootDir>/test/sharedModules/runtime.cjs',
};
