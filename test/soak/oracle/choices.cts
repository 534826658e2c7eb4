/**
 * If the rules leave open what happens, the oracle follows every reading: a step calls `choose`, and `explore` runs it
 * once for each combination of choices.
 */
export type Choose = (
	/** What the rules leave open. */
	point: string,
	/** How many readings there are; the first is the likeliest. */
	readings?: number,
) => number;

export interface Alternative<Value> {
	value: Value;
	/** The points at which this alternative depends on another reading than the first. */
	points: string[];
}

/** More would cost more time than such a mix of open questions is worth. */
const maxAlternatives = 64;

/** All alternatives of a step, that of the likeliest readings first. */
export function explore<Value>(step: (choose: Choose) => Value): Array<Alternative<Value>> {
	const alternatives: Array<Alternative<Value>> = [];
	const open: number[][] = [[]];
	while (open.length > 0 && alternatives.length < maxAlternatives) {
		const given = open.shift()!;
		const points: string[] = [];
		let count = 0;
		const value = step((point, readings = 2) => {
			const choice = given[count] ?? 0;
			if (count >= given.length) {
				const before = [...given, ...Array<number>(count - given.length).fill(0)];
				for (let other = 1; other < readings; other++) open.push([...before, other]);
			}
			if (choice > 0) points.push(point);
			count++;
			return choice;
		});
		alternatives.push({ value, points });
	}
	return alternatives;
}
