import type { IDataObject } from 'n8n-workflow';
import type { Knowledge } from './oracle/knowledge.cts';
import type { Finding, Verdict } from './oracle/settle.cts';
import type { Poll } from './trigger.cts';

/** What became of the items of a poll: a crash may lose them, or let them through before anything was saved. */
export type Delivery = 'delivered' | 'lost' | 'deliveredUnsaved';

export interface End {
	requests: number;
	runsEnded: number;
	stateBytes: number;
	knowledge: Knowledge;
}

/** An item that comes so many polls after the one that should have put it out is late. */
const mostPollsDelayed = 2;

interface Pending extends Finding {
	poll: number;
}

/** What the simulated quarter came to. */
export class Figures {
	restarts = 0;

	missedPolls = 0;

	/** What went wrong, in the order in which it was certain. */
	readonly findings: Finding[] = [];

	/** What came one or two polls late. */
	readonly delayed: Finding[] = [];

	private readonly counts = {
		results: 0,
		alerts: 0,
		opened: 0,
		updated: 0,
		resolved: 0,
		errors: 0,
		executionsWithoutItems: 0,
		leftOpen: 0,
	};

	private readonly events = new Map<string, number>();

	private readonly points = new Map<string, number>();

	private pending: Pending[] = [];

	private readonly milliseconds: number[] = [];

	private readonly stream = new Stream();

	private runsEndedBefore = 0;

	private finish: End | undefined;

	begin(runsEnded: number): void {
		this.runsEndedBefore = runsEnded;
	}

	/** Does a poll and remembers how long it took. */
	async time<Result>(poll: () => Promise<Result>): Promise<Result> {
		const before = performance.now();
		const result = await poll();
		this.milliseconds.push(performance.now() - before);
		return result;
	}

	addPoll(at: number, { items, errors, threw }: Poll, verdict: Verdict, delivery: Delivery): void {
		const { counts, points } = this;
		const poll = this.milliseconds.length;
		counts.results += verdict.results;
		counts.alerts += verdict.alerts;
		counts.errors += errors.length;
		if (items?.length === 0) counts.executionsWithoutItems++;
		for (const point of verdict.points) points.set(point, (points.get(point) ?? 0) + 1);
		const found = [...verdict.findings];
		const ofPoll = (text: string) => ({ type: 'wrong', at, place: 'poll', placeText: 'the poll', line: text, text }) as const;
		if (threw) found.push(ofPoll(`poll() threw: ${errors.at(-1)}`));
		for (const text of this.stream.add(items ?? [], delivery)) found.push(ofPoll(text));
		for (const finding of found) this.addFinding(finding, poll);
		this.settlePending(poll - mostPollsDelayed);
		for (const { incident_action: action, event, cause } of items ?? []) {
			if (event !== 'newResult') {
				const name = [event, action, cause].filter((part) => part !== null).join(' ');
				this.events.set(name, (this.events.get(name) ?? 0) + 1);
			}
			if (action === 'trigger') counts.opened++;
			if (action === 'update') counts.updated++;
			if (action === 'resolve') counts.resolved++;
		}
	}

	end(finish: End): void {
		this.finish = finish;
		this.settlePending(Infinity);
		for (const key of this.stream.leftOpen(openIncidents(finish.knowledge))) {
			this.counts.leftOpen++;
			this.findings.push({
				type: 'wrong',
				at: Infinity,
				place: 'end',
				placeText: 'the end',
				line: key,
				text: `left open: ${key}`,
			});
		}
	}

	get hasFailed(): boolean {
		return this.findings.length > 0;
	}

	/** Where the rules leave open what happens, and how often the trigger took another reading than the likeliest. */
	get openPoints(): ReadonlyMap<string, number> {
		return this.points;
	}

	private addFinding(finding: Finding, poll: number): void {
		const { type, place, line, resultId } = finding;
		if (type === 'lost' || type === 'missing') {
			this.pending.push({ ...finding, poll });
			return;
		}
		const index = this.pending.findIndex(
			(other) => other.place === place && other.line === line && other.resultId === resultId,
		);
		if (index < 0) {
			this.findings.push(finding);
			return;
		}
		const [due] = this.pending.splice(index, 1);
		this.delayed.push({ ...finding, text: `due ${new Date(due.at).toISOString()}: ${due.text}` });
	}

	/** What is still missing after some polls is a finding; if it comes after all, it is late. */
	private settlePending(lastPoll: number): void {
		const certain = this.pending.filter(({ poll }) => poll < lastPoll);
		this.pending = this.pending.filter(({ poll }) => poll >= lastPoll);
		this.findings.push(...certain);
	}

	private count(type: Finding['type']): number {
		return this.findings.filter((finding) => finding.type === type).length;
	}

	/** The figures as a table in Markdown. */
	table(jobs: number, last: ReadonlyArray<[string, string | number]>): string {
		const { counts, finish, stream } = this;
		const sorted = [...this.milliseconds].sort((one, other) => one - other);
		const polls = sorted.length;
		const { requests = 0, runsEnded = 0, stateBytes = 0 } = finish ?? {};
		const rows: ReadonlyArray<[string, string | number]> = [
			['scheduled runs that ended', runsEnded - this.runsEndedBefore],
			['results delivered', stream.delivered],
			['results lost', this.count('lost')],
			['results doubled', this.count('doubled')],
			['alerts right', counts.alerts],
			...[...this.events].sort().map(([event, times]): [string, number] => [`of them ${event}`, times]),
			['alerts wrong', this.count('wrong')],
			['alerts missing', this.count('missing')],
			['alerts one or two polls late', this.delayed.length],
			['incidents opened', counts.opened],
			['incidents updated', counts.updated],
			['incidents resolved', counts.resolved],
			['incidents left open wrongly', counts.leftOpen],
			['error executions', counts.errors],
			['executions without items', counts.executionsWithoutItems],
			['polls', polls],
			['polls missed', this.missedPolls],
			['restarts of n8n', this.restarts],
			['requests per poll', (requests / polls).toFixed(1)],
			['state, bytes', stateBytes],
			['state, bytes a job', (stateBytes / jobs).toFixed(0)],
			['time per poll, median, ms', sorted[polls >> 1].toFixed(0)],
			['time per poll, longest, ms', sorted[polls - 1].toFixed(0)],
			...last,
		];
		return [
			'| what | figure |',
			'|---|---|',
			...rows.map(([what, figure]) => `| ${what} | ${figure} |`),
		].join('\n');
	}
}

/** What was delivered, whatever the rules want: nothing twice, and no incident out of step. */
class Stream {
	delivered = 0;

	private readonly results = new Map<string, Delivery>();

	private readonly open = new Map<string, Delivery>();

	/** @returns what is out of step, in words */
	add(items: readonly IDataObject[], delivery: Delivery): string[] {
		if (delivery === 'lost') return [];
		return items.flatMap((item) =>
			item.event === 'newResult' ? this.addResult(item, delivery) : this.addAlert(item, delivery),
		);
	}

	/** Keys that were opened and not closed, beside those that are meant to be open. */
	leftOpen(meant: number): string[] {
		return [...this.open.keys()].slice(meant);
	}

	private addResult({ result_id }: IDataObject, delivery: Delivery): string[] {
		const id = String(result_id);
		const earlier = this.results.get(id);
		if (earlier === undefined) this.delivered++;
		this.results.set(id, delivery);
		return earlier === 'delivered' ? [`result ${id} was put out before`] : [];
	}

	private addAlert(item: IDataObject, delivery: Delivery): string[] {
		const { incident_key, incident_action: action, title, event } = item;
		if (incident_key === null) return [];
		const key = String(incident_key);
		const earlier = this.open.get(key);
		if (action === 'resolve') {
			if (delivery === 'delivered') this.open.delete(key);
			return [];
		}
		this.open.set(key, delivery);
		if (action === 'trigger') return earlier === 'delivered' ? [`opened twice: ${String(title)}`] : [];
		return earlier === undefined ? [`not open: ${String(event)} ${String(title)}`] : [];
	}
}

/** How many incidents are open by the rules. */
function openIncidents({ connections, team }: Knowledge): number {
	const troubles = [...connections.values()].map(({ trouble }) => trouble[0]);
	const jobs = [...connections.values()].flatMap((connection) => connection.jobs);
	return (
		[...troubles, ...team.slice(0, 1)].filter(({ incident }) => incident?.isNotified).length +
		jobs.filter(({ states }) => states[0]?.incident?.isNotified).length
	);
}
