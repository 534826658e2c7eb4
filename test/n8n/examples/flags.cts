import { Command } from 'commander';
import { DEFAULT_VERSION } from '../../../support/n8n/releases.cts';

export interface Flags {
	n8nVersion: string;
}

/**
 * Reads the command line; `--help` and a wrong flag end the process with commander's own message.
 *
 * @param args the arguments alone, without the program
 */
export function readFlags(args: string[]): Flags {
	return new Command('npm run test:examples --')
		.description(
			'Checks every example against the node types of a real n8n, and runs the examples there.',
		)
		.option('--n8n-version <version>', 'the n8n to install', DEFAULT_VERSION)
		.allowExcessArguments(false)
		.parse(args, { from: 'user' })
		.opts<Flags>();
}
