import type { IDataObject } from 'n8n-workflow';
import type { Kind } from '../team/teamState.cts';
import type { SeenJob, SeenResult } from '../team/view.cts';
import type { PollFindings } from './comparison.cts';
import { Oracle } from './oracle.cts';
import { hourMs } from './schedule.cts';
import { everyEvent, usualSettings, type Settings } from './settings.cts';

/** How far the clocks are ahead, in hours, and what can't be read. */
export interface Fault {
	date?: number;
	n8n?: number;
	/** `team`: the list of connections, so that there is no Date; `connection`: its lists of jobs. */
	unreadable?: 'team' | 'connection';
}

/** An alert that the oracle expects: the hour of the poll and how its line begins. */
export type Alert = [hour: number, line: string];

const startAt = Date.parse('2026-01-05T00:00:00Z');

/** The time of an hour after the start. */
export const at = (hour: number): number => startAt + hour * hourMs;

/** A run of six minutes. */
export function run(
	hour: number,
	taskState: string,
	changes: Partial<SeenResult> = {},
): SeenResult {
	const updatedAt = at(hour + 0.1);
	const id = `run-${hour}`;
	const usual = { id, isTest: false, startedAt: at(hour), updatedAt, rulesSummaryStatus: null };
	return { ...usual, taskState, ...changes };
}

/** One job that is polled at full hours by a trigger that outputs nothing, so that the oracle misses all that it expects. */
export class Scenario {
	readonly oracle = new Oracle();

	/** Those that have started by the time of a poll are listed. */
	runs: SeenResult[] = [];

	job: Pick<SeenJob, 'isActive' | 'frequency' | 'hour'> = {
		isActive: true,
		frequency: null,
		hour: null,
	};

	settings: Settings = usualSettings;

	constructor(private readonly kind: Kind = 'serverSyncJob') {}

	/** No reminders, for tests of other alerts. */
	withoutReminders(): this {
		return this.without('syncStillFailing');
	}

	/** Without these events. */
	without(...left: string[]): this {
		const events = new Set<string>(everyEvent.filter((event) => !left.includes(event)));
		this.settings = { ...this.settings, events };
		return this;
	}

	/** What the oracle finds in one poll. */
	poll(hour: number, fault: Fault = {}, items: IDataObject[] = []) {
		return this.check(hour, fault, items, []).findings;
	}

	/** One poll, with the messages of its error executions. */
	check(hour: number, fault: Fault, items: IDataObject[], errors: string[]): PollFindings {
		const { date = 0, n8n = 0, unreadable } = fault;
		// After a day polls are some seconds late, for corrected times are only known that well.
		const time = hour + (hour > 20 ? 0.005 : 0);
		const n8nNowMs = at(time + n8n);
		const nowMs = unreadable === 'team' ? n8nNowMs : at(time + date);
		const list = unreadable === 'connection' ? null : [this.seenJob(hour)];
		const jobs = { serverSyncJob: list, userSyncJob: list };
		const otherKind = this.kind === 'serverSyncJob' ? 'userSyncJob' : 'serverSyncJob';
		if (list !== null) jobs[otherKind] = [];
		const connection = { id: 'c1', name: 'Directory', isListed: true, jobs };
		const connections = unreadable === 'team' ? null : [connection];
		const view = { nowMs, n8nNowMs, connections };
		return this.oracle.check(view, this.settings, items, 'main', errors);
	}

	/**
	 * Polls every hour.
	 *
	 * @param faultAt what is wrong at an hour
	 * @param type what is missing: alerts, or `lost` results
	 */
	polls(
		from: number,
		to: number,
		faultAt: (hour: number) => Fault = () => ({}),
		missing: 'missing' | 'lost' = 'missing',
	): Alert[] {
		const alerts: Alert[] = [];
		for (let hour = from; hour <= to; hour++) {
			const found = this.poll(hour, faultAt(hour)).filter(({ type }) => type === missing);
			for (const { line } of found) alerts.push([hour, line.replace(/,.*/, '')]);
		}
		return alerts;
	}

	/** What the oracle knows of the job. */
	get state() {
		return this.oracle.knowledge.connections.get('c1')!.jobs[0].states[0]!;
	}

	/** What the oracle knows of the connection's outage. */
	get outage() {
		return this.oracle.knowledge.connections.get('c1')!.outages[0];
	}

	private seenJob(hour: number): SeenJob {
		const listed = this.runs.filter(({ id }) => hourOf(id) <= hour);
		const recent = listed.at(-1) ?? null;
		const { kind, job } = this;
		return { id: 'j1', name: 'Job', kind, ...job, recent, results: () => listed };
	}
}

/** The hour from which a run is listed. */
function hourOf(id: string): number {
	return Number(id.replace('run-', ''));
}

/** A fault at some hours. */
export function during(first: number, last: number, fault: Fault) {
	return (hour: number): Fault => (hour >= first && hour <= last ? fault : {});
}

/** Every clock ahead and behind. */
export const wrongClocks: Fault[] = [{ date: 5 }, { date: -5 }, { n8n: 5 }, { n8n: -5 }];
