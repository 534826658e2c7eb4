import { Command, CommanderError, InvalidArgumentError } from 'commander';

export interface Flags {
	team: string;
	baseUrl: string;
	allowOtherHost: boolean;
	report?: string;
	connections: number;
	maxRequests: number;
	/** Seconds. */
	timeout: number;
	write: boolean;
	connection?: string;
	yes: boolean;
	/** Seconds. */
	wait: number;
}

/**
 * Reads the command line; a wrong flag is said by commander itself.
 *
 * @param args the arguments alone, without the program
 * @throws CommanderError where there is nothing to do: `exitCode` 0 after `--help`, else a wrong flag
 */
export function readFlags(args: string[]): Flags {
	const command = new Command('npm run contract-check --')
		.description(
			'Compares the API of a live ASA team with what this package assumes of it. Changes nothing, unless told to.',
		)
		.requiredOption('--team <name>', 'team name')
		.option('--base-url <url>', 'scheme and host of the API', 'https://app.scaleft.com')
		.option('--allow-other-host', "let the Base URL point to a host that isn't Okta's", false)
		.option('--report <file>', 'write the report to this file too')
		.option('--connections <number>', 'how many connections are looked into', readCount, 10)
		.option('--max-requests <number>', 'how many requests may be sent', readCount, 200)
		.option('--timeout <seconds>', 'longest time for one request', readCount, 30)
		.option('--write', 'try writes too, on the connection that --connection names', false)
		.option('--connection <name>', 'a throw-away connection without jobs, by its exact name')
		.option('--yes', 'do not ask before writing', false)
		.option('--wait <seconds>', 'how long a test run is watched', readCount, 60)
		.addHelpText(
			'after',
			'\nThe key of a service user with the role access_admin comes from ASA_KEY_ID and ASA_KEY_SECRET, or a\ntoken from ASA_TOKEN; in a terminal, what is missing is asked for.\nExit codes: 0 everything certain that was tried was confirmed, 1 something certain was refuted or unclear,\nor a job was left behind, 2 no report: wrong use, credential or host, 130 interrupted.',
		)
		.allowExcessArguments(false)
		.exitOverride()
		.parse(args, { from: 'user' });
	const flags = command.opts<Flags>();
	if (flags.write !== (flags.connection !== undefined)) {
		command.error('error: --write and --connection go together');
	}
	return flags;
}

/** Whether the command line asked for help, or was wrong. */
export function isFlagsError(error: unknown): error is CommanderError {
	return error instanceof CommanderError;
}

function readCount(text: string): number {
	const count = Number(text);
	if (Number.isSafeInteger(count) && count >= 1 && count <= 10_000) return count;
	throw new InvalidArgumentError('A whole number from 1 to 10000 is needed.');
}
