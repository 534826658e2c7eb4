import { createRandom, type Random } from '../../../sandbox/random.cts';
import type { Named } from './cases.cts';

/** One random case of each group: a short run tries only one of similar cases. */
export function sample<Case>(
	cases: ReadonlyArray<Named<Case>>,
	seed: number,
	groupOf: (named: Named<Case>) => string,
): Array<Named<Case>> {
	const groups = new Map<string, Array<Named<Case>>>();
	for (const named of cases) {
		const group = groupOf(named);
		groups.set(group, [...(groups.get(group) ?? []), named]);
	}
	const random = createRandom(seed);
	return [...groups.values()].map((group) => pick(random, group));
}

/** The cases in random order, so that slow ones, which are listed side by side, don't run at the same time. */
export function shuffled<Case>(
	cases: ReadonlyArray<Named<Case>>,
	seed: number,
): Array<Named<Case>> {
	const random = createRandom(seed);
	const keyed = cases.map((named) => ({ named, key: random.fraction() }));
	return keyed.sort((a, b) => a.key - b.key).map(({ named }) => named);
}

export function pick<Entry>(random: Random, entries: readonly Entry[]): Entry {
	return entries[random.integer(0, entries.length - 1)];
}
