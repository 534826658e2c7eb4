import { Command, InvalidArgumentError, Option } from 'commander';
import { DEFAULT_VERSION } from '../../../support/n8n/releases.cts';
import { CONFIGURATIONS, type ConfigurationName } from './configurations.cts';

export interface Flags {
	n8nVersion: string;
	/** Absent: all that this n8n has. */
	configuration?: ConfigurationName;
	/** Of the simulated team and its runs. */
	seed: number;
	install: boolean;
	/** A file that the table of figures is written to. */
	figures?: string;
	/** A folder that n8n's logs are copied to. */
	logs?: string;
}

/**
 * Reads the command line; `--help` and a wrong flag end the process with commander's own message.
 *
 * @param args the arguments alone, without the program
 */
export function readFlags(args: string[]): Flags {
	const described = CONFIGURATIONS.map(({ name, summary }) => `${name}: ${summary}`).join('; ');
	return new Command('npm run test:queue --')
		.description(
			'Runs the trigger on n8n in queue mode (main, two workers, Redis, PostgreSQL) against the sandbox, kills each of them in turn, and counts what was delivered. Needs Debian’s packages redis-server and postgresql; every port it takes is a free one.',
		)
		.addOption(
			new Option('--configuration <name>', `one alone: ${described}`).choices(
				CONFIGURATIONS.map(({ name }) => name),
			),
		)
		.option('--n8n-version <version>', 'the n8n to install', DEFAULT_VERSION)
		.option('--seed <number>', 'of the simulated team and its runs', readNumber, 1)
		.option(
			'--install',
			'install what is missing of Debian’s packages, as root; under CI it does so unasked',
			Boolean(process.env.CI),
		)
		.option('--figures <file>', 'write the tables of figures to this file too')
		.option('--logs <folder>', 'keep the logs of n8n in this folder')
		.allowExcessArguments(false)
		.parse(args, { from: 'user' })
		.opts<Flags>();
}

function readNumber(text: string): number {
	const number = Number(text);
	if (Number.isSafeInteger(number) && number >= 0) return number;
	throw new InvalidArgumentError('Give a whole number from 0.');
}
