import { commandLine, n8nVersionOption, parseFlags, parsePort } from '../../support/cli/flags.cts';

export interface Flags {
	n8nVersion: string;
	port: number;
	sandboxPort: number;
}

export function readFlags(args: string[]): Flags {
	const description =
		'Runs n8n with this package against the simulated ASA team. After each change in nodes, credentials, icons or package.json it builds the package and restarts n8n; then reload the editor. All data of n8n is removed at the end.';
	const command = commandLine('dev', description)
		.addOption(n8nVersionOption())
		.option('--port <port>', 'port of the editor', parsePort, 5693)
		.option('--sandbox-port <port>', 'port of the simulated ASA team', parsePort, 5694);
	return parseFlags(command, args);
}
