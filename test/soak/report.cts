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

/** What was late, and what was not as it should be. */
export function detailsOf(figures: Figures): string[] {
	const delayed = figures.delayed.map((finding) => `delayed ${textOf(finding)}`);
	return [...delayed.slice(0, mostFindingsShown), ...findingsOf(figures)];
}

/** What was not as it should be; empty if the run has not failed. */
export function findingsOf({ findings }: Figures): string[] {
	const lines = findings.map((finding) => `${finding.type} ${textOf(finding)}`);
	const more = lines.length - mostFindingsShown;
	return [...lines.slice(0, mostFindingsShown), ...(more > 0 ? [`and ${more} more`] : [])];
}

function textOf({ at, subjectText, text }: LateFinding): string {
	const when = Number.isFinite(at) ? new Date(at).toISOString().slice(0, 19) : 'at the end';
	return `${when} ${subjectText}: ${text}`;
}

/** A reduced run: what is injected, what is found, and the command that repeats it. */
export function reductionOf(flags: Flags, injections: Injection[], figures: Figures): string[] {
	const { days, connections, dialect, engine, seed } = flags;
	const ids = injections.map(({ id }) => id);
	const others = [
		...(dialect === 'client' ? [] : [`--dialect ${dialect}`]),
		...(engine === 'classic' ? [] : [`--engine ${engine}`]),
	];
	const command = [
		`npm run test:soak -- --days ${days} --connections ${connections} --seed ${seed}`,
		...others,
		`--inject ${ids.join(',') || 'none'} --reduce-seconds 0`,
	].join(' ');
	return [
		`Reduced to ${countOf(injections)}:`,
		...injections.map(injectionLine),
		...detailsOf(figures).map((line) => `  ${line}`),
		`Repeat it: ${command}`,
	];
}

/** As a number of injections is written. */
export function countOf({ length }: readonly Injection[]): string {
	return length === 1 ? '1 injection' : `${length} injections`;
}

function injectionLine({ id, kind, poll, polls }: Injection): string {
	const day = Math.floor((poll - 1) / pollsPerDay) + 1;
	const length = polls > 1 ? `, for ${polls} polls` : '';
	return `  ${id}: ${injectionKinds[kind].description}; before poll ${poll} (day ${day})${length}`;
}
