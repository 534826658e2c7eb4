import { markdownTable } from '../../support/cli/markdownTable.cts';
import type { Mutant } from './mutants/mutant.cts';
import type { FailedFile } from './runTests.cts';

/** Which tests notice a mistake. */
export interface Outcome {
	mutant: Mutant;
	unit: FailedFile[];
	/** Undefined if they were not asked. */
	engine?: FailedFile[];
}

/** The unit tests alone must notice all but this share of the mutants. */
const MOST_LEFT_TO_ENGINE = 1 / 8;

/** How many mistakes were noticed, and by what. */
export interface Counts {
	byUnit: number;
	/** By engine tests alone. */
	byEngine: number;
	survived: number;
	/** Whether too many are left to the engine tests. */
	areTooMany: boolean;
}

export function countOutcomes(outcomes: readonly Outcome[]): Counts {
	const byUnit = outcomes.filter(({ unit }) => unit.length > 0).length;
	const survived = outcomes.filter((one) => failedFiles(one).length === 0).length;
	const byEngine = outcomes.length - byUnit - survived;
	return {
		byUnit,
		byEngine,
		survived,
		areTooMany: byEngine > outcomes.length * MOST_LEFT_TO_ENGINE,
	};
}

function failedFiles({ unit, engine = [] }: Outcome): FailedFile[] {
	return [...unit, ...engine];
}

/** The test files that notice a mistake, with the number of tests that fail, the most first. */
export function caughtBy(outcome: Outcome): string {
	return failedFiles(outcome).map(inWords).join(', ') || 'SURVIVED';
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
	const { byUnit, byEngine, survived } = countOutcomes(outcomes);
	const figures = [
		['mistakes', outcomes.length],
		['noticed by unit tests', byUnit],
		['noticed by engine tests alone', byEngine],
		['overlooked', survived],
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
