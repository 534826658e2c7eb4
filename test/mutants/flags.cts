import { commandLine, parseFlags } from '../../support/cli/flags.cts';

export interface Flags {
	/** Part of a mutant's file or description. Absent: all mutants. */
	only?: string;
}

export function readFlags(args: string[]): Flags {
	const description =
		'Puts one mistake after the other into a copy of the source, and reports whether the tests notice it.';
	const command = commandLine('test:mutants', description).option(
		'--only <text>',
		'only mutants whose file or description contains this text',
	);
	return parseFlags<Flags>(command, args);
}
