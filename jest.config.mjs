/** Tests are CommonJS TypeScript (.cts): n8n's lint rules for node code cover *.ts only. */
export default {
	testMatch: ['<rootDir>/test/**/*.test.cts'],
	moduleFileExtensions: ['cts', 'ts', 'js', 'cjs', 'mjs', 'json'],
	testEnvironment: '<rootDir>/test/fastGlobals.mjs',
	transform: {
		'\\.c?ts$': [
			'@swc/jest',
			{ jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } },
		],
	},
	// Jest itself has little to do, so that a core of its own would be idle.
	maxWorkers: '100%',
	testTimeout: 20_000,
};
