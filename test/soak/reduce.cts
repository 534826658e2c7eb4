import type { Injection } from './injections/injection.cts';

export interface Attempts {
	/** Runs the simulation with these injections alone. @returns whether it fails */
	fails: (injections: Injection[]) => Promise<boolean>;
	/** Whether to go on. */
	goesOn: () => boolean;
}

/**
 * The fewest injections with which a run still fails: whole kinds are left out first, then ever smaller groups of
 * single injections, down to one by one.
 */
export async function reduceInjections(
	injections: readonly Injection[],
	attempts: Attempts,
): Promise<Injection[]> {
	let left = [...injections];
	for (const kind of new Set(left.map((injection) => injection.kind))) {
		left = await tryWithout(left, (injection) => injection.kind === kind, attempts);
	}
	for (
		let size = Math.ceil(left.length / 2);
		size >= 1;
		size = size === 1 ? 0 : Math.ceil(size / 2)
	) {
		for (let start = 0; start < left.length; ) {
			const group = new Set(left.slice(start, start + size));
			const fewer = await tryWithout(left, (injection) => group.has(injection), attempts);
			if (fewer.length === left.length) start += size;
			left = fewer;
		}
	}
	return left;
}

async function tryWithout(
	injections: Injection[],
	isLeftOut: (injection: Injection) => boolean,
	{ fails, goesOn }: Attempts,
): Promise<Injection[]> {
	const fewer = injections.filter((injection) => !isLeftOut(injection));
	if (fewer.length === injections.length || !goesOn()) return injections;
	return (await fails(fewer)) ? fewer : injections;
}
