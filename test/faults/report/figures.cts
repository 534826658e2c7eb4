import { markdownTable } from '../../../support/cli/markdownTable.cts';
import type { OperationFindings } from '../assertions/operation/check.cts';
import type { TriggerFindings } from '../assertions/trigger/check.cts';

/** What was wrong in a case; its id repeats it. */
export interface CaseFindings {
	id: string;
	texts: string[];
}

/** What must be 0. */
const failureCounts = [
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

/** Everything that is counted, in the order of the table. */
const allCounts = [
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
	...failureCounts,
	'places searched for secrets',
	'secrets planted to try the search',
	'planted secrets found',
	'requests',
] as const;

type FailureCount = (typeof failureCounts)[number];
type Count = (typeof allCounts)[number];

/** The figures and findings of the suite, or of one shard. */
export class Figures {
	readonly findings: CaseFindings[] = [];

	/** Seconds by the node's clock. */
	longestRun = 0;

	private readonly counts = new Map<Count, number>(allCounts.map((name) => [name, 0]));

	add(name: Count, by = 1): void {
		this.counts.set(name, this.get(name) + by);
	}

	addOperationFindings(id: string, { wrongAnswers, lostOrDoubledWrites }: OperationFindings): void {
		this.addFindings('wrong answers', id, wrongAnswers);
		this.addFindings('lost or doubled writes', id, lostOrDoubledWrites);
	}

	addTriggerFindings(id: string, findings: TriggerFindings): void {
		this.add('results delivered', findings.delivered);
		this.addFindings('wrong answers', id, findings.wrongAnswers);
		this.addFindings('results lost', id, findings.lost);
		this.addFindings('results duplicated', id, findings.duplicated);
		this.addFindings('wrong incidents', id, findings.wrongIncidents);
	}

	/** Counts each text; the case is listed once for each kind. */
	addFindings(kind: FailureCount, id: string, texts: readonly string[]): void {
		if (texts.length === 0) return;
		this.add(kind, texts.length);
		this.findings.push({ id, texts: texts.map((text) => `${kind}: ${text}`) });
	}

	/** Whether every count that must be 0 is, and every planted secret was found. */
	get isGood(): boolean {
		const planted = this.get('secrets planted to try the search');
		return (
			failureCounts.every((name) => this.get(name) === 0) &&
			this.get('planted secrets found') === planted &&
			planted > 0
		);
	}

	/** Cases that were run, without the reference runs. */
	get cases(): number {
		return this.get('cases');
	}

	/** Serializable, for the process that started this one. */
	toData() {
		const { findings, longestRun, counts } = this;
		return { findings, longestRun, counts: [...counts] };
	}

	/** Adds the figures and findings of a shard. */
	merge({ findings, longestRun, counts }: ReturnType<Figures['toData']>): void {
		this.findings.push(...findings);
		this.longestRun = Math.max(this.longestRun, longestRun);
		for (const [name, count] of counts) this.add(name, count);
	}

	/** @param more rows after the counted ones */
	table(more: ReadonlyArray<readonly [string, number | string]>): string {
		const longest = [
			"longest run of an operation, s by the node's clock",
			Math.round(this.longestRun),
		];
		return markdownTable(['what', 'figure'], [...this.counts, longest, ...more]);
	}

	private get(name: Count): number {
		return this.counts.get(name) ?? 0;
	}
}
