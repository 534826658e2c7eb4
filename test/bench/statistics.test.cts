import { median, medianDifference, medianRatio } from './statistics.cts';

describe('the median', () => {
	it.each([
		[[3], 3],
		[[9, 1, 5], 5],
		[[10, 9, 100, 1], 9.5],
	])('of %j is %d', (numbers, expected) => {
		expect(median(numbers)).toBe(expected);
	});

	it('leaves the numbers in their order', () => {
		const numbers = [2, 1];
		median(numbers);
		expect(numbers).toEqual([2, 1]);
	});

	it('of nothing is refused', () => {
		expect(() => median([])).toThrow(RangeError);
	});
});

it('compares round by round: a round that was slow for both disturbs nothing', () => {
	expect(medianRatio([10, 200, 12], [10, 100, 6])).toBe(2);
	expect(medianDifference([10, 200, 12], [9, 100, 6])).toBe(6);
});
