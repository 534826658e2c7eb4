import { markdownTable } from '../../../../support/cli/markdownTable.cts';

test('a table has a line of titles, one of hyphens, and one for each row', () => {
	expect(markdownTable(['what', 'figure'], [['polls', 3]])).toBe(
		'| what | figure |\n| --- | --- |\n| polls | 3 |',
	);
});

test('a vertical bar in a cell ends no column', () => {
	expect(markdownTable(['what'], [['a | b']])).toBe('| what |\n| --- |\n| a \\| b |');
});
