import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { markdownTable } from '../../support/cli/markdownTable.cts';
import type { PollEngine } from '../engine/harness/poller.cts';
import type { Figure } from './figures.cts';

/** A complete run in one of n8n's ways to poll in which nothing failed. */
interface WrittenRun {
	/** When and with what. */
	measured: string;
	figures: Record<Figure[0], Figure[1]>;
}

type WrittenRuns = Partial<Record<PollEngine, WrittenRun>>;

const engines: PollEngine[] = ['classic', 'scheduler', 'cursors'];

/**
 * Writes a run to `figures.json`, in place of the previous one with this way to poll, and all that it holds to
 * `figures.md`, from which `npm run readme` copies it into the pages.
 */
export async function writeRun(folder: string, engine: PollEngine, run: WrittenRun): Promise<void> {
	const file = join(folder, 'figures.json');
	const runs = { ...(JSON.parse(await readFile(file, 'utf8')) as WrittenRuns), [engine]: run };
	await writeFile(file, `${JSON.stringify(runs, null, '\t')}\n`);
	await writeFile(join(folder, 'figures.md'), `${textOf(runs)}\n`);
}

/** When and with what each run was measured, and a table with a column for each. */
function textOf(runs: WrittenRuns): string {
	const columns = engines.flatMap((engine) => {
		const run = runs[engine];
		return run ? [{ engine, ...run }] : [];
	});
	const names = mergeNames(columns.map(({ figures }) => Object.keys(figures)));
	const table = markdownTable(
		['what', ...columns.map(({ engine }) => `\`${engine}\``)],
		// What never happened in a run is not among its figures.
		names.map((name) => [name, ...columns.map(({ figures }) => figures[name] ?? 0)]),
	);
	const lines = columns.map(({ engine, measured }) => `- \`${engine}\`: ${measured}`);
	return `${lines.join('\n')}\n\n${table}`;
}

/** The names of all lists; one that the lists before lack stands behind its neighbour. */
function mergeNames(lists: string[][]): string[] {
	const merged: string[] = [];
	for (const names of lists) {
		names.forEach((name, index) => {
			if (merged.includes(name)) return;
			merged.splice(merged.indexOf(names[index - 1]) + 1, 0, name);
		});
	}
	return merged.filter((name) => name !== 'engine');
}
