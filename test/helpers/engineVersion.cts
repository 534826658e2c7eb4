import { readFileSync } from 'node:fs';

const { version } = JSON.parse(readFileSync(require.resolve('n8n-core/package.json'), 'utf8')) as {
	version: string;
};

/** The engine that these tests run on, as the line above a suite's figures names it. */
export const engineVersion = `n8n-core ${version}`;
