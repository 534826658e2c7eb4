import type { IDataObject } from 'n8n-workflow';
import type { Kind } from '../team/teamState.cts';
import type { SeenConnection, SeenJob } from '../team/view.cts';
import type { Choose } from './choices.cts';
import { deletedLine, worstFirst, type Cause, type Expected, type Severity } from './expected.cts';
import { closing, shouldNotifyJobClose, type Incident } from './incident.cts';
import { stepJob, type Step } from './job.cts';
import type { PollContext, JobState } from './jobState.cts';
import { firstState, paired, siblingsOf } from './jobPairs.cts';
import type { ConnectionKnowledge, JobKnowledge } from './knowledge.cts';
import { endedRuns, orderOf, type PollTimes } from './runs.cts';
import { jobSubjectId, type Subject, type PollComparison } from './comparison.cts';
import type { Settings } from './settings.cts';
import { noOutage, recover, stepOutage, type OutageSubject, type PollClocks } from './outage.cts';

export const kinds: Kind[] = ['serverSyncJob', 'userSyncJob'];

export interface PollFacts extends PollTimes, PollClocks {
	hasDate: boolean;
	clockJumped: PollContext['clockJumped'];
	settings: Settings;
}

/** A connection at a poll that could read the list of connections. */
export function stepConnection(
	before: ConnectionKnowledge | undefined,
	seen: SeenConnection,
	facts: PollFacts,
	comparison: PollComparison,
): ConnectionKnowledge {
	const known = before ?? newConnection(seen);
	const subject = connectionSubject(known);
	const hasFailed = kinds.some((kind) => seen.jobs[kind] === null);
	const outages = comparison.chooseReadings(subject, known.outages, (state, choose) => {
		const isRead = seen.isListed || choose('whether an unlisted connection is read') === 0;
		return isRead
			? stepOutage(state, hasFailed, facts, outageSubject(seen.id), facts.settings, choose)
			: { state, expected: [] };
	});
	const jobs = kinds.flatMap((kind) => stepJobs(known, seen, kind, facts, comparison));
	const deletedSuccessAt = successOfDeleted(known, jobs);
	return { id: seen.id, name: seen.name, outages, jobs, deletedSuccessAt };
}

/** A connection that the list lacks and GET doesn't find. */
export function stepDeletedConnection(
	known: ConnectionKnowledge,
	facts: PollFacts,
	comparison: PollComparison,
): void {
	const { settings } = facts;
	for (const { kind, states } of known.jobs) {
		comparison.chooseReadings(
			jobSubject(known, kind, firstState(states)),
			states,
			(state, choose) => ({
				state,
				expected: state?.incident
					? closingIfNotified(state.incident, 'deleted', facts, choose)
					: [],
			}),
		);
	}
	const isWatched = known.jobs.some(({ states }) => isHealthy(firstState(states)));
	const mayBeForgotten = known.jobs.some(({ states }) => states.includes(null));
	comparison.chooseReadings(connectionSubject(known), known.outages, (state, choose) => {
		const { expected } = recover(state, 'deleted', settings, choose);
		const isForgotten =
			mayBeForgotten && choose('whether what is known of a team outlasts another one') === 0;
		const notifies =
			!isForgotten &&
			settings.events.has('syncStopped') &&
			(isWatched || choose('whether a deleted connection without healthy jobs is reported') === 1);
		return { state, expected: notifies ? [...expected, deletedItem()] : expected };
	});
}

/** Connections while the team can't be read. */
export function stepUnreadableConnection(
	known: ConnectionKnowledge,
	facts: PollFacts,
	comparison: PollComparison,
): ConnectionKnowledge {
	const outages = comparison.chooseReadings(
		connectionSubject(known),
		known.outages,
		(state, choose) => {
			if (state.incident) {
				// Without a Date nothing is known of the time since its last item.
				if (!facts.hasDate) return { state, expected: [] };
				const reminds = choose(
					'whether an unreadable connection reminds while the team is unreadable',
				);
				if (reminds === 0) return { state, expected: [] };
				return stepOutage(state, true, facts, outageSubject(known.id), facts.settings, choose);
			}
			if (state.failedPolls === 0) return { state, expected: [] };
			const counts = choose('whether a connection counts on over an unreadable team') === 1;
			return { state: counts ? state : noOutage, expected: [] };
		},
	);
	return { ...known, outages };
}

function newConnection({ id, name }: SeenConnection): ConnectionKnowledge {
	return { id, name, jobs: [], outages: [noOutage], deletedSuccessAt: null };
}

function stepJobs(
	known: ConnectionKnowledge,
	seen: SeenConnection,
	kind: Kind,
	facts: PollFacts,
	comparison: PollComparison,
): JobKnowledge[] {
	const before = known.jobs.filter((job) => job.kind === kind);
	const list = seen.jobs[kind];
	if (list === null) return before;
	const pairs = paired(before, list);
	const context = (job?: JobKnowledge, id?: string): PollContext => ({
		...facts,
		connectionId: seen.id,
		hasActiveSibling: list.some((other) => other.id !== id && other.isActive),
		siblings: siblingsOf(kind, pairs, job, id, facts),
		deletedSuccessAt: known.deletedSuccessAt,
	});
	const stepped = pairs.flatMap(({ job, seenJob }): JobKnowledge[] => {
		if (!seenJob) return stepAbsent(known, job!, kind, context(job), seen.isListed, comparison);
		const states = job?.states ?? [null];
		const subject = jobSubject(known, kind, seenJob);
		const after = comparison.chooseReadings<JobState | null>(
			subject,
			states,
			(state, choose) => stepRead(state, seenJob, context(job, seenJob.id), seen.isListed, choose),
			(state, items) => realigned(state, items),
		);
		return after.some((state) => state !== null) ? [{ kind, states: after }] : [];
	});
	return stepped;
}

function stepRead(
	state: JobState | null,
	seen: SeenJob,
	context: PollContext,
	isListed: boolean,
	choose: Choose,
): Step | { state: null; expected: Expected[] } {
	const isRead = isListed || choose('whether the jobs of an unlisted connection are read') === 0;
	return isRead ? stepJob(state, seen, context, choose) : { state: state!, expected: [] };
}

/** A job that its list lacks: deleted after two consecutive polls without it. */
function stepAbsent(
	known: ConnectionKnowledge,
	job: JobKnowledge,
	kind: Kind,
	context: PollContext,
	isListed: boolean,
	comparison: PollComparison,
): JobKnowledge[] {
	const subject = jobSubject(known, kind, firstState(job.states));
	const isReplaced = kind === 'serverSyncJob' && context.hasActiveSibling;
	const left = comparison.chooseReadings<JobState | null>(subject, job.states, (state, choose) => {
		if (!state) return { state, expected: [] };
		const isRead = isListed || choose('whether the jobs of an unlisted connection are read') === 0;
		if (!isRead) return { state, expected: [] };
		const absentPolls = state.absentPolls + 1;
		if (absentPolls < 2) return { state: { ...state, absentPolls }, expected: [] };
		return { state: null, expected: deletionItems(state, isReplaced, context, choose) };
	});
	return left.some((state) => state !== null) ? [{ kind, states: left }] : [];
}

function deletionItems(
	state: JobState,
	isReplaced: boolean,
	context: PollContext,
	choose: Choose,
): Expected[] {
	const { incident } = state;
	if (incident) {
		const asReplaced =
			isReplaced && choose('whether a deleted job that another replaces is replaced') === 0;
		return closingIfNotified(incident, asReplaced ? 'replaced' : 'deleted', context, choose);
	}
	if (!context.settings.events.has('syncStopped') || isReplaced || !isHealthy(state)) return [];
	return [deletedItem()];
}

function deletedItem(): Expected {
	return { line: deletedLine, keyParts: null, facts: {} };
}

function closingIfNotified(
	incident: Incident,
	closedBy: string,
	{ settings }: Pick<PollContext, 'settings'>,
	choose: Choose,
): Expected[] {
	return shouldNotifyJobClose(incident, settings, choose) ? [closing(incident, closedBy)] : [];
}

function isHealthy(state: JobState): boolean {
	return state.isActive && state.hasBeenActive && state.incident === null;
}

/** Start of the last success of server jobs that are deleted. */
function successOfDeleted(
	{ jobs: before, deletedSuccessAt }: ConnectionKnowledge,
	jobs: readonly JobKnowledge[],
): number | null {
	const left = new Set(jobs.map(({ states }) => firstState(states).name));
	const deleted = before
		.filter(({ kind }) => kind === 'serverSyncJob')
		.map(({ states }) => firstState(states))
		.filter(({ name }) => !left.has(name));
	const starts = deleted.flatMap(({ lastSuccess }) => lastSuccess ?? []).map(orderOf);
	const latest = Math.max(deletedSuccessAt ?? 0, ...starts);
	return latest > 0 ? latest : null;
}

/** The state of a job according to the trigger's items, after they differed from the rules. */
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
		newestEnded: newest ?? null,
		accessEndReport: null,
		lastItemAt: Date.parse(String(last.incident_opened_at)),
		inexactByMs: 0,
	};
	return { ...state, incident };
}

function outageSubject(connectionId: string): OutageSubject {
	return { keyPart: `connection/${connectionId}`, isTeam: false };
}

function connectionSubject({ id, name }: ConnectionKnowledge): Subject {
	return { id, text: name };
}

function jobSubject(
	connection: ConnectionKnowledge,
	kind: Kind,
	{ id, name }: { id: string; name: string },
): Subject {
	return {
		id: jobSubjectId(connection.id, kind, id),
		text: `${connection.name} / ${kind} / ${name}`,
	};
}
