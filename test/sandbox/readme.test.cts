import { readFileSync } from 'node:fs';
import path from 'node:path';
import { SWITCHES } from '../../sandbox/switchTable.cts';
import { tableBelow } from './support.cts';

const README = readFileSync(path.join(__dirname, '../../sandbox/README.md'), 'utf8');

test('README.md lists the switches as they are declared', () => {
	const declared = Object.entries(SWITCHES).map(([name, { initial, certainty, description }]) => [
		`\`${name}\``,
		`\`${JSON.stringify(initial)}\``,
		certainty,
		description,
	]);
	expect(tableBelow(README, '## Switches')).toEqual(declared);
});
