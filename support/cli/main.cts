import { CliError, Interrupted } from './errors.cts';
import { listenForInterruption } from './interruption.cts';

/** A command of package.json. */
export interface CliCommand {
	/** Precedes the message of an error. */
	name: string;
	/**
	 * Does the work; has stopped everything it started when it is done, whatever happened.
	 *
	 * @param args the arguments alone, without the program
	 * @param signal aborted when the command is to end early
	 * @returns the exit code
	 */
	run(args: string[], signal: AbortSignal): Promise<number>;
	/** Prints a line for people. Absent: to standard output. */
	log?: (line: string) => void;
	/** What is printed when it was interrupted. */
	whenInterrupted?: string;
	/** The last line after an error, e.g. "0 passed, 1 failed". */
	afterError?: () => string;
	/** The exit code after an error. Absent: 1. */
	errorCode?: number;
}

/** Runs a command as this process, to its exit code. */
export async function main(command: CliCommand): Promise<void> {
	const code = await runCommand(command, process.argv.slice(2), listenForInterruption());
	// What was printed has to reach a pipe first.
	process.stdout.write('', () => process.stderr.write('', () => process.exit(code)));
}

/**
 * Runs a command and prints why it failed, if it did.
 *
 * @returns the exit code
 */
export async function runCommand(
	command: CliCommand,
	args: string[],
	signal: AbortSignal,
): Promise<number> {
	try {
		return await command.run(args, signal);
	} catch (error) {
		// Once it is interrupted, everything else that fails is a consequence.
		return reportError(command, signal.aborted ? signal.reason : error);
	}
}

function reportError(command: CliCommand, error: unknown): number {
	const { log = console.log, whenInterrupted = 'Interrupted; everything is stopped.' } = command;
	if (error instanceof Interrupted) {
		log(whenInterrupted);
		return error.exitCode;
	}
	console.error(describeError(command.name, error));
	if (command.afterError) log(command.afterError());
	return command.errorCode ?? 1;
}

function describeError(name: string, error: unknown): string {
	if (error instanceof CliError) return `${name}: ${error.message}`;
	return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
