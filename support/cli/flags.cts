import { Command, Help, InvalidArgumentError, Option } from 'commander';
import { defaultVersion, versions } from '../n8n/releases.cts';

/**
 * A command line without options yet. `--help` and a wrong flag end the process with commander's own
 * message.
 *
 * @param script its name in package.json
 */
export function commandLine(script: string, description: string): Command {
	return new Command(`npm run ${script} --`)
		.description(description)
		.allowExcessArguments(false)
		.configureHelp({ optionDescription: describeOption });
}

/** Leaves out defaults that say nothing. */
function describeOption(option: Option): string {
	const isEmpty = ['false', '""', '[]'].includes(JSON.stringify(option.defaultValue));
	const shown = Object.assign(new Option(option.flags), option);
	if (isEmpty) shown.defaultValue = undefined;
	return new Help().optionDescription(shown);
}

/** The option of every command that starts n8n. */
export function n8nVersionOption(): Option {
	return new Option('--n8n-version <version>', 'the n8n to install')
		.choices(versions)
		.default(defaultVersion);
}

/** Reads the command line of a command whose only option is the version of n8n. */
export function readN8nVersion(script: string, description: string, args: string[]): string {
	const command = commandLine(script, description).addOption(n8nVersionOption());
	return parseFlags<{ n8nVersion: string }>(command, args).n8nVersion;
}

/** @param args the arguments alone, without the program */
export function parseFlags<Flags extends object>(command: Command, args: string[]): Flags {
	return command.parse(args, { from: 'user' }).opts<Flags>();
}

/** @throws InvalidArgumentError for anything but a port number */
export function parsePort(text: string): number {
	const port = Number(text);
	if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
	throw new InvalidArgumentError('A port must be a whole number from 1 to 65535.');
}

/** Returns a parser of whole numbers within limits. */
export function parseWholeNumber(
	lowest: number,
	highest = Number.MAX_SAFE_INTEGER,
): (text: string) => number {
	return (text) => {
		const number = Number(text);
		if (text.trim() && Number.isSafeInteger(number) && number >= lowest && number <= highest) {
			return number;
		}
		const range =
			highest < Number.MAX_SAFE_INTEGER
				? ` from ${lowest} to ${highest}`
				: `, ${lowest} or greater`;
		throw new InvalidArgumentError(`Must be a whole number${range}.`);
	};
}
