import { markdownTable } from '../../support/cli/markdownTable.cts';
import type { Figure, Figures, LateFinding } from './figures.cts';
import type { Flags } from './flags.cts';
import { injectionKinds } from './injections/kinds.cts';
import { pollsPerDay, type Injection } from './injections/injection.cts';

const mostFindingsShown = 30;

/** The figures as a table in Markdown. */
export function tableOf(rows: readonly Figure[]): string {
	return markdownTable(['what', 'figure'], rows);
}

/** The figures by their names. */
export function jsonOf(rows: readonly Figure[]): string {
	return JSON.stringify(Object.fromEntries(rows), null, '\t');
}

/** What was not as it should be. */
export function detailsOf(figures: Figures): string[] {
	const lines: string[] = [];
	lines.push(
		...figures.delayed.slice(0, mostFindingsShown).map((finding) => `delayed ${textOf(finding)}`),
	);
	const { findings } = figures;
	lines.push(
		...findings.slice(0, mostFindingsShown).map((finding) => `${finding.type} ${textOf(finding)}`),
	);
	const more = findings.length - mostFindingsShown;
	if (more > 0) lines.push(`and ${more} more`);
	return lines;
}

function textOf({ at, subjectText, text }: LateFinding): string {
	const when = Number.isFinite(at) ? new Date(at).toISOString().slice(0, 19) : 'at the end';
	return `${when} ${subjectText}: ${text}`;
}

/** A reduced run as a test case: what is injected, what is found, and the command that repeats it. */
export function testCaseOf(flags: Flags, injections: Injection[], figures: Figures): string[] {
	const { days, connections, dialect, engine, seed } = flags;
	const list = injections.map(({ id }) => id).join(',') || 'none';
	const others = [
		...(dialect === 'client' ? [] : [`--dialect ${dialect}`]),
		...(engine === 'classic' ? [] : [`--engine ${engine}`]),
	];
	const command = [
		`npm run test:soak -- --days ${days} --connections ${connections} --seed ${seed}`,
		...others,
		`--inject ${list} --reduce-seconds 0`,
	].join(' ');
	return [
		`Reduced to ${injections.length} injections:`,
		...injections.map(injectionLine),
		...detailsOf(figures).map((line) => `  ${line}`),
		`Repeat it: ${command}`,
	];
}

function injectionLine({ id, kind, poll, polls }: Injection): string {
	const day = Math.floor((poll - 1) / pollsPerDay) + 1;
	const length = polls > 1 ? `, for ${polls} polls` : '';
	return `  ${id}: ${injectionKinds[kind].description}; before poll ${poll} (day ${day})${length}`;
}
