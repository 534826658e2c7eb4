import { Command, InvalidArgumentError, Option } from 'commander';

export interface Flags {
	rounds: number;
	only?: string;
	json: boolean;
	/** Write the documents, for which profiles and the scale are measured too. */
	write: boolean;
}

/**
 * Reads the command line; `--help` and a wrong flag end the process with commander's own message.
 *
 * @param args the arguments alone, without the program
 * @param measures the names that `--only` takes
 */
export function readFlags(args: string[], measures: string[]): Flags {
	return new Command('npm run bench --')
		.description(
			'Measures the package on n8n’s engine against a simulated team, side by side with other ways to do the same. Ends with 1 where a target is missed, with 2 where it could not be measured.',
		)
		.option('--rounds <number>', 'how often each way is measured; the median counts', readRounds, 5)
		.addOption(new Option('--only <measure>', 'measure this alone').choices(measures))
		.option('--json', 'print JSON in place of the table', false)
		.addOption(
			new Option('--write', 'write the tables of test/bench/README.md and test/bench/figures.md')
				.default(false)
				.conflicts('only'),
		)
		.allowExcessArguments(false)
		.parse(args, { from: 'user' })
		.opts<Flags>();
}

function readRounds(text: string): number {
	const rounds = Number(text);
	if (Number.isInteger(rounds) && rounds >= 1 && rounds <= 100) return rounds;
	throw new InvalidArgumentError('Rounds are a whole number from 1 to 100.');
}
