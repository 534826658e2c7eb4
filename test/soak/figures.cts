import type { Finding, PollFindings } from './oracle/comparison.cts';
import { DeliveryAudit, type Delivery } from './deliveryAudit.cts';
import type { Poll } from './trigger.cts';

export interface End {
	requests: number;
	runsEnded: number;
	stateBytes: number;
}

/** An item is late if it comes more than this number of polls after the expected one. */
const mostPollsDelayed = 2;

/** A finding, or an item that came much too late. */
export type LateFinding = Omit<Finding, 'type'> & { type: Finding['type'] | 'late' };

interface Pending extends Finding {
	poll: number;
}

export type Figure = readonly [name: string, value: string | number];

/** The figures and findings of a simulation. */
export class Figures {
	restarts = 0;

	missedPolls = 0;

	/** The number of the last poll. */
	lastPoll = 0;

	/** In the order in which they became certain. */
	readonly findings: LateFinding[] = [];

	/** Items that came one or two polls late. */
	readonly delayed: Finding[] = [];

	private readonly counts = {
		alerts: 0,
		opened: 0,
		updated: 0,
		resolved: 0,
		errors: 0,
		errorsRight: 0,
		executionsWithoutItems: 0,
		leftOpen: 0,
	};

	private readonly events = new Map<string, number>();

	/** Points that the rules leave open, and how often the trigger took another reading than the likeliest. */
	private readonly points = new Map<string, number>();

	private pending: Pending[] = [];

	private readonly milliseconds: number[] = [];

	private readonly audit = new DeliveryAudit();

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

	addPoll(
		at: number,
		{ items, errors, thrown }: Poll,
		findings: PollFindings,
		delivery: Delivery,
	): void {
		const { counts, points } = this;
		const poll = this.milliseconds.length;
		this.confirmPending(poll - mostPollsDelayed);
		counts.alerts += findings.alerts;
		counts.errors += errors.length + (thrown === null ? 0 : 1);
		counts.errorsRight += findings.errors;
		if (items?.length === 0) counts.executionsWithoutItems++;
		for (const point of findings.points) points.set(point, (points.get(point) ?? 0) + 1);
		const found = [...findings.findings];
		const ofPoll = (text: string) =>
			({ type: 'wrong', at, subject: 'poll', subjectText: 'the poll', line: text, text }) as const;
		if (thrown !== null) found.push(ofPoll(`poll() threw: ${thrown}`));
		const audited = this.audit.add(items ?? [], delivery);
		found.push(...audited.wrong.map(ofPoll));
		found.push(...audited.doubled.map((text) => ({ ...ofPoll(text), type: 'doubled' as const })));
		for (const finding of found) this.addFinding(finding, poll);
		for (const { incident_action: action, event, cause } of items ?? []) {
			if (event !== 'newResult') {
				const ofCause = cause === null ? null : `cause ${String(cause)}`;
				const name = [event, action, ofCause].filter((part) => part !== null).join(', ');
				this.events.set(name, (this.events.get(name) ?? 0) + 1);
			}
			if (action === 'trigger') counts.opened++;
			if (action === 'update') counts.updated++;
			if (action === 'resolve') counts.resolved++;
		}
	}

	/** The trigger is given the credential of another team. */
	changeTeam(): void {
		this.audit.setAside();
	}

	/**
	 * After the last poll: all pending items are missing, and only the incidents that the oracle expects may be open.
	 *
	 * @param healthyJobs the jobs that may have none, whatever the oracle expects
	 */
	close(openKeys: ReadonlySet<string>, healthyJobs: ReadonlySet<string>): void {
		this.confirmPending(Infinity);
		for (const key of this.audit.leftOpen(openKeys, healthyJobs)) {
			this.counts.leftOpen++;
			this.findings.push({
				type: 'wrong',
				at: Infinity,
				subject: 'end',
				subjectText: 'the end',
				line: key,
				text: `left open: ${key}`,
			});
		}
	}

	get hasFailed(): boolean {
		return this.findings.length > 0;
	}

	private addFinding(finding: Finding, poll: number): void {
		const { type, subject, line, resultId } = finding;
		if (type === 'lost' || type === 'missing') {
			this.pending.push({ ...finding, poll });
			return;
		}
		const isSame = (other: LateFinding) =>
			other.subject === subject && other.line === line && other.resultId === resultId;
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

	/** What has been missing since before a poll is a finding; if it comes after all, it is late. */
	private confirmPending(beforePoll: number): void {
		const certain = this.pending.filter(({ poll }) => poll < beforePoll);
		this.pending = this.pending.filter(({ poll }) => poll >= beforePoll);
		this.findings.push(...certain);
	}

	private count(type: LateFinding['type']): number {
		return this.findings.filter((finding) => finding.type === type).length;
	}

	/** The figures, by their names in words. */
	rows(jobs: number): Figure[] {
		const { counts, finish, audit } = this;
		const sorted = [...this.milliseconds].sort((one, other) => one - other);
		const polls = sorted.length;
		const { requests, runsEnded, stateBytes } = finish;
		return [
			['scheduled runs that ended', runsEnded - this.runsEndedBefore],
			['results delivered', audit.delivered],
			['results lost', this.count('lost')],
			['results doubled', this.count('doubled')],
			['alerts right', counts.alerts],
			...[...this.events].sort().map(([event, times]): Figure => [`of them ${event}`, times]),
			['alerts and error executions wrong', this.count('wrong') - counts.leftOpen],
			['alerts and error executions missing', this.count('missing')],
			['items late by more than two polls', this.count('late')],
			['items one or two polls late', this.delayed.length],
			['incidents opened', counts.opened],
			['incidents updated', counts.updated],
			['incidents resolved', counts.resolved],
			['of them without an opening', audit.withoutOpening],
			['incidents left open wrongly', counts.leftOpen],
			['error executions', counts.errors],
			['error executions right', counts.errorsRight],
			['executions without items', counts.executionsWithoutItems],
			['polls', polls],
			['polls missed', this.missedPolls],
			['restarts of n8n', this.restarts],
			['requests per poll', Number((requests / polls).toFixed(1))],
			['state, bytes', stateBytes],
			['state, bytes a job', Math.round(stateBytes / jobs)],
			['time per poll, median, ms', Math.round(sorted[polls >> 1])],
			['time per poll, longest, ms', Math.round(sorted[polls - 1])],
			...[...this.points].map(([point, times]): Figure => [`less likely reading: ${point}`, times]),
		];
	}
}
