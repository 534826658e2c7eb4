import type { HistoryEvent } from '../../sandbox/history.cts';
import type { SyncItem } from '../../nodes/AsaActiveDirectory/sync/items';
import { baselinesOf } from './baselines.cts';
import { wrongPolls } from './pollJudge.cts';
import type { Poll, TriggerEvidence } from './triggerRun.cts';
import { itemKeyOf, jobKeyOf, stateKeyOf } from './jobKeys.cts';
import { surplus } from './surplus.cts';
import { jobsOf } from './truth.cts';
import { wrongUnreadable } from './unreadable.cts';

/** What a trigger did wrong, in words. */
export interface TriggerVerdict {
	/** Results that were to be delivered. */
	due: number;
	delivered: number;
	lost: string[];
	duplicated: string[];
	/** Incidents that were none, that nobody was told of, or that were never closed. */
	wrongIncidents: string[];
	/** Items and failures that nothing in the team accounts for. */
	wrongAnswers: string[];
}

/** A scheduled run that ended. */
interface EndedRun {
	index: number;
	id: string;
	job: string;
	failed: boolean;
	/** Where in the history it started. */
	started: number;
}

/** Judges a trigger by the true history of the team, once all faults are over. */
export function judgeTrigger(evidence: TriggerEvidence): TriggerVerdict {
	const ended = endedRuns(evidence.history);
	const items = evidence.polls.flatMap((poll) => poll.items);
	const delivered = items
		.filter(({ event }) => event === 'newResult')
		.map(({ result_id }) => String(result_id));
	const jobs = new Set([
		...ended.map(({ job }) => job),
		...items.filter(({ job_name }) => job_name !== null).map(itemKeyOf),
	]);
	const verdicts = [...jobs].map((job) => judgeJob(evidence, ended, items, job));
	return {
		due: verdicts.reduce((sum, { due }) => sum + due, 0),
		delivered: new Set(delivered).size,
		lost: verdicts.flatMap(({ lost }) => lost),
		duplicated: delivered
			.filter((id, index) => delivered.indexOf(id) !== index)
			.map((id) => `delivered twice: result ${id}`),
		wrongIncidents: [
			...verdicts.flatMap(({ wrongIncidents }) => wrongIncidents),
			...wrongStops(evidence),
			...wrongUnreadable(evidence),
			...unfoundedIncidents(evidence),
			...wrongPairs(evidence, items),
		],
		wrongAnswers: [
			...verdicts.flatMap(({ wrongAnswers }) => wrongAnswers),
			...wrongPolls(evidence),
		],
	};
}

/** What was wrong with the results and failures of one job. */
type JobVerdict = Pick<TriggerVerdict, 'due' | 'lost' | 'wrongIncidents' | 'wrongAnswers'>;

/** By the baseline that fits best: while there are faults, nobody knows which poll could take it. */
function judgeJob(
	evidence: TriggerEvidence,
	allEnded: EndedRun[],
	allItems: SyncItem[],
	job: string,
): JobVerdict {
	const ended = allEnded.filter((run) => run.job === job);
	const items = allItems.filter((item) => itemKeyOf(item) === job);
	const listed = new Set(
		evidence.state.connections
			.flatMap(jobsOf)
			.filter((one) => stateKeyOf(one) === job)
			.flatMap(({ results }) => results.map(({ id }) => id)),
	);
	const isLate = evidence.polls[0].struck > 0;
	const isUnseen = isGoneEarly(evidence, job);
	const verdicts = baselinesOf(evidence, job).map((baseline) => {
		const due = ended.filter(({ index }) => index > baseline);
		const delivered = items.filter(({ event }) => event === 'newResult');
		const isDelivered = ({ id }: EndedRun) => delivered.some(({ result_id }) => result_id === id);
		const lost = due.filter((run) => listed.has(run.id) && !isDelivered(run));
		return {
			due: due.filter((run) => listed.has(run.id) || isDelivered(run)).length,
			lost: lost.map(({ id }) => `lost: result ${id} of ${job}`),
			wrongIncidents: wrongFailures(ended, items, { baseline, isLate, isUnseen }),
			wrongAnswers: wrongResults(delivered, due),
		};
	});
	return verdicts.sort((one, other) => mistakesIn(one) - mistakesIn(other))[0];
}

function mistakesIn({ lost, wrongIncidents, wrongAnswers }: JobVerdict): number {
	return lost.length + wrongIncidents.length + wrongAnswers.length;
}

function endedRuns(history: HistoryEvent[]): EndedRun[] {
	const starts = new Map<unknown, number>();
	return history.flatMap((event) => {
		const { type, details, index } = event;
		if (type === 'run_started') starts.set(details.resultId, index);
		if (type !== 'run_ended' || details.isTest !== false) return [];
		const started = starts.get(details.resultId) ?? 0;
		const failed = details.outcome === 'fail';
		return [{ index, id: String(details.resultId), job: jobKeyOf(event), failed, started }];
	});
}

function wrongResults(results: SyncItem[], due: EndedRun[]): string[] {
	return results.flatMap((item) => {
		const run = due.find(({ id }) => id === item.result_id);
		if (!run) return [`a result that is none: ${item.result_id}`];
		const outcome = run.failed ? 'failed' : 'success';
		if (item.outcome === outcome) return [];
		return [`result ${run.id} of ${run.job} is ${outcome}, not ${item.outcome}`];
	});
}

/** What the trigger can have seen of a job. */
interface View {
	/** Where in the history its baseline was taken. */
	baseline: number;
	/** Whether its results may have been read first after the baseline. */
	isLate: boolean;
	/** Whether it may have been gone before it was read at all. */
	isUnseen: boolean;
}

/**
 * Failures and recoveries of a job as they follow from its results in the order in which they were delivered. A run
 * that started before one that has been delivered already says nothing of how the job is now.
 */
function wrongFailures(ended: EndedRun[], items: SyncItem[], view: View): string[] {
	const told = items.filter(({ event, cause }) => cause === 'failed' && event !== 'syncStopped');
	const old = ended.findLast(({ index }) => index <= view.baseline);
	const expected = old?.failed ? reportOf(old, ended, told[0], view) : [];
	let isFailing = old?.failed ?? false;
	let judged = 0;
	for (const { event, result_id } of items) {
		const run = ended.find(({ id }) => id === result_id);
		if (event !== 'newResult' || !run || run.started < judged) continue;
		judged = run.started;
		if (run.failed === isFailing) continue;
		isFailing = run.failed;
		expected.push(`${isFailing ? 'syncFailed' : 'syncRecovered'} ${run.job} ${run.id}`);
	}
	const lines = told.map((item) => `${item.event} ${itemKeyOf(item)} ${item.result_id}`);
	return [
		...surplus(lines, expected).map((line) => `false: ${line}`),
		...surplus(expected, lines).map((line) => `missing: ${line}`),
	];
}

/**
 * How the failure of a baseline is told: by its newest result. Where that was read late, a later one of the same row
 * may tell it; where the row was over by then, nobody is told of it but of its end.
 */
function reportOf(
	old: EndedRun,
	ended: EndedRun[],
	first: SyncItem | undefined,
	{ isLate, isUnseen }: View,
): string[] {
	if (isLate && first?.event === 'syncRecovered') return [];
	if (isUnseen && first === undefined) return [];
	const since = ended.slice(ended.indexOf(old));
	const success = since.findIndex(({ failed }) => !failed);
	const row = success < 0 ? since : since.slice(0, success);
	const told = isLate ? row.find(({ id }) => id === first?.result_id) : undefined;
	return [`syncFailed ${old.job} ${(told ?? old).id}`];
}

/**
 * An active job that is deactivated or gone is told of once, if the trigger knew it. Nobody activates one again here.
 */
function wrongStops({ polls, history }: TriggerEvidence): string[] {
	const known = firstWhole(polls);
	const stops = history.filter(
		({ type, isActive }) => type === 'job_deactivated' || (type === 'job_deleted' && isActive),
	);
	const stopped = new Set(stops.map(jobKeyOf));
	const due = new Set(stops.filter(({ index }) => index > known).map(jobKeyOf));
	const told = polls
		.flatMap(({ items }) => items)
		.filter(({ event, job_name }) => event === 'syncStopped' && job_name !== null)
		.map(itemKeyOf);
	return [
		...surplus(told, [...stopped]).map((job) => `false: syncStopped ${job}`),
		...surplus([...due], told).map((job) => `missing: syncStopped ${job}`),
	];
}

/** Where in the history all was read for the first time: with nothing wrong. */
function firstWhole(polls: Poll[]): number {
	return polls.find(({ struck, error }) => struck === 0 && error === undefined)?.until ?? Infinity;
}

function isGoneEarly({ polls, history }: TriggerEvidence, job: string): boolean {
	const known = firstWhole(polls);
	return history.some(
		(event) => event.type === 'job_deleted' && event.index <= known && jobKeyOf(event) === job,
	);
}

/** Incidents of causes that nothing here has: runs are on time, and none takes long. */
function unfoundedIncidents({ polls }: TriggerEvidence): string[] {
	const items = polls.flatMap((poll) => poll.items);
	const isFounded = ({ event, cause }: SyncItem) =>
		event === 'newResult' ||
		event === 'syncStopped' ||
		cause === 'failed' ||
		cause === 'unreadable';
	return items
		.filter((item) => !isFounded(item))
		.map(({ event, title }) => `false: ${event} ${title}`);
}

/**
 * What is opened is closed by its key, once; at the end all can be read, and what is gone has nothing open. A failure
 * of the baseline that was over before its results could be read is closed without having been opened.
 */
function wrongPairs({ polls, state }: TriggerEvidence, items: SyncItem[]): string[] {
	const isLate = polls[0].struck > 0;
	const seen = new Set<string>();
	const open = new Map<string, SyncItem>();
	const wrong: string[] = [];
	for (const item of items) {
		const { incident_key: key, incident_action: action } = item;
		if (key === null) continue;
		const isUntold = isLate && item.event === 'syncRecovered' && !seen.has(itemKeyOf(item));
		seen.add(itemKeyOf(item));
		if ((action === 'trigger') === open.has(key) && !isUntold)
			wrong.push(`${action} out of turn: ${item.title}`);
		if (action === 'trigger') open.set(key, item);
		if (action === 'resolve') open.delete(key);
	}
	const active = new Set(
		state.connections
			.flatMap(jobsOf)
			.filter(({ settings }) => settings.is_active)
			.map(stateKeyOf),
	);
	const left = [...open.values()].filter((item) => !active.has(itemKeyOf(item)));
	return [...wrong, ...left.map(({ title }) => `never closed: ${title}`)];
}
