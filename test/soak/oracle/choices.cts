/**
 * Where the rules leave open what happens, the oracle takes every way: a step asks `choose`, and `explore` runs it once
 * for each combination of answers.
 */
export type Choose = (
	/** What the rules leave open. */
	point: string,
	/** How many readings there are; the first is the likeliest. */
	readings?: number,
) => number;

export interface Outcome<Value> {
	value: Value;
	/** The points at which this outcome depends on another reading than the first. */
	points: string[];
}

/** More would cost more time than such a mix of open questions is worth. */
const mostOutcomes = 64;

/** All outcomes of a step, that of the likeliest readings first. */
export function explore<Value>(step: (choose: Choose) => Value): Array<Outcome<Value>> {
	const outcomes: Array<Outcome<Value>> = [];
	const open: number[][] = [[]];
	while (open.length > 0 && outcomes.length < mostOutcomes) {
		const given = open.shift()!;
		const points: string[] = [];
		let asked = 0;
		const value = step((point, readings = 2) => {
			const answer = given[asked] ?? 0;
			if (asked >= given.length) {
				const before = [...given, ...Array<number>(asked - given.length).fill(0)];
				for (let other = 1; other < readings; other++) open.push([...before, other]);
			}
			if (answer > 0) points.push(point);
			asked++;
			return answer;
		});
		outcomes.push({ value, points });
	}
	return outcomes;
}
