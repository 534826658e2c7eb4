import '../engine/harness/outsideJest.cts';
import '../engine/harness/environment.cts';
import { describeMeasurement } from '../../support/cli/figures.cts';
import { main } from '../../support/cli/main.cts';
import { engineVersion } from '../helpers/engineVersion.cts';
import type { Figure, Figures } from './figures.cts';
import { chosenInjections, readFlags, type Flags } from './flags.cts';
import { planInjections, type Injection } from './injections/injection.cts';
import { injectionKinds } from './injections/kinds.cts';
import { installN8nClock } from './n8nClock.cts';
import { reduceInjections } from './reduce.cts';
import { countOf, detailsOf, jsonOf, reductionOf, tableOf } from './report.cts';
import { simulate, type SimulationOptions } from './simulation.cts';
import { testCaseOf } from './testCase.cts';
import { tracePoll } from './trace.cts';
import { writeRun } from './writtenRuns.cts';

/** Progress goes to standard error: a program may read standard output. */
function report(text: string): void {
	process.stderr.write(`${text}\n`);
}

function print(lines: readonly string[]): void {
	if (lines.length > 0) process.stdout.write(`${lines.join('\n')}\n`);
}

/** With --json, standard output is kept for the JSON. */
function printText({ json }: Flags, lines: readonly string[]): void {
	if (json) lines.forEach(report);
	else print(lines);
}

async function soak(args: string[], signal: AbortSignal): Promise<number> {
	const flags = readFlags(args);
	const { days, trace } = flags;
	const injections = chosenInjections(planInjections(injectionKinds, days, flags.seed), flags);
	const clock = installN8nClock();
	const run = async (options: Pick<SimulationOptions, 'injections'> & Partial<SimulationOptions>) =>
		await simulate({ ...flags, signal, ...options }, clock);

	const before = performance.now();
	const figures = await run({
		injections,
		onDay: (day) => day % 5 === 0 && report(`day ${day} of ${days}`),
		onPoll: trace === undefined ? undefined : (...poll) => tracePoll(trace, ...poll),
	});
	const seconds = Math.round((performance.now() - before) / 1000);
	const rows: Figure[] = [
		['days', days],
		['jobs', flags.connections * 10],
		...figures.rows(flags.connections * 10),
		['injections', injections.length],
		['engine', flags.engine],
		['dialect', flags.dialect],
		['seed', flags.seed],
		['time, s', seconds],
	];
	print([flags.json ? jsonOf(rows) : tableOf(rows)]);
	printText(flags, detailsOf(figures));
	signal.throwIfAborted();
	if (figures.hasFailed) {
		await reduce(flags, injections, run, signal);
		return 1;
	}
	clock.restore();
	return await conclude(flags, rows, seconds);
}

async function conclude({ limitSeconds, write, engine }: Flags, rows: Figure[], seconds: number) {
	if (limitSeconds !== undefined && seconds > limitSeconds) {
		report(`It took ${seconds} s, more than ${limitSeconds} s`);
		return 1;
	}
	if (write) {
		const measured = await describeMeasurement({ n8n: engineVersion });
		await writeRun(__dirname, engine, { measured, figures: Object.fromEntries(rows) });
	}
	return 0;
}

/** Reduces a failing run to its first finding and prints it as a test case. */
async function reduce(
	flags: Flags,
	injections: readonly Injection[],
	run: (
		options: Pick<SimulationOptions, 'injections'> & Partial<SimulationOptions>,
	) => Promise<Figures>,
	signal: AbortSignal,
): Promise<void> {
	if (flags.reduceSeconds === 0) return;
	report('Reducing the failing run');
	const first = await run({ injections, stopsAtFinding: true });
	if (!first.hasFailed) return report('It did not fail again');
	// The first run only finds where it fails, and has no time limit.
	const until = performance.now() + flags.reduceSeconds * 1000;
	let reduced = first;
	let lastPoll = first.lastPoll;
	const left = await reduceInjections(
		injections.filter(({ poll }) => poll <= lastPoll),
		{
			goesOn: () => !signal.aborted && performance.now() < until,
			async fails(fewer) {
				const figures = await run({ injections: fewer, stopsAtFinding: true, lastPoll });
				if (!figures.hasFailed || signal.aborted) return false;
				reduced = figures;
				lastPoll = Math.min(lastPoll, figures.lastPoll);
				report(`fails with ${countOf(fewer)} at poll ${figures.lastPoll}`);
				return true;
			},
		},
	);
	printText(flags, [
		...reductionOf(flags, left, reduced),
		'As a test case, for the list in test/soak/regressions.test.cts:',
		testCaseOf(flags, left, reduced),
	]);
	signal.throwIfAborted();
}

void main({ name: 'test:soak', run: soak, log: report });
