import Table from 'cli-table3';
import { markdownTable } from '../../support/cli/markdownTable.cts';
import { isMet, spreadInWords, targetInWords, withUnit, type Finding } from './finding.cts';

const head = ['measure', 'figure', 'against', 'its figure', 'ratio', 'rounds', 'target', ''];

function rowOf(finding: Finding): string[] {
	const { measure, against, figure, peer, unit, ratio } = finding;
	const met = isMet(finding);
	return [
		measure,
		withUnit(figure, unit),
		against,
		peer === undefined ? '' : withUnit(peer, unit),
		ratio === undefined ? '' : `${ratio.toFixed(2)} x`,
		spreadInWords(finding),
		targetInWords(finding),
		met === undefined ? '' : met ? 'met' : 'MISSED',
	];
}

/** The findings as a table for a terminal. */
export function terminalTable(findings: readonly Finding[]): string {
	const table = new Table({ head, wordWrap: true, style: { head: [], border: [] } });
	table.push(...findings.map(rowOf));
	return table.toString();
}

/** The findings as a table in Markdown. */
export function findingsTable(findings: readonly Finding[]): string {
	return markdownTable(head, findings.map(rowOf));
}

/** The findings with a headline as a short table in Markdown, for docs/measurements.md. */
export function shortTable(findings: readonly Finding[]): string {
	const rows = findings.flatMap((finding) => {
		const { headline, figure, unit, ratio, target } = finding;
		if (headline === undefined) return [];
		const isRatio = target?.of === 'ratio' && ratio !== undefined;
		const held = isRatio ? `${ratio.toFixed(2)} x` : withUnit(figure, unit);
		return [[headline, held, spreadInWords(finding), targetInWords(finding)]];
	});
	return markdownTable(['what', 'figure', 'rounds', 'to reach'], rows);
}
