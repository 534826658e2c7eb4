/** The run exceeded its time limit: it hangs. */
export class HangError extends Error {}

/** Time limit of a run, in milliseconds of the node's time. */
const limitMs = 30 * 60_000;

/** @throws HangError if it takes too long; the work itself is not cancelled */
export async function withinLimit<Result>(work: Promise<Result>): Promise<Result> {
	let timer: NodeJS.Timeout | undefined;
	const limit = new Promise<never>((_resolve, reject) => {
		timer = setTimeout(() => reject(new HangError('It hangs')), limitMs);
	});
	try {
		return await Promise.race([work, limit]);
	} finally {
		clearTimeout(timer);
	}
}
