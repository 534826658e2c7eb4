import { Command } from 'commander';
import { DEFAULT_VERSION } from '../../../support/n8n/releases.cts';

/**
 * Reads the command line; `--help` and a wrong flag end the process with commander's own message.
 *
 * @param args the arguments alone, without the program
 */
export function readFlags(args: string[]): { n8nVersion: string } {
	return new Command('npm run test:tickets --')
		.description(
			'Plays what can happen to an incident through the example "Ticket in Jira" in real n8n.',
		)
		.option('--n8n-version <version>', 'the n8n to install', DEFAULT_VERSION)
		.allowExcessArguments(false)
		.parse(args, { from: 'user' })
		.opts<{ n8nVersion: string }>();
}
