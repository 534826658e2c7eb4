import js from '@eslint/js';
import { globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** The rules for what doesn't ship: sandbox, demo and tests. Node code is linted by eslint.config.mjs. */
export default tseslint.config(globalIgnores(['dist', '**/*.ts']), {
	files: ['**/*.{cts,mts,mjs,js}'],
	extends: [js.configs.recommended, tseslint.configs.recommended],
	languageOptions: {
		globals: {
			process: 'readonly',
			console: 'readonly',
			URL: 'readonly',
			require: 'readonly',
			module: 'writable',
			exports: 'writable',
			__dirname: 'readonly',
		},
	},
	rules: { '@typescript-eslint/no-require-imports': 'off' },
});
