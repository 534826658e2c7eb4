import { markdownTable } from '../../support/cli/markdownTable.cts';
import type { Mutant } from './mutants/mutant.cts';
import type { FailedFile } from './runTests.cts';

/** Which tests notice a mistake. */
export interface Outcome {
	mutant: Mutant;
	unit: FailedFile[];
	/** Undefined if they were not run. */
	engine?: FailedFile[];
}

/** The unit tests alone must notice all but this share of the mutants. */
const mostLeftToEngine = 1 / 8;

/** How many mistakes were noticed, and by what. */
export interface Counts {
	byUnit: number;
	/** By engine tests alone. */
	byEngine: number;
	overlooked: number;
	breakLoading: number;
	/** Whether too many are left to the engine tests. */
	isTooMuchLeftToEngine: boolean;
}

export function countOutcomes(outcomes: readonly Outcome[]): Counts {
	const byUnit = outcomes.filter(({ unit }) => isNoticed(unit)).length;
	const overlooked = outcomes.filter(isOverlooked).length;
	const breakLoading = outcomes.filter(breaksLoading).length;
	const byEngine = outcomes.length - byUnit - overlooked - breakLoading;
	return {
		byUnit,
		byEngine,
		overlooked,
		breakLoading,
		isTooMuchLeftToEngine: byEngine > outcomes.length * mostLeftToEngine,
	};
}

/** Whether a test ran and failed: that a file can't be loaded shows nothing about its tests. */
export function isNoticed(files: readonly FailedFile[]): boolean {
	return files.some(({ failed }) => failed !== 'not loaded');
}

export function isOverlooked(outcome: Outcome): boolean {
	return failedFiles(outcome).length === 0;
}

/** Whether test files can't be loaded with the mistake, and no test notices it otherwise. */
export function breaksLoading(outcome: Outcome): boolean {
	return !isOverlooked(outcome) && !isNoticed(failedFiles(outcome));
}

function failedFiles({ unit, engine = [] }: Outcome): FailedFile[] {
	return [...unit, ...engine];
}

/** The test files that notice a mistake, with the number of tests that fail, the most first. */
export function caughtBy(outcome: Outcome): string {
	return failedFiles(outcome).map(inWords).join(', ') || 'overlooked';
}

/** A test file as people know it: unit tests without the path that all of them share. */
function inWords({ path, failed }: FailedFile): string {
	const name = path
		.replace(/^test\/(unit\/(nodes\/AsaActiveDirectory\/)?)?/, '')
		.replace(/\.test\.cts$/, '');
	return `${name} ${typeof failed === 'number' ? failed : `(${failed})`}`;
}

/** What docs/measurements.md shows, in Markdown. */
export function figuresTables(outcomes: readonly Outcome[], seconds: number): string {
	const { byUnit, byEngine, overlooked, breakLoading } = countOutcomes(outcomes);
	const figures = [
		['mistakes', outcomes.length],
		['noticed by unit tests', byUnit],
		['noticed by engine tests alone', byEngine],
		['overlooked', overlooked],
		['only broke loading', breakLoading],
		['time, s', seconds],
	];
	const rows = outcomes.map((outcome) => [
		outcome.mutant.file,
		outcome.mutant.why,
		caughtBy(outcome),
	]);
	return [
		markdownTable(['what', 'figure'], figures),
		markdownTable(['file', 'what goes wrong', 'tests that fail'], rows),
	].join('\n\n');
}
