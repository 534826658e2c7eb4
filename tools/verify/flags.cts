import { commandLine, parseFlags } from '../../support/cli/flags.cts';

export interface Flags {
	/** Absent between releases. */
	tag?: string;
	/** Absent if the tarball is not to be kept. */
	keep?: string;
}

export function readFlags(args: string[]): Flags {
	const description = "Builds and packs this package and checks it as n8n's review does.";
	const command = commandLine('verify', description)
		.option('--tag <tag>', 'the tag that is about to be released, e.g. v1.2.3')
		.option('--keep <folder>', 'where the tarball is put, if there are no findings');
	return parseFlags(command, args);
}
