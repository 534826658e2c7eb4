import type { Injection } from './injections/injection.cts';

export interface Attempts {
	/** Runs the simulation with these injections alone. @returns whether it fails */
	fails: (injections: Injection[]) => Promise<boolean>;
	/** Whether to go on. */
	goesOn: () => boolean;
}

/**
 * The fewest injections with which a run still fails: ever smaller groups of kinds are left out, then of single
 * injections, down to one by one.
 */
export async function reduceInjections(
	injections: readonly Injection[],
	attempts: Attempts,
): Promise<Injection[]> {
	const fewerKinds = await reduceBy(({ kind }) => kind, [...injections], attempts);
	return await reduceBy(({ id }) => id, fewerKinds, attempts);
}

/** Leaves out halves of the names, then quarters, and so on. */
async function reduceBy(
	nameOf: (injection: Injection) => string,
	injections: Injection[],
	attempts: Attempts,
): Promise<Injection[]> {
	let left = injections;
	const names = () => [...new Set(left.map(nameOf))];
	for (
		let size = Math.ceil(names().length / 2);
		size >= 1;
		size = size === 1 ? 0 : Math.ceil(size / 2)
	) {
		for (let start = 0; start < names().length; ) {
			const group = new Set(names().slice(start, start + size));
			const fewer = await tryWithout(left, (injection) => group.has(nameOf(injection)), attempts);
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
