import { Option } from 'commander';
import { commandLine, n8nVersionOption, parseFlags, parsePort } from '../support/cli/flags.cts';

export interface Flags {
	once: boolean;
	scenario: string;
	n8nVersion: string;
	n8nPort: number;
	sandboxPort: number;
	inboxPort: number;
}

/** @param scenarios the scenarios by name, with one line about each */
export function readFlags(args: string[], scenarios: Record<string, string>): Flags {
	const described = Object.entries(scenarios).map(([name, summary]) => `${name}: ${summary}`);
	const command = commandLine('demo', 'Runs n8n with this package against a simulated ASA team.')
		.option('--once', 'end after the scenario, and print how long it took', false)
		.addOption(
			new Option('--scenario <name>', described.join('; '))
				.choices(Object.keys(scenarios))
				.default('alert'),
		)
		.addOption(n8nVersionOption())
		.option('--n8n-port <port>', 'port of the editor', parsePort, 5690)
		.option('--sandbox-port <port>', 'port of the simulated ASA team', parsePort, 5691)
		.option('--inbox-port <port>', 'port that alerts are delivered to', parsePort, 5692);
	return parseFlags(command, args);
}
