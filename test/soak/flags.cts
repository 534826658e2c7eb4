import { InvalidArgumentError, Option } from 'commander';
import { CliError } from '../../support/cli/errors.cts';
import { commandLine, parseFlags, parseWholeNumber } from '../../support/cli/flags.cts';
import type { PollEngine } from '../engine/harness/poller.cts';
import type { Injection } from './injections/injection.cts';
import { injectionKinds } from './injections/kinds.cts';

export interface Flags {
	days: number;
	connections: number;
	dialect: 'client' | 'page';
	engine: PollEngine;
	seed: number;
	/** Kinds or single injections; absent: all kinds. */
	inject?: string[];
	without: string[];
	/** How many seconds the run may take; absent: any, for times vary between machines. */
	limitSeconds?: number;
	/** Whether the figures of a good run are written to the files that the documents take them from. */
	write: boolean;
	json: boolean;
	/** For how many seconds a failing run is reduced. */
	reduceSeconds: number;
	/** A regular expression for the connection and name of jobs whose polls are shown. */
	trace?: string;
}

const description =
	`Lets the trigger watch a simulated team of 400 jobs for 90 days on n8n's engine, injects failures
of every kind, and compares what it outputs with what an oracle expects. Exit code 1: something was lost, doubled,
wrong, missing, more than two polls late or left open, or the run exceeded --limit-seconds. In all cases but the last,
the run is reduced to the fewest injections that still fail, and printed as a command that repeats it and as a test
case.`.replace(/\n/g, ' ');

/**
 * Reads the command line; `--help` and a wrong flag end the process with commander's own message.
 *
 * @param args the arguments alone, without the program
 */
export function readFlags(args: string[]): Flags {
	const command = commandLine('test:soak', description)
		.option('--days <number>', 'how many days', parseWholeNumber(6), 90)
		.option(
			'--connections <number>',
			'how many connections, each with ten jobs',
			parseWholeNumber(2),
			40,
		)
		.addOption(
			new Option('--dialect <name>', "which of Okta's two ways to answer")
				.choices(['client', 'page'])
				.default('client'),
		)
		.addOption(
			new Option(
				'--engine <name>',
				"n8n's way to poll: scheduler is the durable one without cursors",
			)
				.choices(['classic', 'scheduler', 'cursors'])
				.default('classic'),
		)
		.option(
			'--seed <number>',
			'seed of the team, its runs and the injections',
			parseWholeNumber(1),
			1,
		)
		.option(
			'--inject <list>',
			'only these kinds, or single injections such as renames-3; all or none',
			readList,
		)
		.option('--without <list>', 'kinds or single injections to leave out', readList, [])
		.option('--limit-seconds <number>', 'fail if it takes longer', parseWholeNumber(1))
		.option(
			'--reduce-seconds <number>',
			'how long to reduce a failing run, once it is known where it fails',
			parseWholeNumber(0),
			600,
		)
		.option(
			'--trace <pattern>',
			'show what each poll sees of the jobs that match, such as "Directory 005.*Servers 1"',
		)
		.option('--json', 'print JSON instead of the table', false)
		.addOption(
			new Option('--write', 'write its column of test/soak/figures.md if nothing failed')
				.default(false)
				.conflicts(['inject', 'without']),
		)
		.addHelpText('after', `\nInjections:\n${describeKinds()}`);
	return parseFlags<Flags>(command, args);
}

/**
 * Those injections that the flags ask for.
 *
 * @throws CliError if they name an injection, or inject a kind, that isn't among them
 */
export function chosenInjections(
	all: readonly Injection[],
	{ inject, without }: Pick<Flags, 'inject' | 'without'>,
): Injection[] {
	const names = new Set(['all', 'none', ...all.flatMap(({ id, kind }) => [id, kind])]);
	const single = without.filter((entry) => !(entry in injectionKinds));
	const unknown = [...(inject ?? []), ...single].find((entry) => !names.has(entry));
	if (unknown !== undefined) throw new CliError(`this run has no injection "${unknown}"`);
	const isIn = (list: readonly string[], { id, kind }: Injection) =>
		list.includes('all') || list.includes(kind) || list.includes(id);
	return all.filter(
		(injection) => (inject === undefined || isIn(inject, injection)) && !isIn(without, injection),
	);
}

function describeKinds(): string {
	return Object.entries(injectionKinds)
		.map(([name, { description: text }]) => `  ${name.padEnd(20)} ${text}`)
		.join('\n');
}

function readList(text: string): string[] {
	const entries = text.split(',').filter((entry) => entry !== '');
	for (const entry of entries) {
		const kind = entry.replace(/-\d+$/, '');
		if (!(kind in injectionKinds) && !['all', 'none'].includes(entry)) {
			throw new InvalidArgumentError(`There is no injection "${entry}".`);
		}
	}
	return entries;
}
