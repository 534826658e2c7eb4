import type { SyncItem } from '../../../../nodes/AsaActiveDirectory/monitor/output/items.ts';
import type { HistoryEvent } from '../../../../sandbox/history.cts';
import { multisetDifference } from '../multisetDifference.cts';
import { itemKeyOf, jobKeyOf } from './jobKeys.cts';
import type { Poll, TriggerEvidence } from '../../runs/triggerRun.cts';

/**
 * Wrong items about deleted jobs and connections. The incident of a failing job is closed as deleted. A healthy job has
 * one item, or one for the whole connection if that is deleted. No job is deactivated in these cases.
 */
export function wrongDeletions(evidence: TriggerEvidence): string[] {
	const { polls, history } = evidence;
	const items = polls.flatMap((poll) => poll.items);
	const reported = items.filter(
		({ event, incident_key }) => event === 'syncStopped' && !incident_key,
	);
	const closed = items.filter(({ closed_by, job_name }) => closed_by === 'deleted' && job_name);
	const connections = history.filter(({ type }) => type === 'connection_deleted');
	const jobs = history.filter(({ type, isActive }) => type === 'job_deleted' && isActive);
	const isWithConnection = ({ connectionId }: HistoryEvent) =>
		connections.some((deletion) => deletion.connectionId === connectionId);
	const own = jobs.filter((job) => !isWithConnection(job));
	const known = firstCompleteRead(polls);
	const isKnown = ({ index }: HistoryEvent) => index > known;
	const failing = new Set(closed.map(itemKeyOf));
	const isHealthy = (job: HistoryEvent) => !failing.has(jobKeyOf(job));
	const isMissed = (deletion: HistoryEvent) =>
		isKnown(deletion) && jobs.some((job) => isSameConnection(job, deletion) && isHealthy(job));
	return [
		...compare(
			'syncStopped',
			reported.map(itemKeyOf),
			[...own.filter(isHealthy).map(jobKeyOf), ...connections.map(connectionKeyOf)],
			[
				...own.filter((job) => isHealthy(job) && isKnown(job)).map(jobKeyOf),
				...connections.filter(isMissed).map(connectionKeyOf),
			],
		),
		...compare('closed as deleted', closed.map(itemKeyOf), jobs.map(jobKeyOf), []),
	];
}

/** Compares the reported keys with those that may be, and those that must be reported. */
function compare(
	what: string,
	reported: string[],
	allowed: string[],
	required: string[],
): string[] {
	return [
		...multisetDifference(reported, allowed).map((key) => `false: ${what} ${key}`),
		...multisetDifference(required, reported).map((key) => `missing: ${what} ${key}`),
	];
}

function isSameConnection(one: HistoryEvent, other: HistoryEvent): boolean {
	return one.connectionId === other.connectionId;
}

/** The key of an item about a connection. */
function connectionKeyOf({ connectionId }: HistoryEvent): string {
	const job: Pick<SyncItem, 'job_kind' | 'job_name'> = { job_kind: null, job_name: null };
	return itemKeyOf({ connection_id: connectionId, ...job });
}

/** Index of the history when everything was read for the first time, without faults. */
function firstCompleteRead(polls: Poll[]): number {
	const first = polls.find(
		({ faultedRequests, thrown }) => faultedRequests === 0 && thrown.length === 0,
	);
	return first?.until ?? Infinity;
}
