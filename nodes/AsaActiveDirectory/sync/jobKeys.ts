import { fingerprint } from './fingerprint';
import type { ListState } from './state';

interface Named {
	id: string;
	name: string;
}

/**
 * The key of each job within its connection and kind: made of the name, because every update gives the job a
 * new id; of name and id where a name occurs twice. Source: docs/api-contract.md, "Behaviour that shapes the product".
 */
export function jobKeys(jobs: readonly Named[]): string[] {
	const byName = jobs.map(({ name }) => nameKey(name));
	const counts = new Map<string, number>();
	for (const key of byName) counts.set(key, (counts.get(key) ?? 0) + 1);
	return jobs.map(({ name, id }, index) => {
		const repeats = (counts.get(byName[index]) ?? 0) > 1;
		return repeats ? fingerprint(`${name}\n${id}`) : byName[index];
	});
}

/** The key of a job whose name occurs once. */
export function nameKey(name: string): string {
	return fingerprint(name);
}

/**
 * The key under which each job was remembered so far, or undefined for jobs that weren't: by its key, else by
 * its id, which finds jobs that were renamed in place or whose name began or ceased to repeat.
 */
export function knownKeys(
	jobs: readonly Named[],
	keys: readonly string[],
	list: ListState | undefined,
): Array<string | undefined> {
	if (!list) return keys.map(() => undefined);
	const claimed = new Set(keys.filter((key) => list.jobs.has(key)));
	const byId = new Map<string, string>();
	for (const [key, { id }] of list.jobs) if (!claimed.has(key)) byId.set(id, key);
	return keys.map((key, index) => (claimed.has(key) ? key : byId.get(jobs[index].id)));
}
