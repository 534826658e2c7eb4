import { nothingPassed, summaryOf } from '../../support/cli/checks.cts';
import { CliError } from '../../support/cli/errors.cts';
import { main } from '../../support/cli/main.cts';
import { withTemporaryFolder } from '../../support/system/folders.cts';
import { SourceCopy } from './copy.cts';
import { readFlags } from './flags.cts';
import { type Mutant, MUTANTS } from './mutants.cts';
import { findFailure, type Suite } from './runTests.cts';

/** The unit tests alone must notice all but this share of the mutants. */
const MOST_LEFT_TO_ENGINE = 1 / 8;

/** In the order in which they are asked: the fast ones first. */
const SUITES: Suite[] = ['unit', 'engine'];

/** Tries all mutants, and fails if the tests overlook one. */
async function tryMutants(args: string[], signal: AbortSignal): Promise<number> {
	const { only = '' } = readFlags(args);
	const mutants = MUTANTS.filter(({ file, why }) => `${file} ${why}`.includes(only));
	if (mutants.length === 0) throw new CliError(`no mutant's file or description has "${only}"`);
	return await withTemporaryFolder('mutants', async (folder) => {
		const copy = await SourceCopy.create(folder);
		await assertUnchangedPasses(copy, mutants, signal);
		const caughtBy: (Suite | undefined)[] = [];
		for (const [index, mutant] of mutants.entries()) {
			const started = Date.now();
			const { suite, test } = await copy.withMutant(mutant, () => tryOne(copy, mutant, signal));
			caughtBy.push(suite);
			const seconds = Math.round((Date.now() - started) / 1_000);
			const outcome = suite ? `${suite} tests: ${test}` : 'SURVIVED';
			const count = `${index + 1}/${mutants.length}`;
			console.log(`${count} ${mutant.file}: ${mutant.why}\n  ${outcome} (${seconds} s)`);
		}
		return report(caughtBy);
	});
}

/** @throws CliError if the tests fail without any mistake: then they show nothing */
async function assertUnchangedPasses(copy: SourceCopy, mutants: Mutant[], signal: AbortSignal) {
	console.log('The unit tests without a mistake ...');
	const files = [...new Set(mutants.map((mutant) => copy.pathOf(mutant)))];
	const failure = await findFailure(copy.folder, 'unit', files, signal);
	if (failure) throw new CliError(`a test fails without any mistake: ${failure}`);
}

async function tryOne(
	copy: SourceCopy,
	mutant: Mutant,
	signal: AbortSignal,
): Promise<{ suite?: Suite; test?: string }> {
	for (const suite of SUITES) {
		const test = await findFailure(copy.folder, suite, [copy.pathOf(mutant)], signal);
		if (test) return { suite, test };
	}
	return {};
}

function report(caughtBy: (Suite | undefined)[]): number {
	const count = (suite: Suite | undefined) => caughtBy.filter((one) => one === suite).length;
	const [byUnit, byEngine, survived] = [count('unit'), count('engine'), count(undefined)];
	console.log(`caught by unit tests: ${byUnit}, by engine tests: ${byEngine}`);
	const areTooMany = byEngine > caughtBy.length * MOST_LEFT_TO_ENGINE;
	if (areTooMany) console.log('Too many are left to the engine tests; write unit tests for them.');
	console.log(summaryOf(byUnit + byEngine, survived));
	return survived > 0 || areTooMany ? 1 : 0;
}

void main({ name: 'test:mutants', run: tryMutants, afterError: nothingPassed });
