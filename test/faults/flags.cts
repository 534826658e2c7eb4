import { commandLine, parseFlags, parseWholeNumber } from '../../support/cli/flags.cts';

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

const number = parseWholeNumber(0);

const count = parseWholeNumber(1);

/**
 * Reads the command line; `--help` and a wrong flag end the process with commander's own message.
 *
 * @param args the arguments alone, without the program
 */
export function readFlags(args: string[]): Flags {
	const command = commandLine(
		'test:faults',
		'Runs every operation and the trigger under each fault and under random mixes of them, and judges each run by what the simulated team really holds.',
	)
		.option('--seed <number>', 'of everything that is left to chance', number, 1)
		.option('--mixes <number>', 'how many random mixes of faults are tried', number, 200)
		.option('--whole', 'try every case, not one of each group of like ones (half an hour)', false)
		.option('--only <text>', 'run the cases alone whose name contains this, as a mistake prints it')
		.option('--processes <number>', 'how many processes share the work', count, 2)
		.option('--lanes <number>', 'how many runs go on in each at the same time', count, 6)
		.option('--figures <file>', 'write the figures of a good run to this file');
	return parseFlags<Flags>(command, args);
}
