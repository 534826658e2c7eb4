import type { HistoryEvent } from '../../sandbox/history.cts';
import type { SyncItem } from '../../nodes/AsaActiveDirectory/sync/items';
import type { JobState, State } from '../../sandbox/state.cts';
import type { Poll, TriggerEvidence } from './triggerRun.cts';
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
	const due = ended.filter(({ index }) => index > evidence.baseline);
	const items = evidence.polls.flatMap((poll) => poll.items);
	const results = items.filter(({ event }) => event === 'newResult');
	const delivered = results.map(({ result_id }) => String(result_id));
	const listed = new Set(
		evidence.state.connections
			.filter(({ deletedAt }) => deletedAt === null)
			.flatMap((connection) =>
				jobsOf(connection).flatMap((job) => job.results.map(({ id }) => id)),
			),
	);
	const lost = due.filter(({ id }) => listed.has(id) && !delivered.includes(id));
	return {
		due: due.filter(({ id }) => listed.has(id) || delivered.includes(id)).length,
		delivered: new Set(delivered).size,
		lost: lost.map(({ id, job }) => `lost: result ${id} of ${job}`),
		duplicated: delivered
			.filter((id, index) => delivered.indexOf(id) !== index)
			.map((id) => `delivered twice: result ${id}`),
		wrongIncidents: [
			...wrongFailures(evidence, ended, delivered),
			...wrongStops(evidence),
			...wrongUnreadable(evidence),
			...unfoundedIncidents(evidence),
			...wrongPairs(items, evidence.state),
		],
		wrongAnswers: [...wrongResults(results, due), ...wrongPolls(evidence)],
	};
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

const kindNames = { server: 'serverSyncJob', user: 'userSyncJob' };

function jobKeyOf({ connectionId, jobKind, jobName }: HistoryEvent): string {
	return `${connectionId}/${jobKind && kindNames[jobKind]}/${jobName}`;
}

function stateKeyOf({ connectionId, kind, settings }: JobState): string {
	return `${connectionId}/${kindNames[kind]}/${settings.name}`;
}

function itemKeyOf({ connection_id, job_kind, job_name }: SyncItem): string {
	return `${connection_id}/${job_kind}/${job_name}`;
}

function wrongResults(results: SyncItem[], due: EndedRun[]): string[] {
	return results.flatMap((item) => {
		const run = due.find(({ id }) => id === item.result_id);
		if (!run) return [`a result that is none: ${item.result_id}`];
		const outcome = run.failed ? 'failed' : 'success';
		const isRight = item.outcome === outcome && itemKeyOf(item) === run.job;
		return isRight ? [] : [`result ${run.id} is ${outcome} of ${run.job}, not ${item.outcome}`];
	});
}

/** With nothing wrong a poll must not fail, and the last one has nothing to tell. */
function wrongPolls({ polls }: TriggerEvidence): string[] {
	const failed = polls.filter(({ error, struck }) => error !== undefined && struck === 0);
	const rest = polls[polls.length - 1].items;
	return [
		...failed.map(({ error }) => `a poll failed with nothing wrong: ${String(error)}`),
		...rest.map(({ event }) => `told again when nothing was new: ${event}`),
	];
}

/**
 * Failures and recoveries as they follow from the results in the order in which they were delivered. A run that
 * started before one that has been delivered already says nothing of how the job is now.
 */
function wrongFailures(
	{ baseline, polls }: TriggerEvidence,
	ended: EndedRun[],
	delivered: string[],
): string[] {
	const failing = new Set<string>();
	const judged = new Map<string, number>();
	for (const { index, job, failed } of ended) if (index <= baseline) mark(failing, job, failed);
	const current = [...failing].map(
		(job) => `syncFailed ${job} ${lastFailed(ended, job, baseline)}`,
	);
	const changes = delivered.flatMap((id) => {
		const run = ended.find((one) => one.id === id);
		if (!run || run.started < (judged.get(run.job) ?? 0)) return [];
		const { job, failed, started } = run;
		judged.set(job, started);
		if (failing.has(job) === failed) return [];
		mark(failing, job, failed);
		return [`${failed ? 'syncFailed' : 'syncRecovered'} ${job} ${id}`];
	});
	const told = polls
		.flatMap(({ items }) => items)
		.filter(({ event, cause }) => cause === 'failed' && event !== 'syncStopped')
		.map((item) => `${item.event} ${itemKeyOf(item)} ${item.result_id}`);
	const expected = [...current, ...changes];
	return [
		...surplus(told, expected).map((line) => `false: ${line}`),
		...surplus(expected, told).map((line) => `missing: ${line}`),
	];
}

function mark(failing: Set<string>, job: string, failed: boolean): void {
	if (failed) failing.add(job);
	else failing.delete(job);
}

function lastFailed(ended: EndedRun[], job: string, baseline: number): string | undefined {
	return ended.findLast((run) => run.job === job && run.failed && run.index <= baseline)?.id;
}

/**
 * An active job that is deactivated or gone is told of once, if the trigger knew it. Nobody activates one again here.
 */
function wrongStops({ polls, history }: TriggerEvidence): string[] {
	const known = polls.find(isWhole)?.until ?? Infinity;
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

/** With nothing wrong everything is read. */
function isWhole({ struck, error }: Poll): boolean {
	return struck === 0 && error === undefined;
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

/** What is opened is closed by its key, once; at the end all can be read, and what is gone has nothing open. */
function wrongPairs(items: SyncItem[], { connections }: State): string[] {
	const open = new Map<string, SyncItem>();
	const wrong: string[] = [];
	for (const item of items) {
		const { incident_key: key, incident_action: action } = item;
		if (key === null) continue;
		if ((action === 'trigger') === open.has(key))
			wrong.push(`${action} out of turn: ${item.title}`);
		if (action === 'trigger') open.set(key, item);
		if (action === 'resolve') open.delete(key);
	}
	const active = new Set(
		connections
			.flatMap(jobsOf)
			.filter(({ settings }) => settings.is_active)
			.map(stateKeyOf),
	);
	const left = [...open.values()].filter((item) => !active.has(itemKeyOf(item)));
	return [...wrong, ...left.map(({ title }) => `never closed: ${title}`)];
}
