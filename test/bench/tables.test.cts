import type { Finding } from './finding.cts';
import { findingsTable, shortTable, terminalTable } from './tables.cts';

const findings: Finding[] = [
	{
		measure: 'Get',
		against: 'axios',
		figure: 110,
		peer: 100,
		unit: 'ms',
		ratio: 1.1,
		rounds: [1.1, 1.05, 1.3],
		target: { of: 'ratio', is: 'at most', limit: 1.25 },
		headline: 'time against axios',
	},
	{
		measure: 'tarball',
		against: '',
		figure: 151,
		unit: 'kB',
		target: { of: 'figure', is: 'at most', limit: 150 },
		headline: 'packed package',
	},
	{ measure: 'Get at 50', against: 'axios', figure: 90, peer: 100, unit: 'ms', ratio: 0.9 },
];

it('shows figure, ratio and target side by side', () => {
	const rows = findingsTable(findings).split('\n').slice(2);
	expect(rows).toEqual([
		'| Get | 110 ms | axios | 100 ms | 1.10 x | 1.05 to 1.30 | at most 1.25 x | met |',
		'| tarball | 151 kB |  |  |  |  | at most 150 kB | MISSED |',
		'| Get at 50 | 90 ms | axios | 100 ms | 0.90 x |  |  |  |',
	]);
});

it('reports only the headlines in short', () => {
	const rows = shortTable(findings).split('\n').slice(2);
	expect(rows).toEqual([
		'| time against axios | 1.10 x | 1.05 to 1.30 | at most 1.25 x |',
		'| packed package | 151 kB |  | at most 150 kB |',
	]);
});

it('shows the same in a terminal', () => {
	const text = terminalTable(findings);
	for (const word of ['110 ms', '1.10 x', 'at most 1.25 x', 'MISSED']) expect(text).toContain(word);
});
