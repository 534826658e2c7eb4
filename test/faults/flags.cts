import { Command, InvalidArgumentError } from 'commander';

export interface Flags {
	/** Of everything that is left to chance. */
	seed: number;
	/** How many random mixes of faults are tried. */
	mixes: number;
	/** Whether every case is tried, and not one of each group. */
	whole: boolean;
	/** Text that the names of the cases to run contain; all where it is absent. */
	only?: string;
	/** How many processes share the work. */
	processes: number;
	/** How many runs go on at the same time in each process. */
	lanes: number;
	/** File to which the figures are written. */
	figures?: string;
}

/**
 * Reads the command line; `--help` and a wrong flag end the process with commander's own message.
 *
 * @param args the arguments alone, without the program
 */
export function readFlags(args: string[]): Flags {
	return new Command('npm run test:faults --')
		.description(
			'Runs every operation and the trigger under each fault and under random mixes of them, and judges each run by what the simulated team really holds.',
		)
		.option('--seed <number>', 'of everything that is left to chance', readNumber, 1)
		.option('--mixes <number>', 'how many random mixes of faults are tried', readNumber, 200)
		.option('--whole', 'try every case, not one of each group of like ones (half an hour)', false)
		.option('--only <text>', 'run the cases alone whose name contains this, as a mistake prints it')
		.option('--processes <number>', 'how many processes share the work', readNumber, 2)
		.option('--lanes <number>', 'how many runs go on in each at the same time', readNumber, 8)
		.option('--figures <file>', 'write the figures of a good run to this file')
		.allowExcessArguments(false)
		.parse(args, { from: 'user' })
		.opts<Flags>();
}

function readNumber(text: string): number {
	const number = Number(text);
	if (Number.isSafeInteger(number) && number >= 0) return number;
	throw new InvalidArgumentError('Give a whole number from 0.');
}
