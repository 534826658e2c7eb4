/**
 * The middle of some numbers; the mean of the two middle ones where their count is even.
 *
 * @throws RangeError without numbers
 */
export function median(numbers: readonly number[]): number {
	if (numbers.length === 0) throw new RangeError('There is no median of nothing');
	const sorted = numbers.toSorted((a, b) => a - b);
	const middle = sorted.length >> 1;
	return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The median of the rounds' ratios: what disturbs a round disturbs both of its sides. */
export function medianRatio(over: readonly number[], under: readonly number[]): number {
	return median(over.map((number, round) => number / under[round]));
}

/** The median of the rounds' differences. */
export function medianDifference(from: readonly number[], less: readonly number[]): number {
	return median(from.map((number, round) => number - less[round]));
}
