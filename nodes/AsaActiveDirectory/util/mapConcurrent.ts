export interface ConcurrencySettings<Entry> {
	/** How many entries are worked on at the same time: a whole number from 1; anything else counts as 1. */
	limit: number;
	/** Entries with the same key go one after the other, in their order; those without need not wait. */
	serializeBy?: (entry: Entry, index: number) => string | undefined;
	/** Until it resolves, entries go one at a time. Without it, that holds until the first entry has ended. */
	authConfirmed?: Promise<void>;
}

/**
 * Does work for each entry, a few at a time, and answers the results in the entries' order. An entry that waits for
 * another one of its key delays no other. The first entry goes alone: if the token has expired, its request
 * renews it, and those that follow find the new one (docs/decisions.md, "One request first").
 *
 * @throws the error of the first entry in order that failed, once the work under way has ended; no further entry is
 * started after a failure
 */
export async function mapConcurrent<Entry, Result>(
	entries: readonly Entry[],
	work: (entry: Entry, index: number) => Promise<Result>,
	{ limit, serializeBy, authConfirmed }: ConcurrencySettings<Entry>,
): Promise<Result[]> {
	const results = new Array<Result>(entries.length);
	const errors = new Map<number, unknown>();
	const queue = new KeyedQueue(entries.map((entry, index) => serializeBy?.(entry, index)));
	const maxRunning = Math.max(1, Math.floor(limit) || 1);
	let allowed = 1;
	let running = 0;
	await new Promise<void>((resolve) => {
		const run = async (index: number) => {
			running++;
			try {
				results[index] = await work(entries[index], index);
			} catch (error) {
				errors.set(index, error);
			}
			running--;
			queue.done(index);
			if (!authConfirmed) allowed = maxRunning;
			startMore();
		};
		const startMore = () => {
			while (errors.size === 0 && running < allowed) {
				const index = queue.next();
				if (index === undefined) break;
				void run(index);
			}
			if (running === 0) resolve();
		};
		void authConfirmed?.then(() => {
			allowed = maxRunning;
			startMore();
		});
		startMore();
	});
	if (errors.size > 0) throw errors.get(Math.min(...errors.keys()));
	return results;
}

/** Indices of entries that wait: of each key one may be out at a time. */
class KeyedQueue {
	/** What may go, lowest first. */
	private readonly ready: number[] = [];

	/** What waits behind an entry of its key. */
	private readonly following = new Map<number, number>();

	constructor(keys: ReadonlyArray<string | undefined>) {
		const last = new Map<string, number>();
		keys.forEach((key, index) => {
			const before = key === undefined ? undefined : last.get(key);
			if (before === undefined) this.ready.push(index);
			else this.following.set(before, index);
			if (key !== undefined) last.set(key, index);
		});
	}

	/** The first entry that may go; undefined if there is none for now. */
	next(): number | undefined {
		return this.ready.shift();
	}

	/** Lets the next entry of the same key go. */
	done(index: number): void {
		const next = this.following.get(index);
		if (next === undefined) return;
		const later = this.ready.findIndex((other) => other > next);
		this.ready.splice(later < 0 ? this.ready.length : later, 0, next);
	}
}
