import { commandLine, parseFlags, parseWholeNumber } from '../../support/cli/flags.cts';

export interface Flags {
	/** Of everything random. */
	seed: number;
	/** How many random mixes of faults to run. */
	mixes: number;
	/** Whether to run every case, rather than one of each group. */
	whole: boolean;
	/** Text that the names of the cases to run contain; all cases if absent. */
	only?: string;
	/** How many processes share the cases. */
	processes: number;
	/** How many cases each process runs at the same time. */
	concurrency: number;
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
		'Runs every operation and the trigger under each fault and under random mixes of them, and compares each run with what the simulated team really holds.',
	)
		.option('--seed <number>', 'of everything random', number, 1)
		.option('--mixes <number>', 'how many random mixes of faults to run', number, 200)
		.option(
			'--whole',
			'run every case, not one of each group of similar ones (half an hour)',
			false,
		)
		.option('--only <text>', 'run only the cases whose name contains this, as findings print it')
		.option('--processes <number>', 'how many processes share the cases', count, 2)
		.option('--concurrency <number>', 'how many cases each process runs at the same time', count, 6)
		.option('--figures <file>', 'write the figures to this file if nothing was found');
	return parseFlags<Flags>(command, args);
}
