import password from '@inquirer/password';
import { CommanderError } from 'commander';
import { UserError, type ICredentialDataDecryptedObject } from 'n8n-workflow';
import { Interrupted } from '../support/cli/errors.cts';
import { commandLine, parseFlags, parseWholeNumber } from '../support/cli/flags.cts';

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
 * Reads the command line; commander itself reports a wrong flag.
 *
 * @param args the arguments alone, without the program
 * @throws CommanderError if there is nothing to do: `exitCode` 0 after `--help`, else a wrong flag
 */
export function readFlags(args: string[]): Flags {
	const command = commandLine(
		'contract-check',
		'Compares the API of a live ASA team with the contract that this package is built on. It only reads, unless --write is given.',
	)
		.requiredOption('--team <name>', 'team name')
		.option('--base-url <url>', 'scheme and host of the API', 'https://app.scaleft.com')
		.option(
			'--allow-other-host',
			"let the Base URL point to a host that isn't Okta's (not needed for localhost)",
			false,
		)
		.option('--report <file>', 'write the report to this file too')
		.option('--connections <number>', 'max number of connections to read', readCount, 10)
		.option('--max-requests <number>', 'max number of requests to send', readCount, 200)
		.option('--timeout <seconds>', 'max time for one request', readCount, 30)
		.option('--write', 'try writes too, on the connection of --connection', false)
		.option('--connection <name>', 'exact name of a temporary connection without jobs')
		.option('--yes', 'do not ask before writing', false)
		.option('--wait <seconds>', 'max time to wait for a test run', readCount, 60)
		.addHelpText(
			'after',
			'\nThe key of a service user with the role access_admin comes from ASA_KEY_ID and ASA_KEY_SECRET, or a\ntoken from ASA_TOKEN; in a terminal, what is missing is asked for.\nExit codes: 0 every certain endpoint that was tried is confirmed and no certain fact contradicted,\n1 otherwise, or a job was left behind, 2 no report: wrong flags, credential or host, 130 interrupted.',
		)
		.exitOverride();
	const flags = parseFlags<Flags>(command, args);
	if (flags.write !== (flags.connection !== undefined)) {
		command.error('error: --write and --connection go together');
	}
	return flags;
}

/** Whether the command line asked for help, or was wrong. */
export function isFlagsError(error: unknown): error is CommanderError {
	return error instanceof CommanderError;
}

const readCount = parseWholeNumber(1, 10_000);

type Variables = Record<string, string | undefined>;

/** Asks a person for a secret without showing it. */
type PromptSecret = (question: string) => Promise<string>;

/**
 * The credential as the node's own code takes it: from ASA_TOKEN, else from ASA_KEY_ID and ASA_KEY_SECRET, else
 * from a person.
 *
 * @param promptSecret absent without a terminal
 * @throws UserError if something is missing and there is no terminal
 */
export async function readCredential(
	{ team, baseUrl, allowOtherHost }: Pick<Flags, 'team' | 'baseUrl' | 'allowOtherHost'>,
	variables: Variables,
	promptSecret?: PromptSecret,
): Promise<ICredentialDataDecryptedObject> {
	const base = { teamName: team, baseUrl, allowOtherHost, pathCorrections: {}, sessionToken: '' };
	const { ASA_TOKEN: token, ASA_KEY_ID: keyId, ASA_KEY_SECRET: keySecret } = variables;
	if (token && (keyId || keySecret)) {
		throw new UserError('Set either ASA_TOKEN or ASA_KEY_ID and ASA_KEY_SECRET, not both');
	}
	if (token) return { ...base, authentication: 'teamToken', token };
	if (!(keyId && keySecret) && !promptSecret) {
		throw new UserError(
			'No key: set ASA_KEY_ID and ASA_KEY_SECRET, or ASA_TOKEN, or run this in a terminal, which asks for them',
		);
	}
	return {
		...base,
		authentication: 'serviceUserKey',
		keyId: keyId || ((await promptSecret?.('Key ID of the service user')) ?? ''),
		keySecret: keySecret || ((await promptSecret?.('Key Secret')) ?? ''),
	};
}

/**
 * Asks on standard error: standard output is the report's.
 *
 * @throws Interrupted on Ctrl-C; the prompt keeps that key from the process
 */
export async function promptInTerminal(question: string, signal: AbortSignal): Promise<string> {
	try {
		return await password({ message: question, mask: true }, { output: process.stderr, signal });
	} catch (error) {
		if (error instanceof Error && error.name === 'ExitPromptError') throw new Interrupted(130);
		throw error;
	}
}
