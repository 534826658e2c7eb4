import type { Knowledge } from './oracle/knowledge.cts';
import type { Finding, Verdict } from './oracle/settle.cts';
import { Stream, type Delivery } from './stream.cts';
import type { Poll } from './trigger.cts';

export interface End {
	requests: number;
	runsEnded: number;
	stateBytes: number;
}

/** An item that comes so many polls after the one that should have put it out is late. */
const mostPollsDelayed = 2;

/** A finding, or what came much later than it should have. */
export type LateFinding = Omit<Finding, 'type'> & { type: Finding['type'] | 'late' };

interface Pending extends Finding {
	poll: number;
}

export type Figure = readonly [name: string, value: string | number];

/** What the simulated time came to. */
export class Figures {
	restarts = 0;

	missedPolls = 0;

	/** The number of the last poll. */
	lastPoll = 0;

	/** What went wrong, in the order in which it was certain. */
	readonly findings: LateFinding[] = [];

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

	finish: End = { requests: 0, runsEnded: 0, stateBytes: 0 };

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
		const ofPoll = (text: string) =>
			({ type: 'wrong', at, place: 'poll', placeText: 'the poll', line: text, text }) as const;
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

	/** The trigger is given the credential of another team. */
	changeTeam(): void {
		this.stream.setAside();
	}

	/** After the last poll: what has not come by now is missing, and what is open is to be open. */
	settle(knowledge: Knowledge): void {
		this.settlePending(Infinity);
		for (const key of this.stream.leftOpen(openIncidents(knowledge))) {
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
		const isSame = (other: LateFinding) =>
			other.place === place && other.line === line && other.resultId === resultId;
		const due = this.pending.find(isSame);
		const missed = this.findings.findLast(
			(other) => (other.type === 'missing' || other.type === 'lost') && isSame(other),
		);
		if (due) {
			this.pending.splice(this.pending.indexOf(due), 1);
			this.delayed.push({ ...finding, text: `due ${new Date(due.at).toISOString()}: ${due.text}` });
		} else if (missed) {
			missed.type = 'late';
		} else {
			this.findings.push(finding);
		}
	}

	/** What is still missing after some polls is a finding; if it comes after all, it is late. */
	private settlePending(lastPoll: number): void {
		const certain = this.pending.filter(({ poll }) => poll < lastPoll);
		this.pending = this.pending.filter(({ poll }) => poll >= lastPoll);
		this.findings.push(...certain);
	}

	private count(type: LateFinding['type']): number {
		return this.findings.filter((finding) => finding.type === type).length;
	}

	/** The figures, by their names in words. */
	rows(jobs: number): Figure[] {
		const { counts, finish, stream } = this;
		const sorted = [...this.milliseconds].sort((one, other) => one - other);
		const polls = sorted.length;
		const { requests, runsEnded, stateBytes } = finish;
		return [
			['scheduled runs that ended', runsEnded - this.runsEndedBefore],
			['results delivered', stream.delivered],
			['results lost', this.count('lost')],
			['results doubled', this.count('doubled')],
			['alerts right', counts.alerts],
			...[...this.events].sort().map(([event, times]): Figure => [`of them ${event}`, times]),
			['alerts wrong', this.count('wrong')],
			['alerts missing', this.count('missing')],
			['alerts late by more than two polls', this.count('late')],
			['items one or two polls late', this.delayed.length],
			['incidents opened', counts.opened],
			['incidents updated', counts.updated],
			['incidents resolved', counts.resolved],
			['incidents left open wrongly', counts.leftOpen],
			['error executions', counts.errors],
			['executions without items', counts.executionsWithoutItems],
			['polls', polls],
			['polls missed', this.missedPolls],
			['restarts of n8n', this.restarts],
			['requests per poll', Number((requests / polls).toFixed(1))],
			['state, bytes', stateBytes],
			['state, bytes a job', Math.round(stateBytes / jobs)],
			['time per poll, median, ms', Math.round(sorted[polls >> 1])],
			['time per poll, longest, ms', Math.round(sorted[polls - 1])],
		];
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
