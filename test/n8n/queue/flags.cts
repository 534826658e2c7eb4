import { Option } from 'commander';
import {
	commandLine,
	n8nVersionOption,
	parseFlags,
	parseWholeNumber,
} from '../../../support/cli/flags.cts';
import { n8nConfigurations, type ConfigurationName } from '../../../support/n8n/configurations.cts';
import { injectedFailures } from './injectedFailures.cts';

export interface Flags {
	n8nVersion: string;
	/** Absent: all that this n8n has. */
	configuration?: ConfigurationName;
	/** Only failures with this text in their name are injected. Absent: all. */
	only?: string;
	/** Of the simulated team and its runs. */
	seed: number;
	install: boolean;
	/** Whether the tables are written to figures.md, unless a check failed. */
	write: boolean;
	/** A folder that n8n's logs are copied to. */
	logs?: string;
}

export function readFlags(args: string[]): Flags {
	const described = n8nConfigurations.map(({ name, summary }) => `${name}: ${summary}`).join('; ');
	const command = commandLine(
		'test:queue',
		"Runs the trigger on n8n in queue mode (main, two workers, Redis, PostgreSQL) against the sandbox, kills each of them in turn, and audits what was delivered. Requires Debian's packages redis-server and postgresql; uses free ports.",
	)
		.addOption(
			new Option('--configuration <name>', `only this one: ${described}`).choices(
				n8nConfigurations.map(({ name }) => name),
			),
		)
		.addOption(n8nVersionOption())
		.option('--only <text>', 'inject only the failures whose name contains this text')
		.option('--seed <number>', 'seed of the simulated team and its runs', parseWholeNumber(0), 1)
		.option(
			'--install',
			'install missing Debian packages, as root; always done under CI',
			Boolean(process.env.CI),
		)
		.addOption(
			new Option('--write', 'write test/n8n/queue/figures.md if all checks passed')
				.default(false)
				.conflicts(['configuration', 'only']),
		)
		.option('--logs <folder>', 'keep the logs of n8n in this folder')
		.addHelpText(
			'after',
			`\nFailures:\n${injectedFailures.map(({ name }) => `  ${name}`).join('\n')}`,
		);
	return parseFlags(command, args);
}
