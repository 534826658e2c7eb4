import type { IDataObject } from 'n8n-workflow';
import { explore, type Choose } from './choices.cts';
import { differences, type Difference, type KeyRegistry } from './differences.cts';
import { errorLine, isErrorItem, lineOf, type Expected } from './expected.cts';

/** A difference, and the poll and subject that it is about. */
export interface Finding extends Difference {
	/** The time of the poll. */
	at: number;
	/** The job, connection or team: its ids, and in words. */
	subject: string;
	subjectText: string;
}

/** What the oracle finds in a poll. */
export interface PollFindings {
	findings: Finding[];
	/** How many results, alerts and error executions were as expected. */
	results: number;
	alerts: number;
	errors: number;
	/** Points that the rules leave open, at which the trigger took another reading than the likeliest. */
	points: string[];
}

export interface Subject {
	id: string;
	text: string;
}

/** Compares the items of a poll with the expected ones, subject by subject. */
export class PollComparison {
	readonly findings: PollFindings = {
		findings: [],
		results: 0,
		alerts: 0,
		errors: 0,
		points: [],
	};

	private readonly items = new Map<string, IDataObject[]>();

	constructor(
		items: readonly IDataObject[],
		private readonly at: number,
		private readonly keys: KeyRegistry,
	) {
		for (const item of items) {
			const id = subjectIdOf(item);
			this.items.set(id, [...(this.items.get(id) ?? []), item]);
		}
	}

	/**
	 * Takes the readings of the rules that fit the items of a subject.
	 *
	 * @param realign makes a state fit the items of a subject if no reading does
	 * @returns the states that are left
	 */
	chooseReadings<State>(
		subject: Subject,
		before: readonly State[],
		step: (state: State, choose: Choose) => { state: State; expected: Expected[] },
		realign: (state: State, items: readonly IDataObject[]) => State = (state) => state,
	): State[] {
		const items = this.items.get(subject.id) ?? [];
		this.items.delete(subject.id);
		const outcomes = before
			.flatMap((state) => explore((choose) => step(state, choose)))
			.map(({ value, points }) => ({
				...value,
				points,
				differing: differences(value.expected, items, this.keys),
			}));
		const best = outcomes.reduce((one, other) =>
			distance(other.differing) < distance(one.differing) ? other : one,
		);
		this.count(subject, best.expected, best.differing, items);
		this.findings.points.push(...best.points);
		if (best.differing.length > 0) return [realign(best.state, items)];
		const fitting = outcomes.filter(({ differing }) => differing.length === 0);
		return distinct(fitting.map(({ state }) => state));
	}

	/** Items of subjects that the rules do not know. */
	finish(): PollFindings {
		for (const [subject, items] of this.items) {
			for (const item of items) {
				const line = lineOf(item);
				const text = `${line}: no item is expected here`;
				const subjectText = subjectTextOf(item);
				this.findings.findings.push({
					type: 'wrong',
					at: this.at,
					subject,
					subjectText,
					line,
					text,
				});
			}
		}
		return this.findings;
	}

	private count(
		{ id, text }: Subject,
		expected: readonly Expected[],
		differing: readonly Difference[],
		items: readonly IDataObject[],
	): void {
		const { findings, keys, at } = this;
		const isResult = (item: IDataObject) => item.event === 'newResult';
		const wrong = differing.filter(({ type }) => type === 'wrong');
		const wrongErrors = wrong.filter(({ line }) => line === errorLine).length;
		const results = items.filter(isResult).length;
		const errors = items.filter(isErrorItem).length;
		findings.results += results;
		findings.alerts += items.length - results - errors - (wrong.length - wrongErrors);
		findings.errors += errors - wrongErrors;
		for (const difference of differing) {
			const whole = `${difference.text} (expected ${linesOf(expected)})`;
			findings.findings.push({ ...difference, text: whole, at, subject: id, subjectText: text });
		}
		if (differing.length > 0) return;
		const alerts = items.filter((item) => !isResult(item));
		expected
			.filter(({ resultId }) => resultId === undefined)
			.forEach(({ keyParts }, index) => keys.add(keyParts, alerts[index].incident_key));
	}
}

/** An item with another value is closer to the expected one than another item. */
function distance(differing: readonly Difference[]): number {
	return differing.reduce((sum, { isOfValue = false }) => sum + (isOfValue ? 1 : 2), 0);
}

function linesOf(expected: readonly Expected[]): string {
	const lines = expected.map(({ line, resultId = '' }) => `[${line}${resultId && ` ${resultId}`}]`);
	return lines.join(' ') || 'nothing';
}

/** States that differ; comparing them takes time, so only if there are several. */
function distinct<State>(states: State[]): State[] {
	if (states.length === 1) return states;
	const byText = new Map(states.map((state) => [JSON.stringify(state), state]));
	return [...byText.values()].slice(0, mostStates);
}

const mostStates = 16;

export function jobSubjectId(connectionId: string, kind: string, jobId: string): string {
	return `${connectionId}|${kind}|${jobId}`;
}

export const teamSubject: Subject = { id: 'team', text: 'the team' };

function subjectIdOf({
	connection_id: connection,
	job_kind: kind,
	job_id: job,
}: IDataObject): string {
	if (connection === null) return teamSubject.id;
	return kind === null
		? String(connection)
		: jobSubjectId(String(connection), String(kind), String(job));
}

function subjectTextOf({ connection_name, job_kind, job_name }: IDataObject): string {
	return [connection_name, job_kind, job_name].filter((part) => part !== null).join(' / ');
}
