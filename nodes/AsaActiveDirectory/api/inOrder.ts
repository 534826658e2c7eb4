import { LaneQueue } from './laneQueue';

export interface OrderSettings<Entry> {
	/** Entries of one lane go one after the other, in their order; those of no lane need not wait. */
	laneOf?: (entry: Entry, index: number) => string | undefined;
	/** Until it resolves, entries go one at a time. Without it, that holds until the first entry has ended. */
	answered?: Promise<void>;
}

/**
 * Does work for each entry with at most `limit` at a time and answers the results in the entries' order. An
 * entry whose lane is taken keeps nobody waiting: the next one whose lane is free is started in its place.
 * The first entry goes alone: where the token has expired, its request renews it, and those that follow
 * find the new one (50 parallel requests with an expired token would mint 50 times [measured]).
 *
 * @param limit a whole number from 1; anything that isn't counts as 1
 * @throws the error of the first entry in order that failed, once the work under way has ended; no further
 * entry is started after a failure
 */
export async function inOrder<Entry, Result>(
	entries: readonly Entry[],
	limit: number,
	work: (entry: Entry, index: number) => Promise<Result>,
	{ laneOf, answered }: OrderSettings<Entry> = {},
): Promise<Result[]> {
	const results = new Array<Result>(entries.length);
	const errors = new Map<number, unknown>();
	const queue = new LaneQueue(entries.map((entry, index) => laneOf?.(entry, index)));
	const most = Math.max(1, Math.floor(limit) || 1);
	let places = 1;
	let underWay = 0;
	const workOn = async (index: number) => {
		try {
			results[index] = await work(entries[index], index);
		} catch (error) {
			errors.set(index, error);
		}
	};
	await new Promise<void>((resolve) => {
		const start = async (index: number) => {
			underWay++;
			await workOn(index);
			underWay--;
			queue.leave(index);
			if (!answered) places = most;
			advance();
		};
		const advance = () => {
			while (errors.size === 0 && underWay < places) {
				const index = queue.take();
				if (index === undefined) break;
				void start(index);
			}
			if (underWay === 0) resolve();
		};
		void answered?.then(() => {
			places = most;
			advance();
		});
		advance();
	});
	if (errors.size > 0) throw errors.get(Math.min(...errors.keys()));
	return results;
}
