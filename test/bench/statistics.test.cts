import { differences, median, ratios, rotated } from './statistics.cts';

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
	expect(median(ratios([10, 200, 12], [10, 100, 6]))).toBe(2);
	expect(median(differences([10, 200, 12], [9, 100, 6]))).toBe(6);
});

it('lets each entry be first in its turn', () => {
	const orders = [0, 1, 2, 3].map((round) => rotated(['a', 'b', 'c'], round).join(''));
	expect(orders).toEqual(['abc', 'bca', 'cab', 'abc']);
});
