import type { SyncItem } from '../../../../nodes/AsaActiveDirectory/monitor/output/items.ts';
import type { HistoryEvent } from '../../../../sandbox/history.cts';
import { surplus } from '../multisetDifference.cts';
import { itemKeyOf, jobKeyOf } from './jobKeys.cts';
import type { Poll, TriggerEvidence } from '../../runs/triggerRun.cts';

/**
 * What the trigger tells of jobs and connections that are deleted: a failing job's incident ends as deleted; of a healthy
 * one there is one item, or one for the whole connection where that is gone. Nobody switches a job off here.
 */
export function wrongGone(evidence: TriggerEvidence): string[] {
	const { polls, history } = evidence;
	const items = polls.flatMap((poll) => poll.items);
	const told = items.filter(({ event, incident_key }) => event === 'syncStopped' && !incident_key);
	const closed = items.filter(({ closed_by, job_name }) => closed_by === 'deleted' && job_name);
	const connections = history.filter(({ type }) => type === 'connection_deleted');
	const jobs = history.filter(({ type, isActive }) => type === 'job_deleted' && isActive);
	const isWithConnection = ({ connectionId }: HistoryEvent) =>
		connections.some((deletion) => deletion.connectionId === connectionId);
	const own = jobs.filter((job) => !isWithConnection(job));
	const known = firstWhole(polls);
	const isKnown = ({ index }: HistoryEvent) => index > known;
	const failing = new Set(closed.map(itemKeyOf));
	const isHealthy = (job: HistoryEvent) => !failing.has(jobKeyOf(job));
	const isMissed = (deletion: HistoryEvent) =>
		isKnown(deletion) && jobs.some((job) => isSameConnection(job, deletion) && isHealthy(job));
	return [
		...compare(
			'syncStopped',
			told.map(itemKeyOf),
			[...own.filter(isHealthy).map(jobKeyOf), ...connections.map(connectionKeyOf)],
			[
				...own.filter((job) => isHealthy(job) && isKnown(job)).map(jobKeyOf),
				...connections.filter(isMissed).map(connectionKeyOf),
			],
		),
		...compare('closed as deleted', closed.map(itemKeyOf), jobs.map(jobKeyOf), []),
	];
}

/** What was told, where so much may be told and so much must. */
function compare(what: string, told: string[], may: string[], must: string[]): string[] {
	return [
		...surplus(told, may).map((key) => `false: ${what} ${key}`),
		...surplus(must, told).map((key) => `missing: ${what} ${key}`),
	];
}

function isSameConnection(one: HistoryEvent, other: HistoryEvent): boolean {
	return one.connectionId === other.connectionId;
}

/** As the key of an item that is about a connection alone. */
function connectionKeyOf({ connectionId }: HistoryEvent): string {
	const job: Pick<SyncItem, 'job_kind' | 'job_name'> = { job_kind: null, job_name: null };
	return itemKeyOf({ connection_id: connectionId, ...job });
}

/** Where in the history all was read for the first time: with nothing wrong. */
function firstWhole(polls: Poll[]): number {
	const first = polls.find(({ struck, thrown }) => struck === 0 && thrown.length === 0);
	return first?.until ?? Infinity;
}
