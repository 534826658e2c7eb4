import { InvalidArgumentError, Option } from 'commander';
import { commandLine, parseFlags, parseWholeNumber } from '../../support/cli/flags.cts';
import { faults } from './faults/kinds.cts';

export interface Flags {
	/** Of everything random. */
	seed: number;
	/** How many random mixes of faults to run. */
	mixes: number;
	/** Whether to run every case, rather than one of each group. */
	whole: boolean;
	/** Text that the names of the cases to run contain; all cases if absent. */
	only?: string;
	/** Names of faults that are not injected. */
	without: string[];
	/** How many processes share the cases. */
	processes: number;
	/** How many cases each process runs at the same time. */
	concurrency: number;
	/** Whether the figures are written to figures.md, unless something was found. */
	write: boolean;
}

const number = parseWholeNumber(0);

const count = parseWholeNumber(1);

const faultNames = faults.map(({ name }) => name);

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
		.option('--seed <number>', 'seed of everything random', number, 1)
		.option('--mixes <number>', 'how many random mixes of faults to run', number, 200)
		.option(
			'--whole',
			'run every case, not one of each group of similar ones (more than an hour)',
			false,
		)
		.option(
			'--only <text>',
			'run only the cases whose name contains this text, as findings print it',
		)
		.option(
			'--without <list>',
			'leave out these faults, such as "no answer,status 500"',
			readList,
			[],
		)
		.option('--processes <number>', 'how many processes share the cases', count, 2)
		.option('--concurrency <number>', 'how many cases each process runs at the same time', count, 6)
		.addOption(
			new Option('--write', 'write test/faults/figures.md if nothing was found')
				.default(false)
				.conflicts(['only', 'without']),
		)
		.addHelpText('after', `\nFaults:\n${faultNames.map((name) => `  ${name}`).join('\n')}`);
	return parseFlags<Flags>(command, args);
}

/** @throws InvalidArgumentError if there is no fault with one of the names */
function readList(text: string): string[] {
	const names = text.split(',').filter((name) => name !== '');
	const unknown = names.filter((name) => !faultNames.includes(name));
	if (unknown.length === 0) return names;
	throw new InvalidArgumentError(
		`There is no fault "${unknown.join('", "')}". Allowed are ${faultNames.join(', ')}.`,
	);
}
