import '../engine/harness/outsideJest.cts';
import '../engine/harness/environment.cts';
import { writeFile } from 'node:fs/promises';
import type { Figures } from './figures.cts';
import { chosenInjections, readFlags, type Flags } from './flags.cts';
import { planInjections } from './injections/injection.cts';
import { injectionKinds } from './injections/kinds.cts';
import { installN8nClock } from './n8nClock.cts';
import { simulate } from './simulation.cts';

/** How much faster waits pass: retries of a poll would otherwise take minutes. */
const clockSpeed = 10;

const mostFindingsShown = 30;

async function main(): Promise<number> {
	const flags = readFlags(process.argv.slice(2));
	const stop = new AbortController();
	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		process.once(signal, () => stop.abort());
	}
	const { days, connections, dialect, engine, seed } = flags;
	const injections = chosenInjections(planInjections(injectionKinds, days, seed), flags);
	const clock = installN8nClock(clockSpeed);
	const before = performance.now();
	const onDay = (day: number) => {
		if (day % 5 === 0) process.stderr.write(`day ${day} of ${days}\n`);
	};
	const figures = await simulate(
		{ days, connections, dialect, engine, seed, injections, signal: stop.signal, onDay },
		clock,
	);
	const seconds = Math.round((performance.now() - before) / 1000);
	const table = figures.table(connections * 10, [
		['injections', injections.length],
		['engine', engine],
		['seed', seed],
		['time, s', seconds],
	]);
	process.stdout.write(`${days} days of ${connections * 10} jobs in ${seconds} s\n\n${table}\n\n`);
	show(figures);
	if (stop.signal.aborted) return 130;
	return await conclude(flags, figures, table, seconds);
}

async function conclude(flags: Flags, figures: Figures, table: string, seconds: number) {
	if (figures.hasFailed) return 1;
	if (flags.limitSeconds !== undefined && seconds > flags.limitSeconds) {
		process.stderr.write(`It took ${seconds} s, more than ${flags.limitSeconds} s\n`);
		return 1;
	}
	if (flags.figures !== undefined) await writeFile(flags.figures, `${table}\n`);
	return 0;
}

function show(figures: Figures): void {
	if (figures.openPoints.size > 0) {
		process.stdout.write('The rules leave open, and the trigger took the less likely reading:\n');
		for (const [point, times] of figures.openPoints) process.stdout.write(`  ${times} x ${point}\n`);
		process.stdout.write('\n');
	}
	for (const { at, placeText, text } of figures.delayed.slice(0, mostFindingsShown)) {
		process.stdout.write(`delayed: ${new Date(at).toISOString()} ${placeText}: ${text}\n`);
	}
	for (const { type, at, placeText, text } of figures.findings.slice(0, mostFindingsShown)) {
		const when = Number.isFinite(at) ? new Date(at).toISOString() : 'at the end';
		process.stdout.write(`${type}: ${when} ${placeText}: ${text}\n`);
	}
	const more = figures.findings.length - mostFindingsShown;
	if (more > 0) process.stdout.write(`and ${more} more\n`);
}

main().then(
	(code) => process.exit(code),
	(error: unknown) => {
		console.error(error);
		process.exit(1);
	},
);
