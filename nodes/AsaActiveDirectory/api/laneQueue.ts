/** Entries that wait for their turn, by their indices: of each lane one may be out at a time. */
export class LaneQueue {
	/** What may be taken, lowest first. */
	private readonly ready: number[] = [];

	/** What waits behind an entry of its lane. */
	private readonly following = new Map<number, number>();

	/** @param lanes the lane of each entry; undefined for one that need not wait */
	constructor(lanes: ReadonlyArray<string | undefined>) {
		const last = new Map<string, number>();
		lanes.forEach((lane, index) => {
			const before = lane === undefined ? undefined : last.get(lane);
			if (before === undefined) this.ready.push(index);
			else this.following.set(before, index);
			if (lane !== undefined) last.set(lane, index);
		});
	}

	/** The first entry whose lane is free; undefined where there is none for now. */
	take(): number | undefined {
		return this.ready.shift();
	}

	/** An entry that was taken has ended: its lane is free for the next of it. */
	leave(index: number): void {
		const next = this.following.get(index);
		if (next === undefined) return;
		const later = this.ready.findIndex((other) => other > next);
		this.ready.splice(later < 0 ? this.ready.length : later, 0, next);
	}
}
