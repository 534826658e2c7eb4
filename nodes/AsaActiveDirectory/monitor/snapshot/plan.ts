import type { JobKind } from '../../asa/model/syncJob';
import type { TaskResult } from '../../asa/model/result';
import { check } from '../index';
import { compareJobs } from '../output/status';
import { markOf } from '../rules/draft';
import { readClock, stateAt } from '../rules/clock';
import { matchJobs, sortedJobs } from '../rules/jobs';
import { outcomeWords } from '../rules/outcome';
import { deriveFacts, hasEnded, mergeRuns } from '../rules/runs';
import { selectedConnections, selectedJobs, selectedKinds } from '../rules/selection';
import { needsServers } from '../rules/servers';
import type { Settings } from '../rules/types';
import { normalId } from '../../util/text';
import { fingerprint, type Team } from '../rules/values';
import { stateOfTeam, type ConnectionState, type JobState, type State } from '../state/types';
import { isReadError, type ConnectionSnapshot, type JobSnapshot, type Snapshot } from './types';

/** The fields of a listed connection that planning needs. */
type ListedConnection = Pick<ConnectionSnapshot, 'id' | 'name'>;

/** Which connections a poll reads. */
export interface ConnectionPlan {
	/** IDs of the connections whose job lists to read, in this order: those that the last poll did not reach first. */
	read: string[];
	/** IDs of remembered connections missing from the list: GET each, and read its job lists if it exists. */
	lookUp: string[];
	/** The kinds of jobs to read. */
	kinds: JobKind[];
}

/** A list of results that a poll reads. */
export interface ResultsPlan {
	connectionId: string;
	kind: JobKind;
	jobId: string;
	/**
	 * Results that started before this time are not needed, so a reader may stop there while the pages run from new to
	 * old. Milliseconds since 1970 UTC; null if all results are needed.
	 */
	sinceMs: number | null;
}

/** The results of one job whose details a poll reads. */
export interface DetailsPlan {
	connectionId: string;
	kind: JobKind;
	jobId: string;
	resultIds: string[];
}

/**
 * Plans which connections to read. Call it once the list of connections was read.
 *
 * @param state undefined for the first poll
 */
export function planConnections(
	state: State | undefined,
	{ team, listed }: { team: Team; listed: readonly ListedConnection[] },
	{ selection }: Settings,
): ConnectionPlan {
	const known = stateOfTeam(state, team)?.connections ?? new Map<string, ConnectionState>();
	const ids = new Set(listed.map(({ id }) => normalId(id)));
	const lacking = [...known].filter(([id]) => !ids.has(id)).map(([id, { name }]) => ({ id, name }));
	const isFirst = ({ id }: ListedConnection) => known.get(normalId(id))?.wasSkipped ?? true;
	const watched = selectedConnections(listed, selection);
	return {
		read: [...watched.filter(isFirst), ...watched.filter((one) => !isFirst(one))].map(
			({ id }) => id,
		),
		lookUp: selectedConnections(lacking, selection).map(({ id }) => id),
		kinds: selectedKinds(selection),
	};
}

/**
 * Plans which lists of results to read. Call it once the lists of jobs were read. One request for each job whose
 * recent result is new or changed, that has a run under way which is not the recent result, that no longer has a
 * recent result, or that is first seen and has run before.
 */
export function planResults(
	state: State | undefined,
	snapshot: Snapshot,
	settings: Settings,
): ResultsPlan[] {
	const { nowMs } = readClock(state, snapshot);
	return listedJobs(state, snapshot, settings).flatMap(({ place, job, known }) => {
		if (!needsResults(job, known, nowMs)) return [];
		return [{ ...place, sinceMs: known?.runs[0]?.startMs ?? null }];
	});
}

/** A watched job of a list with its remembered state. */
interface ListedJob {
	place: Omit<ResultsPlan, 'sinceMs'>;
	job: JobSnapshot;
	known: JobState | undefined;
}

function listedJobs(
	state: State | undefined,
	snapshot: Snapshot,
	{ selection }: Settings,
): ListedJob[] {
	const { team, connections } = snapshot;
	if (isReadError(connections)) return [];
	const remembered = stateOfTeam(state && stateAt(state, snapshot), team)?.connections;
	const present = connections.filter(({ isDeleted }) => !isDeleted);
	return selectedConnections(present, selection).flatMap((connection) => {
		const known = remembered?.get(normalId(connection.id));
		return selectedKinds(selection).flatMap((kind) => {
			const list = connection.lists[kind];
			if (list === undefined || isReadError(list)) return [];
			const jobs = sortedJobs(list);
			const matches = matchJobs(jobs, known?.jobs[kind] ?? []);
			return selectedJobs(connection, present, kind, jobs, selection).map((job) => ({
				place: placeOf(connection.id, kind, job),
				job,
				known: matches.get(job),
			}));
		});
	});
}

function placeOf(connectionId: string, kind: JobKind, { id }: JobSnapshot) {
	return { connectionId, kind, jobId: id };
}

function needsResults(job: JobSnapshot, known: JobState | undefined, nowMs: number): boolean {
	const mark = markOf(job.recentResult);
	if (!known) return mark !== '';
	if (mark === '') return known.runs.length > 0;
	return mark !== known.recentMark || hasHiddenRun(known, job.recentResult, nowMs);
}

/** Whether a run under way is not the recent result, so that its end can be seen in the list of results only. */
function hasHiddenRun(known: JobState, recent: TaskResult | null, nowMs: number): boolean {
	const { oldestUnderWay, lastStartMs } = deriveFacts(known.runs, known.forgotten, nowMs);
	const recentHash = recent ? fingerprint(normalId(recent.id)) : '';
	if (oldestUnderWay && oldestUnderWay.hash !== recentHash) return true;
	// An unknown run hidden by a test run is read once more when its wait is over.
	return known.runs.some(
		(run) =>
			run.outcome === 'unknown' &&
			run.hash !== recentHash &&
			!run.isReported &&
			hasEnded(run, lastStartMs, nowMs),
	);
}

/**
 * Plans which details to read. Call it once the lists of results were read. One request for each newly failed run;
 * for a job that is first seen, only for its newest run.
 */
export function planDetails(
	state: State | undefined,
	snapshot: Snapshot,
	settings: Settings,
): DetailsPlan[] {
	const { nowMs, presentMs } = readClock(state, snapshot);
	const reading = { nowMs, presentMs, words: outcomeWords(settings) };
	const wantsTests = settings.events.has('newResult') && settings.includeTestRuns;
	return listedJobs(state, snapshot, settings).flatMap(({ place, job, known }) => {
		const merged = mergeRuns(known, job, reading);
		const { changes, after } = merged;
		const { newestEnded } = deriveFacts(after, known?.forgotten ?? null, nowMs);
		const atFirst = job.isActive && newestEnded ? [newestEnded] : [];
		const runs = known ? changes.filter(({ isTest }) => !isTest || wantsTests) : atFirst;
		const failed = runs.filter(({ outcome }) => outcome === 'failed');
		const resultIds = failed.flatMap(({ hash }) => merged.results.get(hash)?.id ?? []);
		return resultIds.length > 0 ? [{ ...place, resultIds }] : [];
	});
}

/** The gateways of all connections, for Sync Status. */
export function planAllGateways(_state: State | undefined, { connections }: Snapshot): string[] {
	if (isReadError(connections)) return [];
	return [...new Set(connections.flatMap(({ gatewayId }) => gatewayId ?? []))];
}

/** Whether a poll reads the AD servers. One whose clock has jumped does not, because its time may be wrong. */
export function planServers(
	state: State | undefined,
	snapshot: Snapshot,
	settings: Settings,
): boolean {
	const { nowMs, hasJumped } = readClock(state, snapshot);
	if (hasJumped) return false;
	const known = stateOfTeam(state && stateAt(state, snapshot), snapshot.team);
	return needsServers(known?.servers ?? null, nowMs, settings);
}

/**
 * Plans which gateways to read. Call it once everything else was read. Gateways are read only if the poll opens
 * incidents.
 *
 * @returns IDs of the gateways of the connections concerned: read the list of gateways and the status of each
 */
export function planGateways(
	state: State | undefined,
	snapshot: Snapshot,
	settings: Settings,
): string[] {
	const { events } = check(state, snapshot, settings);
	const opening = events.filter(({ incident }) => incident?.action === 'trigger');
	return [...new Set(opening.flatMap(({ connection }) => connection?.gatewayId ?? []))];
}

/**
 * Plans which lists of results Sync Status reads: those of jobs that are not well by their recent result.
 *
 * @param mostRead of how many jobs at most, worst first
 */
export function planStatusResults(
	snapshot: Snapshot,
	settings: Settings,
	mostRead = Infinity,
): ResultsPlan[] {
	const { jobs } = check(undefined, snapshot, settings);
	return jobs
		.filter(({ input, newest, holding }) => {
			const isWell = newest?.outcome === 'success' && holding.length === 0;
			return !isWell && input.job.recentResult !== null;
		})
		.sort(compareJobs)
		.slice(0, mostRead)
		.map(({ input }) => ({
			...placeOf(input.connection.id, input.kind, input.job),
			sinceMs: null,
		}));
}
