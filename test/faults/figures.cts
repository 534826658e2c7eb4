import type { TriggerVerdict } from './triggerJudge.cts';
import type { Verdict } from './operationJudge.cts';

/** A case that went wrong: what repeats it, and what was wrong. */
export interface Mistake {
	id: string;
	texts: string[];
}

/** What must be 0, by the names in the table. */
const bad = [
	'wrong answers',
	'lost or doubled writes',
	'results lost',
	'results duplicated',
	'wrong incidents',
	'hung runs',
	'unhandled rejections',
	'secrets found elsewhere',
] as const;

type Bad = (typeof bad)[number];

/** What a campaign came to. */
export class Figures {
	faults = 0;

	operations = 0;

	succeeded = 0;

	polls = 0;

	failedPolls = 0;

	requests = 0;

	delivered = 0;

	searched = 0;

	planted = 0;

	plantedFound = 0;

	longestRun = 0;

	readonly mistakes: Mistake[] = [];

	private readonly counts = new Map<Bad, number>(bad.map((name) => [name, 0]));

	addVerdict(id: string, { wrongAnswers, lostOrDoubledWrites }: Verdict): void {
		this.addMistakes('wrong answers', id, wrongAnswers);
		this.addMistakes('lost or doubled writes', id, lostOrDoubledWrites);
	}

	addTriggerVerdict(id: string, verdict: TriggerVerdict): void {
		this.delivered += verdict.delivered;
		this.addMistakes('wrong answers', id, verdict.wrongAnswers);
		this.addMistakes('results lost', id, verdict.lost);
		this.addMistakes('results duplicated', id, verdict.duplicated);
		this.addMistakes('wrong incidents', id, verdict.wrongIncidents);
	}

	/** Counts each text; the case stands among the mistakes once for each kind. */
	addMistakes(kind: Bad, id: string, texts: readonly string[]): void {
		if (texts.length === 0) return;
		this.counts.set(kind, (this.counts.get(kind) ?? 0) + texts.length);
		this.mistakes.push({ id, texts: texts.map((text) => `${kind}: ${text}`) });
	}

	/** Whether all that must be 0 is, and what must be found was. */
	get isGood(): boolean {
		const isZero = [...this.counts.values()].every((count) => count === 0);
		return isZero && this.plantedFound === this.planted && this.planted > 0;
	}

	/** @param more rows that stand behind the counted ones */
	table(more: ReadonlyArray<readonly [string, number | string]>): string {
		const rows: Array<readonly [string, number | string]> = [
			['faults injected', this.faults],
			['operations run', this.operations],
			['of them done in spite of the faults', this.succeeded],
			['polls', this.polls],
			['of them failed as a whole', this.failedPolls],
			['results delivered', this.delivered],
			...this.counts,
			['places searched for secrets', this.searched],
			['secrets planted to try the search', this.planted],
			['of them found', this.plantedFound],
			['requests', this.requests],
			['longest run of an operation, s of the node', Math.round(this.longestRun)],
			...more,
		];
		return toTable([['what', 'figure'], ...rows]);
	}
}

/** Rows as Markdown; the first is the heading. */
export function toTable(rows: ReadonlyArray<ReadonlyArray<string | number>>): string {
	const [heading, ...others] = rows.map((cells) => `| ${cells.join(' | ')} |`);
	const line = `|${rows[0].map(() => '---|').join('')}`;
	return [heading, line, ...others].join('\n');
}
