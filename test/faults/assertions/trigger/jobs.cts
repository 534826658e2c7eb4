import type { SyncItem } from '../../../../nodes/AsaActiveDirectory/monitor/output/items.ts';
import type { HistoryEvent } from '../../../../sandbox/history.cts';
import { multisetDifference } from '../multisetDifference.cts';
import { jobsOf } from '../expectedState.cts';
import { itemKeyOf, jobKeyOf, stateKeyOf } from './jobKeys.cts';
import { readsOf, wasRead } from './reads.cts';
import type { Poll, TriggerEvidence } from '../../runs/triggerRun.cts';

/** Findings about the results and failures of one job. */
export interface JobFindings {
	/** How many results had to be delivered. */
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
	/** Index of its start in the history. */
	started: number;
	startedAt: string;
	endedAt: string;
}

/** An item of a job, with the index of its poll. */
interface ReportedItem {
	poll: number;
	item: SyncItem;
}

/** Every finished scheduled run, in the order of finishing. */
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

/** With the baseline that fits best: under faults, several polls may have taken it. */
export function checkJob(
	evidence: TriggerEvidence,
	allEnded: readonly EndedRun[],
	job: string,
): JobFindings {
	const ended = allEnded.filter((run) => run.job === job);
	const reported = evidence.polls.flatMap(({ items }, poll) =>
		items.filter((item) => itemKeyOf(item) === job).map((item) => ({ poll, item })),
	);
	const findings = baselinesOf(evidence, job).map((baseline) =>
		checkFromBaseline(evidence, ended, reported, job, baseline),
	);
	return findings.sort((one, other) => countFindings(one) - countFindings(other))[0];
}

function countFindings({ lost, wrongIncidents, wrongAnswers }: JobFindings): number {
	return lost.length + wrongIncidents.length + wrongAnswers.length;
}

/**
 * The polls at which the trigger may have taken its baseline of a job: any that succeeded and was stored, up to the first
 * that certainly read the job's list. What the job did before is not reported.
 */
function baselinesOf(evidence: TriggerEvidence, job: string): Poll[] {
	const succeeded = evidence.polls.filter(
		({ thrown, isForgotten }) => thrown.length === 0 && !isForgotten,
	);
	const sure = succeeded.findIndex((poll) => wasRead(readsOf(poll, evidence), job));
	return succeeded.slice(0, sure < 0 ? undefined : sure + 1);
}

function checkFromBaseline(
	evidence: TriggerEvidence,
	ended: readonly EndedRun[],
	reported: readonly ReportedItem[],
	job: string,
	baseline: Poll,
): JobFindings {
	const due = ended.filter(({ index }) => index > baseline.until);
	const results = reported.filter(({ item }) => item.event === 'newResult');
	const isDelivered = ({ id }: EndedRun) => results.some(({ item }) => item.result_id === id);
	const listed = listedResults(evidence, job);
	const lost = due.filter((run) => listed.has(run.id) && !isDelivered(run));
	return {
		due: due.filter((run) => listed.has(run.id) || isDelivered(run)).length,
		lost: lost.map(({ id }) => `lost: result ${id} of ${job}`),
		wrongIncidents: wrongFailures(evidence, ended, reported, baseline),
		wrongAnswers: results.flatMap(({ item }) => wrongResult(item, due)),
	};
}

/** The results of a job that ASA still has: an update may have removed older ones. */
function listedResults({ state }: TriggerEvidence, job: string): Set<string> {
	const jobs = state.connections.flatMap(jobsOf).filter((one) => stateKeyOf(one) === job);
	return new Set(jobs.flatMap(({ results }) => results.map(({ id }) => id)));
}

function wrongResult(item: SyncItem, due: readonly EndedRun[]): string[] {
	const run = due.find(({ id }) => id === item.result_id);
	if (!run) return [`no such result: ${item.result_id}`];
	const { failed, startedAt, endedAt } = run;
	const expected = {
		outcome: failed ? 'failed' : 'success',
		started_at: startedAt,
		finished_at: endedAt,
	};
	return Object.entries(expected).flatMap(([field, value]) => {
		const actual = item[field as keyof typeof expected];
		return actual === value ? [] : [`${field} of result ${run.id} is ${value}, not ${actual}`];
	});
}

/**
 * Compares a job's incidents with its results in the order of delivery. A run that started before one that was already
 * delivered says nothing about the current state of the job.
 */
function wrongFailures(
	evidence: TriggerEvidence,
	ended: readonly EndedRun[],
	reported: readonly ReportedItem[],
	baseline: Poll,
): string[] {
	const openings = reported.filter(
		({ item }) => item.incident_action && item.closed_by !== 'deleted',
	);
	const earlier = ended.findLast(({ index }) => index <= baseline.until);
	const first = earlier?.failed
		? firstIncident(evidence, ended, earlier, openings[0], baseline)
		: [];
	const changes = changesOf(ended, reported, first.length > 0);
	const lines = openings.map(({ poll, item }, index) => {
		const line = `${item.incident_action} ${item.result_id}`;
		return index === 0 && first.length > 0 ? line : `poll ${poll}: ${line}`;
	});
	// If a poll finds several failures, any of them may open the incident.
	const expected = changes.map((runs) => runs.find((line) => lines.includes(line)) ?? runs[0]);
	return [
		...multisetDifference(lines, [...first, ...expected]).map((line) => `false: ${line}`),
		...multisetDifference([...first, ...expected], lines).map((line) => `missing: ${line}`),
	];
}

/** For each change, the lines that may report it. */
function changesOf(
	ended: readonly EndedRun[],
	reported: readonly ReportedItem[],
	isFailingFirst: boolean,
): string[][] {
	const changes: string[][] = [];
	let isFailing = isFailingFirst;
	let lastCountedStart = 0;
	let changedAt = -1;
	for (const { poll, item } of reported) {
		const run = ended.find(({ id }) => id === item.result_id);
		if (item.event !== 'newResult' || !run || run.started < lastCountedStart) continue;
		lastCountedStart = run.started;
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
 * How a failure of the baseline is reported: with its newest result. If that may have been read late, a later result of
 * the same failure streak may report it; if the streak was over by then, or the job deleted, nothing is reported.
 */
function firstIncident(
	evidence: TriggerEvidence,
	ended: readonly EndedRun[],
	earlier: EndedRun,
	first: ReportedItem | undefined,
	{ faultedRequests }: Poll,
): string[] {
	if (first === undefined && isDeletedEarly(evidence, earlier.job)) return [];
	if (faultedRequests === 0) return [`trigger ${earlier.id}`];
	const since = ended.slice(ended.indexOf(earlier));
	const success = since.findIndex(({ failed }) => !failed);
	const streak = success < 0 ? since : since.slice(0, success);
	const reported = streak.find(({ id }) => id === first?.item.result_id);
	if (!reported && success >= 0) return [];
	return [`trigger ${(reported ?? earlier).id}`];
}

/** Whether a job may have been deleted before it was ever read. */
function isDeletedEarly({ polls, history }: TriggerEvidence, job: string): boolean {
	const complete = polls.find(
		({ faultedRequests, thrown }) => faultedRequests === 0 && thrown.length === 0,
	);
	const known = complete?.until ?? Infinity;
	return history.some(
		(event) => event.type === 'job_deleted' && event.index <= known && jobKeyOf(event) === job,
	);
}
