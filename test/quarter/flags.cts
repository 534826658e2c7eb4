import { Command, InvalidArgumentError, Option } from 'commander';

export interface Flags {
	/** How many days the trigger lives. */
	days: number;
	/** Which of Okta's two ways to answer the simulated team takes. */
	dialect: 'client' | 'page';
	/** Of the team, its runs and what goes wrong. */
	seed: number;
	/** How many seconds the run may take; absent: any, for times vary between machines. */
	limitSeconds?: number;
	/** File to which the figures are written. */
	figures?: string;
}

/**
 * Reads the command line; `--help` and a wrong flag end the process with commander's own message.
 *
 * @param args the arguments alone, without the program
 */
export function readFlags(args: string[]): Flags {
	return new Command('npm run test:quarter --')
		.description(
			"Lets the trigger live through a quarter of 400 jobs on n8n's engine, with faults, restarts of n8n and jobs that are changed, and compares what it delivers with what a naive reading of the team's history says it should have.",
		)
		.option('--days <number>', 'how many days it lives', readNumber, 90)
		.addOption(
			new Option('--dialect <name>', "which of Okta's two ways to answer")
				.choices(['client', 'page'])
				.default('client'),
		)
		.option('--seed <number>', 'of the team, its runs and what goes wrong', readNumber, 1)
		.option('--limit-seconds <number>', 'fail where it takes longer', readNumber)
		.option('--figures <file>', 'write the figures of a good run to this file')
		.allowExcessArguments(false)
		.parse(args, { from: 'user' })
		.opts<Flags>();
}

function readNumber(text: string): number {
	const number = Number(text);
	if (Number.isSafeInteger(number) && number > 0) return number;
	throw new InvalidArgumentError('Give a whole number from 1.');
}
