/**
 * The middle of some numbers; the mean of the two middle ones if their count is even.
 *
 * @throws RangeError without numbers
 */
export function median(numbers: readonly number[]): number {
	if (numbers.length === 0) throw new RangeError('There is no median of nothing');
	const sorted = numbers.toSorted((a, b) => a - b);
	const middle = sorted.length >> 1;
	return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Each round's ratio: what disturbs a round disturbs both of its sides. */
export function ratios(over: readonly number[], under: readonly number[]): number[] {
	return over.map((number, round) => number / under[round]);
}

/** Each round's difference. */
export function differences(from: readonly number[], less: readonly number[]): number[] {
	return from.map((number, round) => number - less[round]);
}

/** The entries in turning order: each round another one comes first. */
export function rotated<Entry>(entries: readonly Entry[], round: number): Entry[] {
	const first = round % entries.length;
	return [...entries.slice(first), ...entries.slice(0, first)];
}
