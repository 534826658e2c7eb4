import { Command, InvalidArgumentError } from 'commander';
import { DEFAULT_VERSION } from '../../../support/n8n/releases.cts';

export interface Flags {
	n8nVersion: string;
	/** Absent: any free one. */
	sandboxPort?: number;
}

/**
 * Reads the command line; `--help` and a wrong flag end the process with commander's own message.
 *
 * @param args the arguments alone, without the program
 */
export function readFlags(args: string[]): Flags {
	return new Command('npm run test:execute --')
		.description('Runs the example of each resource by n8n’s command line against the sandbox.')
		.option('--n8n-version <version>', 'the n8n to install', DEFAULT_VERSION)
		.option('--sandbox-port <port>', 'where the sandbox answers (default: any free port)', readPort)
		.allowExcessArguments(false)
		.parse(args, { from: 'user' })
		.opts<Flags>();
}

function readPort(text: string): number {
	const port = Number(text);
	if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
	throw new InvalidArgumentError('A port is a whole number from 1 to 65535.');
}
