import { createRandom, seedOf, type Random } from '../../../sandbox/random.cts';

/** One thing that goes wrong, or that somebody does, in the simulated time. */
export interface Injection {
	/** Its kind and its number among those of its kind: `renames-3`. */
	id: string;
	kind: string;
	/** The poll before which it begins; 1 is the first after the activation. */
	poll: number;
	/** For how many polls it lasts. */
	polls: number;
	/** When it begins, as a share of the time since the poll before. */
	moment: number;
	/** Its own numbers, for everything else about it. */
	seed: number;
}

/** What a kind of injections is like. */
export interface Rate {
	/** How many there are in 90 days, on average. */
	per90Days: number;
	/** Fewest and most polls that one lasts. */
	polls: readonly [number, number];
}

export const pollsPerDay = 24;

const rateDays = 90;

/** No injection begins before this poll. */
const firstPoll = 3;

/** Nothing is injected in the last days, so that all incidents can end. */
export const restDays = 4;

/**
 * All injections of a seed, in the order of their time. Those of a kind don't depend on other kinds, and those of a day
 * not on later days, so that leaving some out leaves the others as they are.
 */
export function planInjections(
	rates: Readonly<Record<string, Rate>>,
	days: number,
	seed: number,
): Injection[] {
	const lastPoll = Math.max(1, days - restDays) * pollsPerDay;
	return Object.entries(rates)
		.flatMap(([kind, rate]) => planKind(kind, rate, days, seed))
		.filter(({ poll, polls }) => poll >= firstPoll && poll + polls <= lastPoll)
		.sort((one, other) => one.poll + one.moment - (other.poll + other.moment));
}

function planKind(kind: string, { per90Days, polls }: Rate, days: number, seed: number) {
	const random = createRandom(seedOf(`${seed}/${kind}`));
	const injections: Injection[] = [];
	for (let day = 0; day < days; day++) {
		const perDay = per90Days / rateDays;
		const count = Math.floor(perDay) + (random.fraction() < perDay % 1 ? 1 : 0);
		for (let index = 0; index < count; index++) {
			injections.push({
				id: `${kind}-${injections.length + 1}`,
				kind,
				poll: day * pollsPerDay + random.integer(1, pollsPerDay),
				polls: random.integer(...polls),
				moment: random.integer(5, 95) / 100,
				seed: random.integer(1, 1_000_000_000),
			});
		}
	}
	return injections;
}

export function pick<Entry>(random: Random, entries: readonly Entry[]): Entry {
	return entries[random.integer(0, entries.length - 1)];
}
