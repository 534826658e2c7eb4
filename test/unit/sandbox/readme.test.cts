import { readFileSync } from 'node:fs';
import path from 'node:path';
import { effectSchema } from '../../../sandbox/effectTable.cts';
import { allSwitches } from '../../../sandbox/switches.cts';
import { tableBelow } from '../../helpers/sandboxRequests.cts';

const readme = readFileSync(path.join(__dirname, '../../../sandbox/README.md'), 'utf8');

test('README.md lists the switches as they are declared', () => {
	const declared = Object.entries(allSwitches).map(
		([name, { initial, certainty, description }]) => [
			`\`${name}\``,
			`\`${JSON.stringify(initial)}\``,
			certainty,
			description,
		],
	);
	expect(tableBelow(readme, '## Switches')).toEqual(declared);
});

test('README.md lists the effects of faults as they are declared', () => {
	const declared = effectSchema.options.map(({ shape, description }) => {
		const { type, ...settings } = shape;
		const names = Object.keys(settings).map((name) => `\`${name}\``);
		return [`\`${type.value}\``, names.join(', '), description];
	});
	expect(tableBelow(readme, '## Faults')).toEqual(declared);
});
