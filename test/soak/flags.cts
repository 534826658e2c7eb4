import { Command, InvalidArgumentError, Option } from 'commander';
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
	/** File to which the figures of a good run are written. */
	figures?: string;
	/** For how many seconds a failing run is reduced. */
	reduceSeconds: number;
}

/**
 * Reads the command line; `--help` and a wrong flag end the process with commander's own message.
 *
 * @param args the arguments alone, without the program
 */
export function readFlags(args: string[]): Flags {
	return new Command('npm run test:soak --')
		.description(
			"Lets the trigger watch a simulated team of 400 jobs for 90 days on n8n's engine, injects failures of every kind, and compares what it puts out with what an oracle wants by the specification. A run that fails is reduced to the fewest injections that fail.",
		)
		.option('--days <number>', 'how many days', readNumber, 90)
		.option('--connections <number>', 'how many connections, each with ten jobs', readNumber, 40)
		.addOption(
			new Option('--dialect <name>', "which of Okta's two ways to answer")
				.choices(['client', 'page'])
				.default('client'),
		)
		.addOption(
			new Option('--engine <name>', "n8n's way to poll: scheduler is the durable one without cursors")
				.choices(['classic', 'scheduler', 'durable'])
				.default('classic'),
		)
		.option('--seed <number>', 'of the team, its runs and the injections', readNumber, 1)
		.option('--inject <list>', 'inject these kinds alone, or single injections such as renames-3', readList)
		.option('--without <list>', 'leave these kinds or injections out', readList, [])
		.option('--limit-seconds <number>', 'fail if it takes longer', readNumber)
		.option('--figures <file>', 'write the figures of a good run to this file')
		.option('--reduce-seconds <number>', 'how long to reduce a failing run; 0: not at all', readCount, 600)
		.addHelpText('after', `\nInjections:\n${describeKinds()}`)
		.allowExcessArguments(false)
		.parse(args, { from: 'user' })
		.opts<Flags>();
}

/** Those injections that the flags ask for. */
export function chosenInjections(
	all: readonly Injection[],
	{ inject, without }: Pick<Flags, 'inject' | 'without'>,
): Injection[] {
	const isIn = (list: readonly string[], { id, kind }: Injection) =>
		list.includes(kind) || list.includes(id);
	return all.filter(
		(injection) =>
			(inject === undefined || isIn(inject, injection)) && !isIn(without, injection),
	);
}

function describeKinds(): string {
	return Object.entries(injectionKinds)
		.map(([name, { description }]) => `  ${name.padEnd(20)} ${description}`)
		.join('\n');
}

function readList(text: string): string[] {
	const entries = text.split(',').filter((entry) => entry !== '');
	for (const entry of entries) {
		const kind = entry.replace(/-\d+$/, '');
		if (!(kind in injectionKinds) && entry !== 'none') {
			throw new InvalidArgumentError(`There is no injection "${entry}".`);
		}
	}
	return entries;
}

function readNumber(text: string): number {
	const number = readCount(text);
	if (number > 0) return number;
	throw new InvalidArgumentError('Give a whole number from 1.');
}

function readCount(text: string): number {
	const number = Number(text);
	if (text.trim() !== '' && Number.isSafeInteger(number) && number >= 0) return number;
	throw new InvalidArgumentError('Give a whole number from 0.');
}
