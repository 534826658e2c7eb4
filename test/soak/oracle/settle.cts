import type { IDataObject } from 'n8n-workflow';
import { explore, type Choose } from './choices.cts';
import { differences, type Difference, type KeyBook } from './compare.cts';
import { lineOf, type Expected } from './expected.cts';

/** A difference, and where it is. */
export interface Finding extends Difference {
	/** The time of the poll. */
	at: number;
	/** The job, connection or team: its ids, and in words. */
	place: string;
	placeText: string;
}

/** What the oracle says of a poll. */
export interface Verdict {
	findings: Finding[];
	/** How many results and alerts were as the rules want them. */
	results: number;
	alerts: number;
	/** Where the rules leave open what happens and the trigger took another reading than the likeliest. */
	points: string[];
}

export interface Place {
	id: string;
	text: string;
}

/** Compares what a poll put out, place by place. */
export class Settlement {
	readonly verdict: Verdict = { findings: [], results: 0, alerts: 0, points: [] };

	private readonly items = new Map<string, IDataObject[]>();

	constructor(
		items: readonly IDataObject[],
		private readonly at: number,
		private readonly book: KeyBook,
	) {
		for (const item of items) {
			const id = placeIdOf(item);
			this.items.set(id, [...(this.items.get(id) ?? []), item]);
		}
	}

	/**
	 * Takes the readings of the rules that fit the items of a place.
	 *
	 * @param realign makes a state fit the items of a place if no reading does
	 * @returns the states that are left
	 */
	settle<State>(
		place: Place,
		before: readonly State[],
		step: (state: State, choose: Choose) => { state: State; expected: Expected[] },
		realign: (state: State, items: readonly IDataObject[]) => State = (state) => state,
	): State[] {
		const items = this.items.get(place.id) ?? [];
		this.items.delete(place.id);
		const outcomes = before
			.flatMap((state) => explore((choose) => step(state, choose)))
			.map(({ value, points }) => ({
				...value,
				points,
				found: differences(value.expected, items, this.book),
			}));
		const best = outcomes.reduce((one, other) =>
			distance(other.found) < distance(one.found) ? other : one,
		);
		this.count(place, best.expected, best.found, items);
		this.verdict.points.push(...best.points);
		if (best.found.length > 0) return [realign(best.state, items)];
		const fitting = outcomes.filter(({ found }) => found.length === 0);
		return distinct(fitting.map(({ state }) => state));
	}

	/** Items that belong to nothing that the rules know. */
	finish(): Verdict {
		for (const [place, items] of this.items) {
			for (const item of items) {
				const line = lineOf(item);
				const text = `${line}: nothing is due here`;
				const placeText = placeTextOf(item);
				this.verdict.findings.push({ type: 'wrong', at: this.at, place, placeText, line, text });
			}
		}
		return this.verdict;
	}

	private count(
		{ id, text }: Place,
		expected: readonly Expected[],
		found: readonly Difference[],
		items: readonly IDataObject[],
	): void {
		const { verdict, book, at } = this;
		const isResult = (item: IDataObject) => item.event === 'newResult';
		const amiss = (types: string[]) => found.filter(({ type }) => types.includes(type)).length;
		const results = items.filter(isResult).length;
		verdict.results += results;
		verdict.alerts += items.length - results - amiss(['wrong']);
		for (const difference of found) {
			const whole = `${difference.text} (expected ${linesOf(expected)})`;
			verdict.findings.push({ ...difference, text: whole, at, place: id, placeText: text });
		}
		if (found.length > 0) return;
		const alerts = items.filter((item) => !isResult(item));
		expected
			.filter(({ resultId }) => resultId === undefined)
			.forEach(({ keyParts }, index) => book.add(keyParts, alerts[index].incident_key));
	}
}

/** An item with another value is nearer to what is wanted than another item. */
function distance(found: readonly Difference[]): number {
	return found.reduce((sum, { isOfValue = false }) => sum + (isOfValue ? 1 : 2), 0);
}

function linesOf(expected: readonly Expected[]): string {
	const lines = expected.map(({ line, resultId = '' }) => `[${line}${resultId && ` ${resultId}`}]`);
	return lines.join(' ') || 'nothing';
}

/** States that differ; comparing them takes time, so only where there are several. */
function distinct<State>(states: State[]): State[] {
	if (states.length === 1) return states;
	const byText = new Map(states.map((state) => [JSON.stringify(state), state]));
	return [...byText.values()].slice(0, mostStates);
}

const mostStates = 16;

export function jobPlaceId(connectionId: string, kind: string, jobId: string): string {
	return `${connectionId}|${kind}|${jobId}`;
}

export const teamPlace: Place = { id: 'team', text: 'the team' };

function placeIdOf({
	connection_id: connection,
	job_kind: kind,
	job_id: job,
}: IDataObject): string {
	if (connection === null) return teamPlace.id;
	return kind === null
		? String(connection)
		: jobPlaceId(String(connection), String(kind), String(job));
}

function placeTextOf({ connection_name, job_kind, job_name }: IDataObject): string {
	return [connection_name, job_kind, job_name].filter((part) => part !== null).join(' / ');
}
