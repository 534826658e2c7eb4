import type { SyncItem } from '../../nodes/AsaActiveDirectory/sync/items';
import type { TeamModel } from './teamModel.cts';

/** How what a poll put out differs from what it should have. */
export interface Comparison {
	right: string[];
	/** Put out, but not expected. */
	wrong: string[];
	missing: string[];
	at: string;
}

/** Compares two lists of lines, whatever their order. */
export function compare(actual: string[], expected: string[], at: string): Comparison {
	const left = new Map<string, number>();
	for (const line of expected) left.set(line, (left.get(line) ?? 0) + 1);
	const result: Comparison = { right: [], wrong: [], missing: [], at };
	for (const line of actual) {
		const count = left.get(line) ?? 0;
		(count > 0 ? result.right : result.wrong).push(line);
		if (count > 0) left.set(line, count - 1);
	}
	for (const [line, count] of left) {
		for (let number = 0; number < count; number++) result.missing.push(line);
	}
	return result;
}

const isResult = (line: string) => line.startsWith('newResult');

/** What the simulated quarter came to. */
export class Figures {
	/** Scheduled runs that ended, and that the API forgot, before the first poll. */
	before = { ended: 0, forgotten: 0 };

	restarts = 0;

	failedPolls = 0;

	stateBytes = 0;

	/** The first mistakes, in words. */
	readonly mistakes: string[] = [];

	/** Incident keys that were closed without having been opened, or opened twice. */
	readonly unpaired: string[] = [];

	private readonly counts = {
		delivered: 0,
		lost: 0,
		duplicated: 0,
		right: 0,
		wrong: 0,
		missing: 0,
	};

	private readonly delivered = new Set<string>();

	private readonly open = new Map<string, string>();

	private readonly milliseconds: number[] = [];

	get right(): number {
		return this.counts.right;
	}

	/** Results that were delivered or should have been. */
	get due(): number {
		return this.counts.delivered + this.counts.lost;
	}

	/** Does a poll and remembers how long it took. */
	async time<Result>(poll: () => Promise<Result>): Promise<Result> {
		const before = performance.now();
		const result = await poll();
		this.milliseconds.push(performance.now() - before);
		return result;
	}

	add({ right, wrong, missing, at }: Comparison): void {
		const { counts } = this;
		for (const line of [...right, ...wrong].filter(isResult)) {
			if (this.delivered.has(line)) counts.duplicated++;
			this.delivered.add(line);
		}
		counts.delivered = this.delivered.size;
		counts.lost += missing.filter(isResult).length;
		counts.right += right.filter((line) => !isResult(line)).length;
		counts.wrong += wrong.filter((line) => !isResult(line)).length;
		counts.missing += missing.filter((line) => !isResult(line)).length;
		const said = [
			...wrong.map((line) => `wrong: ${line}`),
			...missing.map((line) => `missing: ${line}`),
		];
		this.mistakes.push(...said.map((line) => `${at} ${line}`).slice(0, 20 - this.mistakes.length));
	}

	/** Follows the keys: what is opened must be closed under the same key, and only once. */
	addIncidents(items: readonly SyncItem[]): void {
		for (const { incident_key: key, incident_action: action, title } of items) {
			if (key === null) continue;
			if (action === 'trigger' && this.open.has(key)) this.unpaired.push(`opened twice: ${title}`);
			if (action !== 'trigger' && !this.open.has(key)) this.unpaired.push(`not open: ${title}`);
			if (action === 'trigger') this.open.set(key, title);
			if (action === 'resolve') this.open.delete(key);
		}
	}

	/** Scheduled runs that ended, and that the API forgot, from the first poll on. */
	since({ runsEnded, runsForgotten }: TeamModel): { ended: number; forgotten: number } {
		const { ended, forgotten } = this.before;
		return { ended: runsEnded - ended, forgotten: runsForgotten - forgotten };
	}

	/** The figures as a table in Markdown; `seconds` is the time of the whole. */
	table(
		team: TeamModel,
		requests: number,
		jobs: number,
		{ seed, seconds }: { seed: number; seconds: number },
	): string {
		const { ended, forgotten } = this.since(team);
		const { delivered, lost, duplicated, right, wrong, missing } = this.counts;
		const polls = this.milliseconds.length;
		const sorted = [...this.milliseconds].sort((a, b) => a - b);
		const rows: Array<[string, number | string]> = [
			['scheduled runs that ended', ended],
			['of them forgotten by the API before a poll could see them', forgotten],
			['results delivered', delivered],
			['results lost', lost],
			['results duplicated', duplicated],
			['alerts right', right],
			['alerts wrong', wrong],
			['alerts missing', missing],
			['polls', polls],
			['polls that failed as a whole', this.failedPolls],
			['restarts of n8n', this.restarts],
			['requests per poll', (requests / polls).toFixed(1)],
			['state, bytes', this.stateBytes],
			['state, bytes a job', (this.stateBytes / jobs).toFixed(0)],
			['time per poll, median, ms', sorted[polls >> 1].toFixed(0)],
			['time per poll, longest, ms', sorted[polls - 1].toFixed(0)],
			['seed', seed],
			['time, s', seconds],
		];
		return [
			'| what | figure |',
			'|---|---|',
			...rows.map(([what, figure]) => `| ${what} | ${figure} |`),
		].join('\n');
	}
}
