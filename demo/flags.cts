import { Command, InvalidArgumentError, Option } from 'commander';
import { DEFAULT_VERSION } from '../support/n8n/releases.cts';

export interface Flags {
	once: boolean;
	scenario: string;
	n8nVersion: string;
	n8nPort: number;
	sandboxPort: number;
	inboxPort: number;
}

/**
 * Reads the command line; `--help` and a wrong flag end the process with commander's own message.
 *
 * @param args the arguments alone, without the program
 * @param scenarios the scenarios by name, with one line about each
 */
export function readFlags(args: string[], scenarios: Record<string, string>): Flags {
	const described = Object.entries(scenarios).map(([name, summary]) => `${name}: ${summary}`);
	return new Command('npm run demo --')
		.description('Runs n8n with this package against a simulated ASA team.')
		.option('--once', 'end when the scenario has played, with the seconds it took', false)
		.addOption(
			new Option('--scenario <name>', described.join('; '))
				.choices(Object.keys(scenarios))
				.default('alert'),
		)
		.option('--n8n-version <version>', 'the n8n to install', DEFAULT_VERSION)
		.option('--n8n-port <port>', 'where the editor is opened', readPort, 5690)
		.option('--sandbox-port <port>', 'where the simulated ASA team answers', readPort, 5691)
		.option('--inbox-port <port>', 'where alerts are delivered to', readPort, 5692)
		.allowExcessArguments(false)
		.parse(args, { from: 'user' })
		.opts<Flags>();
}

function readPort(text: string): number {
	const port = Number(text);
	if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
	throw new InvalidArgumentError('A port is a whole number from 1 to 65535.');
}
