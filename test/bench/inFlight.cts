/**
 * Does work for each entry, `limit` at a time, and answers the results in the entries' order.
 *
 * @throws the first error
 */
export async function inFlight<Entry, Result>(
	entries: readonly Entry[],
	limit: number,
	work: (entry: Entry, index: number) => Promise<Result>,
): Promise<Result[]> {
	const results = new Array<Result>(entries.length);
	let next = 0;
	const worker = async () => {
		for (let index = next++; index < entries.length; index = next++) {
			results[index] = await work(entries[index], index);
		}
	};
	await Promise.all(Array.from({ length: limit }, worker));
	return results;
}
