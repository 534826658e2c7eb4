/** What a figure is held to: a ratio to the peer, or the figure itself. */
export interface Target {
	of: 'ratio' | 'figure';
	is: 'at most' | 'at least' | 'below' | 'exactly';
	limit: number;
}

/** One row of the bench. */
export interface Finding {
	/** What was measured. */
	measure: string;
	/** What it is compared with. */
	against: string;
	figure: number;
	/** The peer's figure of the same run. */
	peer?: number;
	unit: string;
	/** Of figure and peer, as the target wants it. */
	ratio?: number;
	/** What each round came to: its ratio if there is one, else its figure. Absent if one measurement says it. */
	rounds?: number[];
	/** Absent if the figure only stands beside others. */
	target?: Target;
	/** What docs/measurements.md calls it; absent if it isn't there. */
	headline?: string;
}

/** Whether a finding reaches its target; undefined if it has none. */
export function isMet({ figure, ratio, target }: Finding): boolean | undefined {
	if (!target) return undefined;
	const { of, is, limit } = target;
	const held = of === 'ratio' ? (ratio ?? NaN) : figure;
	if (is === 'at most') return held <= limit;
	if (is === 'at least') return held >= limit;
	return is === 'below' ? held < limit : held === limit;
}

/** The targets in words, as "at most 1.25 x". */
export function targetInWords({ target, unit }: Finding): string {
	if (!target) return '';
	return target.of === 'ratio'
		? `${target.is} ${target.limit} x`
		: `${target.is} ${withUnit(target.limit, unit)}`;
}

/** A figure with its unit, with no more digits than it deserves. */
export function withUnit(figure: number, unit: string): string {
	const digits = Number.isInteger(figure) || figure >= 100 ? 0 : figure >= 10 ? 1 : 2;
	return `${figure.toFixed(digits)}${unit === '' ? '' : ` ${unit}`}`;
}

/** The least and the most that a round came to, as "1.05 to 1.19"; empty if it was measured once. */
export function spreadInWords({ rounds = [] }: Finding): string {
	if (rounds.length < 2) return '';
	return `${withUnit(Math.min(...rounds), '')} to ${withUnit(Math.max(...rounds), '')}`;
}

/** How many targets were met, as the last line says it. */
export function outcome(findings: readonly Finding[]): { met: number; missed: number } {
	const results = findings.map(isMet);
	const count = (wanted: boolean) => results.filter((result) => result === wanted).length;
	return { met: count(true), missed: count(false) };
}
