/**
 * A table in Markdown.
 *
 * @param rows a cell may contain a vertical bar
 */
export function markdownTable(
	titles: readonly string[],
	rows: ReadonlyArray<ReadonlyArray<string | number>>,
): string {
	const line = (cells: ReadonlyArray<string | number>) =>
		`| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;
	return [titles, titles.map(() => '---'), ...rows].map(line).join('\n');
}
