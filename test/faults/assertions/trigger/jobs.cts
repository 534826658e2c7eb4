import type { SyncItem } from '../../../../nodes/AsaActiveDirectory/monitor/output/items.ts';
import type { HistoryEvent } from '../../../../sandbox/history.cts';
import { surplus } from '../multisetDifference.cts';
import { jobsOf } from '../expectedState.cts';
import { itemKeyOf, jobKeyOf, stateKeyOf } from './jobKeys.cts';
import { readingOf, surelyRead } from './reads.cts';
import type { Poll, TriggerEvidence } from '../../runs/triggerRun.cts';

/** What was wrong with the results and failures of one job. */
export interface JobVerdict {
	/** How many results were to be delivered. */
	due: number;
	lost: string[];
	wrongIncidents: string[];
	wrongAnswers: string[];
}

/** A scheduled run that ended. */
export interface EndedRun {
	index: number;
	id: string;
	job: string;
	failed: boolean;
	/** Where in the history it started. */
	started: number;
	startedAt: string;
	endedAt: string;
}

/** An item of a job, and at which poll it came. */
interface Told {
	poll: number;
	item: SyncItem;
}

/** Every scheduled run that ended, in the order of their ends. */
export function endedRuns(history: readonly HistoryEvent[]): EndedRun[] {
	const starts = new Map<unknown, HistoryEvent>();
	return history.flatMap((event) => {
		const { type, details, index, at } = event;
		if (type === 'run_started') starts.set(details.resultId, event);
		if (type !== 'run_ended' || details.isTest !== false) return [];
		const start = starts.get(details.resultId) ?? event;
		const failed = details.outcome === 'fail';
		const run = { index, id: String(details.resultId), job: jobKeyOf(event), failed };
		return [{ ...run, started: start.index, startedAt: start.at, endedAt: at }];
	});
}

/** By the baseline that fits best: while there are faults, nobody knows which poll could take it. */
export function judgeJob(
	evidence: TriggerEvidence,
	allEnded: readonly EndedRun[],
	job: string,
): JobVerdict {
	const ended = allEnded.filter((run) => run.job === job);
	const told = evidence.polls.flatMap(({ items }, poll) =>
		items.filter((item) => itemKeyOf(item) === job).map((item) => ({ poll, item })),
	);
	const verdicts = baselinesOf(evidence, job).map((baseline) =>
		judgeFrom(evidence, ended, told, job, baseline),
	);
	return verdicts.sort((one, other) => mistakesIn(one) - mistakesIn(other))[0];
}

function mistakesIn({ lost, wrongIncidents, wrongAnswers }: JobVerdict): number {
	return lost.length + wrongIncidents.length + wrongAnswers.length;
}

/**
 * The polls at which the trigger may have taken its baseline of a job: any that went through and was kept, up to the first that
 * surely read the list which the job is in. What a job did up to then is no news.
 */
function baselinesOf(evidence: TriggerEvidence, job: string): Poll[] {
	const through = evidence.polls.filter(
		({ thrown, isForgotten }) => thrown.length === 0 && !isForgotten,
	);
	const sure = through.findIndex((poll) => surelyRead(readingOf(poll, evidence), job));
	return through.slice(0, sure < 0 ? undefined : sure + 1);
}

function judgeFrom(
	evidence: TriggerEvidence,
	ended: readonly EndedRun[],
	told: readonly Told[],
	job: string,
	baseline: Poll,
): JobVerdict {
	const due = ended.filter(({ index }) => index > baseline.until);
	const results = told.filter(({ item }) => item.event === 'newResult');
	const isDelivered = ({ id }: EndedRun) => results.some(({ item }) => item.result_id === id);
	const listed = listedResults(evidence, job);
	const lost = due.filter((run) => listed.has(run.id) && !isDelivered(run));
	return {
		due: due.filter((run) => listed.has(run.id) || isDelivered(run)).length,
		lost: lost.map(({ id }) => `lost: result ${id} of ${job}`),
		wrongIncidents: wrongFailures(evidence, ended, told, baseline),
		wrongAnswers: results.flatMap(({ item }) => wrongResult(item, due)),
	};
}

/** The results that ASA still has of a job: an update may have taken older ones away. */
function listedResults({ state }: TriggerEvidence, job: string): Set<string> {
	const jobs = state.connections.flatMap(jobsOf).filter((one) => stateKeyOf(one) === job);
	return new Set(jobs.flatMap(({ results }) => results.map(({ id }) => id)));
}

function wrongResult(item: SyncItem, due: readonly EndedRun[]): string[] {
	const run = due.find(({ id }) => id === item.result_id);
	if (!run) return [`a result that is none: ${item.result_id}`];
	const { failed, startedAt, endedAt } = run;
	const truth = {
		outcome: failed ? 'failed' : 'success',
		started_at: startedAt,
		finished_at: endedAt,
	};
	return Object.entries(truth).flatMap(([field, value]) => {
		const said = item[field as keyof typeof truth];
		return said === value ? [] : [`${field} of result ${run.id} is ${value}, not ${said}`];
	});
}

/**
 * How a job's failures and successes follow from its results in the order in which they were delivered. A run that
 * started before one that has been delivered already says nothing of how the job is now.
 */
function wrongFailures(
	evidence: TriggerEvidence,
	ended: readonly EndedRun[],
	told: readonly Told[],
	baseline: Poll,
): string[] {
	const openings = told.filter(({ item }) => item.incident_action && item.closed_by !== 'deleted');
	const old = ended.findLast(({ index }) => index <= baseline.until);
	const first = old?.failed ? firstReport(evidence, ended, old, openings[0], baseline) : [];
	const changes = changesOf(ended, told, first.length > 0);
	const lines = openings.map(({ poll, item }, index) => {
		const line = `${item.incident_action} ${item.result_id}`;
		return index === 0 && first.length > 0 ? line : `poll ${poll}: ${line}`;
	});
	// Of failures that one poll finds, any may be the one that is told.
	const expected = changes.map((runs) => runs.find((line) => lines.includes(line)) ?? runs[0]);
	return [
		...surplus(lines, [...first, ...expected]).map((line) => `false: ${line}`),
		...surplus([...first, ...expected], lines).map((line) => `missing: ${line}`),
	];
}

/** For each change the lines that may tell it. */
function changesOf(
	ended: readonly EndedRun[],
	told: readonly Told[],
	isFailingFirst: boolean,
): string[][] {
	const changes: string[][] = [];
	let isFailing = isFailingFirst;
	let judged = 0;
	let changedAt = -1;
	for (const { poll, item } of told) {
		const run = ended.find(({ id }) => id === item.result_id);
		if (item.event !== 'newResult' || !run || run.started < judged) continue;
		judged = run.started;
		const line = `poll ${poll}: ${run.failed ? 'trigger' : 'resolve'} ${run.id}`;
		if (run.failed !== isFailing) {
			changes.push([line]);
			changedAt = poll;
		} else if (run.failed && changedAt === poll) {
			changes[changes.length - 1].push(line);
		}
		isFailing = run.failed;
	}
	return changes;
}

/**
 * How the failure of a baseline is told: by its newest result. Where that could be read late, a later one of the same
 * row may tell it; where the row was over by then, or the job gone, nobody is told.
 */
function firstReport(
	evidence: TriggerEvidence,
	ended: readonly EndedRun[],
	old: EndedRun,
	first: Told | undefined,
	{ struck }: Poll,
): string[] {
	if (first === undefined && isGoneEarly(evidence, old.job)) return [];
	if (struck === 0) return [`trigger ${old.id}`];
	const since = ended.slice(ended.indexOf(old));
	const success = since.findIndex(({ failed }) => !failed);
	const row = success < 0 ? since : since.slice(0, success);
	const told = row.find(({ id }) => id === first?.item.result_id);
	if (!told && success >= 0) return [];
	return [`trigger ${(told ?? old).id}`];
}

/** Whether a job may have been gone before it was read at all. */
function isGoneEarly({ polls, history }: TriggerEvidence, job: string): boolean {
	const whole = polls.find(({ struck, thrown }) => struck === 0 && thrown.length === 0);
	const known = whole?.until ?? Infinity;
	return history.some(
		(event) => event.type === 'job_deleted' && event.index <= known && jobKeyOf(event) === job,
	);
}
