/**
 * Does work for each entry with at most `limit` at a time and answers the results in the entries' order.
 * The first entry goes alone: where the token has expired, its request renews it, and those that follow
 * find the new one (50 parallel requests with an expired token would mint 50 times [measured]).
 *
 * @throws the error of the first entry in order that failed, once the work under way has ended; no further
 * entry is started after a failure
 */
export async function inOrder<Entry, Result>(
	entries: readonly Entry[],
	limit: number,
	work: (entry: Entry, index: number) => Promise<Result>,
): Promise<Result[]> {
	const results = new Array<Result>(entries.length);
	const errors = new Map<number, unknown>();
	let next = 0;
	const doNext = async () => {
		const index = next++;
		try {
			results[index] = await work(entries[index], index);
		} catch (error) {
			errors.set(index, error);
		}
	};
	const worker = async () => {
		while (errors.size === 0 && next < entries.length) await doNext();
	};
	if (entries.length > 0) await doNext();
	await Promise.all(Array.from({ length: limit }, worker));
	if (errors.size > 0) throw errors.get(Math.min(...errors.keys()));
	return results;
}
