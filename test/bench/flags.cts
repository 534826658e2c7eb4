import { Option } from 'commander';
import { commandLine, parseFlags, parseWholeNumber } from '../../support/cli/flags.cts';

export interface Flags {
	rounds: number;
	only?: string;
	json: boolean;
	/** Write the documents, for which profiles and the scale are measured too. */
	write: boolean;
}

/** @param measures the names that `--only` takes */
export function readFlags(args: string[], measures: string[]): Flags {
	const command = commandLine(
		'bench',
		"Measures the package on n8n's engine against a simulated team, side by side with other ways to do the same. Exit code 1: a target was missed; 2: it could not be measured.",
	)
		.option(
			'--rounds <number>',
			'how often each way is measured; the median counts',
			parseWholeNumber(1, 100),
			5,
		)
		.addOption(new Option('--only <measure>', 'measure only this').choices(measures))
		.option('--json', 'print JSON instead of the table', false)
		.addOption(
			new Option('--write', 'write the tables of test/bench/README.md and test/bench/figures.md')
				.default(false)
				.conflicts('only'),
		);
	return parseFlags(command, args);
}
