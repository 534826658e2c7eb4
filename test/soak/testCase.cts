import { inspect } from 'node:util';
import type { Figures } from './figures.cts';
import { chosenInjections, type Flags } from './flags.cts';
import { planInjections, type Injection } from './injections/injection.cts';
import { injectionKinds } from './injections/kinds.cts';
import { installN8nClock } from './n8nClock.cts';
import { findingsOf } from './report.cts';
import { simulate } from './simulation.cts';

type Run = Pick<Flags, 'days' | 'connections' | 'dialect' | 'engine' | 'seed'>;

/** A failing run, reduced: what has to be injected, and up to which poll. */
export interface TestCase extends Run {
	/** The title of the test: as printed, the first finding; better, what went wrong. */
	finding: string;
	inject: string[];
	lastPoll: number;
}

/** The source of the test case of a reduced run, which failed with these injections. */
export function testCaseOf(run: Run, injections: Injection[], figures: Figures): string {
	const { days, connections, dialect, engine, seed } = run;
	const [finding] = findingsOf(figures);
	const inject = injections.map(({ id }) => id);
	const { lastPoll } = figures;
	const testCase: TestCase = {
		finding,
		days,
		connections,
		dialect,
		engine,
		seed,
		inject,
		lastPoll,
	};
	return inspect(testCase, { breakLength: 100, maxArrayLength: null, maxStringLength: null });
}

/** Runs a test case. @returns its findings; none if it passes */
export async function runTestCase(testCase: TestCase): Promise<string[]> {
	const { days, seed, inject } = testCase;
	const injections = chosenInjections(planInjections(injectionKinds, days, seed), {
		inject,
		without: [],
	});
	const clock = installN8nClock();
	const { signal } = new AbortController();
	try {
		return findingsOf(await simulate({ ...testCase, injections, signal }, clock));
	} finally {
		clock.restore();
	}
}
