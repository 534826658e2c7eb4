import { availableParallelism } from 'node:os';
import { Option } from 'commander';
import { commandLine, parseFlags, parseWholeNumber } from '../../support/cli/flags.cts';

export interface Flags {
	/** Part of a mutant's file or description. Absent: all mutants. */
	only?: string;
	/** Run the engine tests for every mutant, not only for those that no unit test notices. */
	engine: boolean;
	/** How many mutants are tried at the same time. */
	processes: number;
	/** Of the random values in tests, so that a run can be repeated. */
	seed: number;
	/** Write test/mutants/figures.md. */
	write: boolean;
}

export function readFlags(args: string[]): Flags {
	const description =
		'Puts one mistake after the other into a copy of the source, and reports which tests notice it: all unit tests that import the changed file are run, and if none of them fails, all such engine tests. Exit code 1: a mistake was overlooked or only broke loading, or too many were left to the engine tests.';
	const command = commandLine('test:mutants', description)
		.option('--only <text>', 'only mutants whose file or description contains this text')
		.option('--engine', 'run the engine tests for every mutant, which takes far longer', false)
		.option(
			'--processes <number>',
			'how many mutants are tried at the same time',
			parseWholeNumber(1, 64),
			availableParallelism(),
		)
		.option('--seed <number>', "seed of the tests' random values", parseWholeNumber(1), 1)
		.addOption(
			new Option(
				'--write',
				'write test/mutants/figures.md, which npm run readme copies into docs/measurements.md',
			)
				.default(false)
				.conflicts('only'),
		);
	return parseFlags<Flags>(command, args);
}
