import type { Verdict } from '../assertions/operation/check.cts';
import type { TriggerVerdict } from '../assertions/trigger/check.cts';

/** A case that went wrong: what repeats it, and what was wrong. */
export interface Mistake {
	id: string;
	texts: string[];
}

/** What must be 0. */
const bad = [
	'wrong answers',
	'lost or doubled writes',
	'results lost',
	'results duplicated',
	'wrong incidents',
	'hung runs',
	'unhandled rejections',
	'secrets found elsewhere',
	'requests to other origins',
] as const;

/** Everything that is counted, as it stands in the table. */
const all = [
	'cases',
	'cases in all',
	'faults injected',
	'operations run',
	'operations that succeeded',
	'polls',
	'cases tried again on a busy machine',
	'refusals to publish',
	'error executions',
	'results delivered',
	'incidents',
	...bad,
	'places searched for secrets',
	'secrets planted to try the search',
	'planted secrets found',
	'requests',
] as const;

type Bad = (typeof bad)[number];
type Count = (typeof all)[number];

/** What a campaign, or a share of one, came to. */
export class Figures {
	readonly mistakes: Mistake[] = [];

	/** Seconds by the node's clock. */
	longestRun = 0;

	private readonly counts = new Map<Count, number>(all.map((name) => [name, 0]));

	add(name: Count, by = 1): void {
		this.counts.set(name, this.get(name) + by);
	}

	addVerdict(id: string, { wrongAnswers, lostOrDoubledWrites }: Verdict): void {
		this.addMistakes('wrong answers', id, wrongAnswers);
		this.addMistakes('lost or doubled writes', id, lostOrDoubledWrites);
	}

	addTriggerVerdict(id: string, verdict: TriggerVerdict): void {
		this.add('results delivered', verdict.delivered);
		this.addMistakes('wrong answers', id, verdict.wrongAnswers);
		this.addMistakes('results lost', id, verdict.lost);
		this.addMistakes('results duplicated', id, verdict.duplicated);
		this.addMistakes('wrong incidents', id, verdict.wrongIncidents);
	}

	/** Counts each text; the case stands among the mistakes once for each kind. */
	addMistakes(kind: Bad, id: string, texts: readonly string[]): void {
		if (texts.length === 0) return;
		this.add(kind, texts.length);
		this.mistakes.push({ id, texts: texts.map((text) => `${kind}: ${text}`) });
	}

	/** Whether all that must be 0 is, and all that must be found was. */
	get isGood(): boolean {
		const planted = this.get('secrets planted to try the search');
		return (
			bad.every((name) => this.get(name) === 0) &&
			this.get('planted secrets found') === planted &&
			planted > 0
		);
	}

	/** Cases that were tried; what runs with nothing wrong is none. */
	get cases(): number {
		return this.get('cases');
	}

	/** As it is sent from one process to another. */
	toData() {
		const { mistakes, longestRun, counts } = this;
		return { mistakes, longestRun, counts: [...counts] };
	}

	/** Adds what another share came to. */
	merge({ mistakes, longestRun, counts }: ReturnType<Figures['toData']>): void {
		this.mistakes.push(...mistakes);
		this.longestRun = Math.max(this.longestRun, longestRun);
		for (const [name, count] of counts) this.add(name, count);
	}

	/** @param more rows that stand behind the counted ones */
	table(more: ReadonlyArray<readonly [string, number | string]>): string {
		const longest = [
			"longest run of an operation, s by the node's clock",
			Math.round(this.longestRun),
		];
		return toTable([['what', 'figure'], ...this.counts, longest, ...more]);
	}

	private get(name: Count): number {
		return this.counts.get(name) ?? 0;
	}
}

/** Rows as Markdown; the first is the heading. */
export function toTable(rows: ReadonlyArray<ReadonlyArray<string | number>>): string {
	const [heading, ...others] = rows.map((cells) => `| ${cells.join(' | ')} |`);
	const line = `|${rows[0].map(() => '---|').join('')}`;
	return [heading, line, ...others].join('\n');
}
