import { Option } from 'commander';
import {
	commandLine,
	n8nVersionOption,
	parseFlags,
	parseWholeNumber,
} from '../../../support/cli/flags.cts';
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

export function readFlags(args: string[]): Flags {
	const described = CONFIGURATIONS.map(({ name, summary }) => `${name}: ${summary}`).join('; ');
	const command = commandLine(
		'test:queue',
		'Runs the trigger on n8n in queue mode (main, two workers, Redis, PostgreSQL) against the sandbox, kills each of them in turn, and audits what was delivered. Requires Debian’s packages redis-server and postgresql; uses free ports.',
	)
		.addOption(
			new Option('--configuration <name>', `only this one: ${described}`).choices(
				CONFIGURATIONS.map(({ name }) => name),
			),
		)
		.addOption(n8nVersionOption())
		.option('--seed <number>', 'seed of the simulated team and its runs', parseWholeNumber(0), 1)
		.option(
			'--install',
			'install missing Debian packages, as root; the default under CI',
			Boolean(process.env.CI),
		)
		.option('--figures <file>', 'write the tables of figures to this file too')
		.option('--logs <folder>', 'keep the logs of n8n in this folder');
	return parseFlags(command, args);
}
