/** Work on the same object goes one after the other, in the order in which it was handed in. */
export class Lanes {
	private readonly ends = new Map<string, Promise<unknown>>();

	/** @param stopAtFailure whether work that waits is given up where the work before it failed */
	constructor(private readonly stopAtFailure: boolean) {}

	/**
	 * Does work once all work handed in before for the same lane has ended.
	 *
	 * @param lane undefined for work that need not wait
	 * @throws what the work throws, or the work before it
	 */
	async take<Result>(lane: string | undefined, work: () => Promise<Result>): Promise<Result> {
		if (lane === undefined) return await work();
		const before = this.ends.get(lane) ?? Promise.resolve();
		const doing = before.then(work);
		this.ends.set(lane, this.stopAtFailure ? doing : doing.catch(() => undefined));
		return await doing;
	}
}
