/**
 * Does work for each entry with at most `limit` at a time and answers the results in the entries' order.
 * The first entry goes alone: where the token has expired, its request renews it, and those that follow
 * find the new one (50 parallel requests with an expired token would mint 50 times [measured]).
 * A throw stops further entries from being started and is passed on once those under way have ended.
 */
export async function inOrder<Entry, Result>(
	entries: readonly Entry[],
	limit: number,
	work: (entry: Entry, index: number) => Promise<Result>,
): Promise<Result[]> {
	const results: Result[] = new Array<Result>(entries.length);
	let next = 0;
	let failed = false;
	const runNext = async () => {
		const index = next++;
		try {
			results[index] = await work(entries[index], index);
		} finally {
			failed ||= !(index in results);
		}
	};
	const worker = async () => {
		while (!failed && next < entries.length) await runNext();
	};
	if (entries.length > 0) await runNext();
	const outcomes = await Promise.allSettled(Array.from({ length: limit }, worker));
	const rejected = outcomes.find((outcome) => outcome.status === 'rejected');
	if (rejected) throw rejected.reason;
	return results;
}
