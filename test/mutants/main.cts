import { join } from 'node:path';
import { nothingPassed, summaryOf } from '../../support/cli/checks.cts';
import { CliError } from '../../support/cli/errors.cts';
import { writeFigures } from '../../support/cli/figures.cts';
import { main } from '../../support/cli/main.cts';
import { repositoryRoot, withTemporaryFolder } from '../../support/system/folders.cts';
import { engineVersion } from '../helpers/engineVersion.cts';
import { assertCompiles } from './compile.cts';
import { SourceCopy } from './copy.cts';
import { readFlags, type Flags } from './flags.cts';
import { allMutants } from './mutants/index.cts';
import type { Mutant } from './mutants/mutant.cts';
import {
	breaksLoading,
	caughtBy,
	countOutcomes,
	figuresTables,
	isNoticed,
	isOverlooked,
	type Outcome,
} from './report.cts';
import { findFailures, type FailedFile, type Tests } from './runTests.cts';

/** Tries all mutants, and fails unless a test notices each. */
async function tryMutants(args: string[], signal: AbortSignal): Promise<number> {
	const { only = '', engine, processes, seed, write } = readFlags(args);
	const mutants = allMutants.filter(({ file, why }) => `${file} ${why}`.includes(only));
	if (mutants.length === 0) throw new CliError(`no mutant's file or description has "${only}"`);
	const started = Date.now();
	console.log(`Checking the types of ${mutants.length} mistakes ...`);
	await assertCompiles(repositoryRoot, mutants, signal);
	const outcomes = await withTemporaryFolder('mutants', async (folder) => {
		const names = Array.from({ length: processes }, (_, index) => join(folder, `copy${index}`));
		const copies = await Promise.all(names.map(async (name) => await SourceCopy.create(name)));
		return await runSuites(copies, mutants, { engine, seed }, signal);
	});
	const seconds = Math.round((Date.now() - started) / 1_000);
	if (write) {
		await writeFigures(__dirname, figuresTables(outcomes, seconds), { n8n: engineVersion });
	}
	return report(outcomes, seconds);
}

/** Runs the unit tests for all mutants, and the engine tests for all or for those that no unit test notices. */
async function runSuites(
	copies: SourceCopy[],
	mutants: Mutant[],
	{ engine: isEngineWanted, seed }: Pick<Flags, 'engine' | 'seed'>,
	signal: AbortSignal,
): Promise<Outcome[]> {
	const unit = await runSuite(copies, { suite: 'unit', seed }, mutants, signal);
	const rest = isEngineWanted ? mutants : mutants.filter((one) => !isNoticed(unit.get(one) ?? []));
	const engine = await runSuite(copies, { suite: 'engine', seed }, rest, signal);
	return mutants.map((mutant) => ({
		mutant,
		unit: unit.get(mutant) ?? [],
		engine: engine.get(mutant),
	}));
}

/** Which tests of a suite notice each mistake. */
async function runSuite(
	copies: SourceCopy[],
	tests: Tests,
	mutants: Mutant[],
	signal: AbortSignal,
): Promise<Map<Mutant, FailedFile[]>> {
	const found = new Map<Mutant, FailedFile[]>();
	if (mutants.length === 0) {
		console.log(`\nNo mistake is left for the ${tests.suite} tests.`);
		return found;
	}
	console.log(`\nThe ${tests.suite} tests without a mistake ...`);
	await assertUnchangedPasses(copies[0], tests, mutants, signal);
	console.log(
		`For each of ${mutants.length} mistakes: all ${tests.suite} tests that import the file.`,
	);
	const queue = [...mutants];
	const failed = new AbortController();
	const either = AbortSignal.any([signal, failed.signal]);
	const work = async (copy: SourceCopy) => {
		for (let mutant = queue.shift(); mutant; mutant = queue.shift()) {
			const started = Date.now();
			const failures = await tryOne(copy, tests, mutant, either);
			found.set(mutant, failures);
			const seconds = Math.round((Date.now() - started) / 1_000);
			const outcome = caughtBy({ mutant, unit: failures });
			const count = `${found.size}/${mutants.length}`;
			console.log(`${count} ${mutant.file}: ${mutant.why}\n  ${outcome} (${seconds} s)`);
		}
	};
	// All have to end before the copies are removed.
	await Promise.all(copies.map((copy) => work(copy).catch((error) => failed.abort(error))));
	either.throwIfAborted();
	return found;
}

/** @throws CliError if the tests fail without any mistake: then they show nothing */
async function assertUnchangedPasses(
	copy: SourceCopy,
	tests: Tests,
	mutants: Mutant[],
	signal: AbortSignal,
): Promise<void> {
	const files = [...new Set(mutants.map((mutant) => copy.pathOf(mutant)))];
	const [failure] = await findFailures(copy.folder, tests, files, signal);
	if (failure) throw new CliError(`${failure.path} fails without any mistake`);
}

async function tryOne(
	copy: SourceCopy,
	tests: Tests,
	mutant: Mutant,
	signal: AbortSignal,
): Promise<FailedFile[]> {
	return await copy.withMutant(
		mutant,
		async () => await findFailures(copy.folder, tests, [copy.pathOf(mutant)], signal),
	);
}

function report(outcomes: Outcome[], seconds: number): number {
	const { byUnit, byEngine, overlooked, breakLoading, isTooMuchLeftToEngine } =
		countOutcomes(outcomes);
	console.log(
		`\nnoticed by unit tests: ${byUnit}, by engine tests alone: ${byEngine} (${seconds} s)`,
	);
	for (const { mutant } of outcomes.filter(isOverlooked)) {
		console.log(`OVERLOOKED ${mutant.file}: ${mutant.why}`);
	}
	for (const { mutant } of outcomes.filter(breaksLoading)) {
		console.log(`ONLY BREAKS LOADING ${mutant.file}: ${mutant.why}`);
	}
	if (isTooMuchLeftToEngine)
		console.log('Too many are left to the engine tests; write unit tests for them.');
	const failed = overlooked + breakLoading;
	console.log(summaryOf(byUnit + byEngine, failed));
	return failed > 0 || isTooMuchLeftToEngine ? 1 : 0;
}

void main({ name: 'test:mutants', run: tryMutants, afterError: nothingPassed });
