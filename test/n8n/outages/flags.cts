import { Option } from 'commander';
import { commandLine, n8nVersionOption, parseFlags } from '../../../support/cli/flags.cts';
import { n8nConfigurations, type ConfigurationName } from '../../../support/n8n/configurations.cts';

export interface Flags {
	n8nVersion: string;
	/** Absent: all that this n8n has. */
	configuration?: ConfigurationName;
	/** Only scenarios with this text in their name. Absent: all. */
	only?: string;
}

export function readFlags(args: string[]): Flags {
	const described = n8nConfigurations.map(({ name, summary }) => `${name}: ${summary}`).join('; ');
	const command = commandLine(
		'test:outages',
		'Runs the trigger through outages, revoked roles, missing choices and restarts in real n8n, in each of its ways to poll.',
	)
		.addOption(
			new Option('--configuration <name>', `only this one: ${described}`).choices(
				n8nConfigurations.map(({ name }) => name),
			),
		)
		.addOption(n8nVersionOption())
		.option('--only <text>', 'run only the scenarios whose name contains this text');
	return parseFlags(command, args);
}
