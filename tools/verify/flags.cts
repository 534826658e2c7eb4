import { Command } from 'commander';

export interface Flags {
	/** Absent between releases. */
	tag?: string;
	/** Absent where nobody asks for the tarball. */
	keep?: string;
}

/**
 * Reads the command line; `--help` and a wrong flag end the process with commander's own message.
 *
 * @param args the arguments alone, without the program
 */
export function readFlags(args: string[]): Flags {
	return new Command('npm run verify --')
		.description("Builds and packs this package and checks it as n8n's review does.")
		.option('--tag <tag>', 'the tag that is about to be released, e.g. v1.2.3')
		.option('--keep <folder>', 'where the tarball is put, if there are no findings')
		.allowExcessArguments(false)
		.parse(args, { from: 'user' })
		.opts<Flags>();
}
