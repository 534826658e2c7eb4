import { readFileSync } from 'node:fs';
import { endpointOf, endpoints } from '../../nodes/AsaActiveDirectory/api/endpoints';
import { coverageTable } from './coverage.cts';
import { generate } from './generated.cts';

const readme = readFileSync('README.md', 'utf8');
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
	scripts: Record<string, string>;
};

describe('README', () => {
	it('holds its tables as they are generated (npm run readme writes them)', () => {
		expect(readme).toBe(generate(readme));
	});

	it('lists all 25 endpoints, the assumed ones marked', () => {
		const numbers = Object.values(endpoints).flatMap((endpoint) =>
			'number' in endpoint ? [endpoint.number] : [],
		);
		expect(numbers).toEqual(Array.from({ length: 25 }, (_, index) => index + 1));
		expect(endpointOf('listServerSyncResults').certainty).toBe('assumed');
		expect(coverageTable().match(/\| assumed \|/g)).toHaveLength(6);
	});

	it('names only scripts that exist', () => {
		const named = [...readme.matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name);
		expect(named.length).toBeGreaterThan(0);
		for (const name of named) expect(scripts).toHaveProperty([name]);
	});
});
