import type { IDataObject } from 'n8n-workflow';
import type { Kind } from '../team/truth.cts';
import type { SeenConnection, SeenJob } from '../team/view.cts';
import type { Choose } from './choices.cts';
import { deletedLine, worstFirst, type Cause, type Expected, type Severity } from './expected.cts';
import { closing, isTold, stepJob, type Step } from './job.cts';
import { type Around, type Incident, type JobState } from './jobState.cts';
import type { ConnectionKnowledge, JobKnowledge } from './knowledge.cts';
import { endedRuns, orderOf, refreshRuns, type PollTimes } from './runs.cts';
import { jobPlaceId, type Place, type Settlement } from './settle.cts';
import type { Settings } from './settings.cts';
import { noTrouble, recover, stepTrouble } from './trouble.cts';

export const kinds: Kind[] = ['serverSyncJob', 'userSyncJob'];

export interface PollFacts {
	now: number;
	/** The latest time of a poll so far. */
	latestAt: number;
	settings: Settings;
	dateJumped: Around['dateJumped'];
}

/** A connection at a poll that could read the list of connections. */
export function stepConnection(
	before: ConnectionKnowledge | undefined,
	seen: SeenConnection,
	facts: PollFacts,
	settlement: Settlement,
): ConnectionKnowledge {
	const known = before ?? newConnection(seen);
	const place = connectionPlace(known);
	const hasFailed = kinds.some((kind) => seen.jobs[kind] === null);
	const trouble = settlement.settle(place, known.trouble, (state, choose) => {
		const isRead = seen.isListed || choose('whether an unlisted connection is read') === 0;
		return isRead
			? stepTrouble(state, hasFailed, facts.now, keyPlace(seen.id), facts.settings, choose)
			: { state, expected: [] };
	});
	const jobs = kinds.flatMap((kind) => stepJobs(known, seen, kind, facts, settlement));
	const deletedSuccess = successOfDeleted(known, jobs);
	return { id: seen.id, name: seen.name, trouble, jobs, deletedSuccess };
}

/** A connection that the list lacks and GET doesn't find. */
export function stepDeletedConnection(
	known: ConnectionKnowledge,
	{ settings }: PollFacts,
	settlement: Settlement,
): void {
	for (const { kind, states } of known.jobs) {
		settlement.settle(jobPlace(known, kind, firstState(states)), states, (state, choose) => ({
			state,
			expected: state?.incident ? closingIfTold(state.incident, 'deleted', settings, choose) : [],
		}));
	}
	const isWatched = known.jobs.some(({ states }) => isHealthy(firstState(states)));
	const mayBeForgotten = known.jobs.some(({ states }) => states.includes(null));
	settlement.settle(connectionPlace(known), known.trouble, (state, choose) => {
		const { expected } = recover(state, 'deleted', settings, choose);
		const isForgotten =
			mayBeForgotten && choose('whether what is known of a team outlasts another one') === 0;
		const tells =
			!isForgotten &&
			settings.events.has('syncStopped') &&
			(isWatched || choose('whether a deleted connection without healthy jobs is told') === 1);
		return { state, expected: tells ? [...expected, deletedItem()] : expected };
	});
}

/** Connections while the team can't be read. */
export function stepUnreadConnection(
	known: ConnectionKnowledge,
	{ now, settings }: PollFacts,
	settlement: Settlement,
): ConnectionKnowledge {
	const trouble = settlement.settle(connectionPlace(known), known.trouble, (state, choose) => {
		if (state.incident) {
			const reminds = choose(
				'whether an unreadable connection reminds while the team is unreadable',
			);
			if (reminds === 0) return { state, expected: [] };
			return stepTrouble(state, true, now, keyPlace(known.id), settings, choose);
		}
		if (state.failedPolls === 0) return { state, expected: [] };
		const counts = choose('whether a connection counts on over an unreadable team') === 1;
		return { state: counts ? state : noTrouble, expected: [] };
	});
	return { ...known, trouble };
}

function newConnection({ id, name }: SeenConnection): ConnectionKnowledge {
	return { id, name, jobs: [], trouble: [noTrouble], deletedSuccess: null };
}

function stepJobs(
	known: ConnectionKnowledge,
	seen: SeenConnection,
	kind: Kind,
	facts: PollFacts,
	settlement: Settlement,
): JobKnowledge[] {
	const before = known.jobs.filter((job) => job.kind === kind);
	const list = seen.jobs[kind];
	if (list === null) return before;
	const pairs = paired(before, list);
	const around = (job?: JobKnowledge, id?: string): Around => ({
		...facts,
		connectionId: seen.id,
		hasActiveRival: list.some((other) => other.id !== id && other.isActive),
		rivals: rivalsOf(kind, pairs, job, id, facts),
		deletedSuccess: known.deletedSuccess,
	});
	const stepped = pairs.flatMap(({ job, seenJob }): JobKnowledge[] => {
		if (!seenJob) return stepAbsent(known, job!, kind, around(job), seen.isListed, settlement);
		const states = job?.states ?? [null];
		const place = jobPlace(known, kind, seenJob);
		const after = settlement.settle<JobState | null>(
			place,
			states,
			(state, choose) => stepRead(state, seenJob, around(job, seenJob.id), seen.isListed, choose),
			(state, items) => realigned(state, items),
		);
		return after.some((state) => state !== null) ? [{ kind, states: after }] : [];
	});
	return stepped;
}

function stepRead(
	state: JobState | null,
	seen: SeenJob,
	around: Around,
	isListed: boolean,
	choose: Choose,
): Step | { state: null; expected: Expected[] } {
	const isRead = isListed || choose('whether the jobs of an unlisted connection are read') === 0;
	return isRead ? stepJob(state, seen, around, choose) : { state: state!, expected: [] };
}

interface Pair {
	job?: JobKnowledge;
	seenJob?: SeenJob;
}

/** Known and seen jobs that are the same: by id, else by name. */
function paired(before: readonly JobKnowledge[], list: readonly SeenJob[]): Pair[] {
	const left = new Set(before);
	const take = (fits: (state: JobState) => boolean) => {
		const job = [...left].find(({ states }) => fits(firstState(states)));
		if (job) left.delete(job);
		return job;
	};
	const byId = new Map(list.map((seenJob) => [seenJob, take(({ id }) => id === seenJob.id)]));
	const pairs = list.map((seenJob) => ({
		seenJob,
		job: byId.get(seenJob) ?? take(({ name }) => name === seenJob.name),
	}));
	return [...pairs, ...[...left].map((job) => ({ job }))];
}

/** What the connection's other server jobs say about access. */
function rivalsOf(
	kind: Kind,
	pairs: readonly Pair[],
	job: JobKnowledge | undefined,
	id: string | undefined,
	times: PollTimes,
): Around['rivals'] {
	const rivals: Around['rivals'] = { success: null, oldest: null };
	if (kind !== 'serverSyncJob') return rivals;
	for (const pair of pairs) {
		if ((job && pair.job === job) || (id !== undefined && pair.seenJob?.id === id)) continue;
		const before = pair.job?.states[0] ?? null;
		const { seenJob } = pair;
		const known = seenJob ? refreshRuns(before, seenJob, times, () => 0).known : before;
		if (known?.lastSuccess) {
			rivals.success = Math.max(rivals.success ?? 0, orderOf(known.lastSuccess));
		}
		if (known?.oldestStart) {
			rivals.oldest = Math.min(rivals.oldest ?? Infinity, known.oldestStart);
		}
	}
	return rivals;
}

/** A job that its list lacks: gone once two polls in a row say so. */
function stepAbsent(
	known: ConnectionKnowledge,
	job: JobKnowledge,
	kind: Kind,
	around: Around,
	isListed: boolean,
	settlement: Settlement,
): JobKnowledge[] {
	const place = jobPlace(known, kind, firstState(job.states));
	const isReplaced = kind === 'serverSyncJob' && around.hasActiveRival;
	const left = settlement.settle<JobState | null>(place, job.states, (state, choose) => {
		if (!state) return { state, expected: [] };
		const isRead = isListed || choose('whether the jobs of an unlisted connection are read') === 0;
		if (!isRead) return { state, expected: [] };
		const absentPolls = state.absentPolls + 1;
		if (absentPolls < 2) return { state: { ...state, absentPolls }, expected: [] };
		return { state: null, expected: goneItems(state, isReplaced, around.settings, choose) };
	});
	return left.some((state) => state !== null) ? [{ kind, states: left }] : [];
}

function goneItems(
	state: JobState,
	isReplaced: boolean,
	settings: Settings,
	choose: Choose,
): Expected[] {
	const { incident } = state;
	if (incident) {
		const asReplaced =
			isReplaced && choose('whether a deleted job that another replaces is replaced') === 0;
		return closingIfTold(incident, asReplaced ? 'replaced' : 'deleted', settings, choose);
	}
	if (!settings.events.has('syncStopped') || isReplaced || !isHealthy(state)) return [];
	return [deletedItem()];
}

function deletedItem(): Expected {
	return { line: deletedLine, keyParts: null, facts: {} };
}

function closingIfTold(
	incident: Incident,
	closedBy: string,
	settings: Settings,
	choose: Choose,
): Expected[] {
	return isTold(incident, settings, choose) ? [closing(incident, closedBy)] : [];
}

function isHealthy(state: JobState): boolean {
	return state.isActive && state.hasBeenActive && state.incident === null;
}

/** Start of the last success of server jobs that are gone. */
function successOfDeleted(
	{ jobs: before, deletedSuccess }: ConnectionKnowledge,
	jobs: readonly JobKnowledge[],
): number | null {
	const left = new Set(jobs.map(({ states }) => firstState(states).name));
	const gone = before
		.filter(({ kind }) => kind === 'serverSyncJob')
		.map(({ states }) => firstState(states))
		.filter(({ name }) => !left.has(name));
	const starts = gone.flatMap(({ lastSuccess }) => lastSuccess ?? []).map(orderOf);
	const latest = Math.max(deletedSuccess ?? 0, ...starts);
	return latest > 0 ? latest : null;
}

/** The state of a job as the trigger's items say, after they differed from the rules. */
function realigned(state: JobState | null, items: readonly IDataObject[]): JobState | null {
	const last = items.findLast(({ incident_action: action }) => action !== null);
	if (!state || !last) return state;
	if (last.incident_action === 'resolve') return { ...state, incident: null };
	if (state.incident) return state;
	const newest = endedRuns(state, Infinity).at(-1);
	const incident: Incident = {
		keyParts: `unexpected/${String(last.incident_key)}`,
		isNotified: true,
		openedAt: Date.parse(String(last.incident_opened_at)),
		causes: worstFirst(last.causes as Cause[]),
		severity: last.severity as Severity,
		newestEnded: newest ? { id: newest.id, order: orderOf(newest) } : null,
		isAccessEndTold: false,
		lastItemAt: Date.parse(String(last.incident_opened_at)),
	};
	return { ...state, incident };
}

/** The state by the likeliest reading. */
function firstState(states: JobKnowledge['states']): JobState {
	return states.find((state) => state !== null)!;
}

function keyPlace(connectionId: string): string {
	return `connection/${connectionId}`;
}

function connectionPlace({ id, name }: ConnectionKnowledge): Place {
	return { id, text: name };
}

function jobPlace(
	connection: ConnectionKnowledge,
	kind: Kind,
	{ id, name }: { id: string; name: string },
): Place {
	return {
		id: jobPlaceId(connection.id, kind, id),
		text: `${connection.name} / ${kind} / ${name}`,
	};
}
