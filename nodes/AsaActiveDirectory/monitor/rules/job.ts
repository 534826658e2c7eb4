import type { Incident, RememberedRun } from '../state/types';
import { finishDraft, setFacts, startDraft, type Draft, type JobEvaluation } from './draft';
import {
	closeIncident,
	isResolvedBy,
	jobIncidentKey,
	notify,
	rememberEnded,
	remind,
	reportResult,
	reportStopped,
	situationNow,
} from './incident';
import { byStart, deriveFacts, hasEnded, isListKnown } from './runs';
import {
	causesThatHold,
	isReplaced,
	scheduleText,
	worstFirst,
	type JobInput,
	type PollContext,
} from './standing';
import type { ClosedBy, JobCause, JobStanding, MonitorEvent } from './types';
import { earlierMs, hourMs } from './values';

/*
 * A job has at most one incident, with these causes, worst first. A cause stays until the incident ends.
 *
 * cause         holds when                                                                      severity
 * access        active or stopped, not well, and access ends soon; one more update when it ended critical
 * failed        the failure streak reaches the threshold, or there are too many unknown results  error
 * overdue       active, nothing under way, and the next start is late                            error
 * stopped       off at two polls in a row, and no other server job took its place                warning
 * running_long  the oldest run under way is older than the limit                                 warning
 *
 * incident      when                                                      then
 * none          a cause holds                                             pending; suppressed at first sight by choice
 * pending       the event of a cause that holds is chosen                 trigger, notified
 * notified      a run fails, a cause is added, or access has ended        one update a poll
 * notified      Reminder Interval passed without an item                  reminder
 * any           active, and a success that it does not know yet           ends: success
 * any           off, and another server job is active                     ends: replaced
 * any           overdue alone, the schedule was changed, no cause holds   ends: schedule_changed
 * any           stopped, and Reminder Interval passed after access ended  ends: unwatched
 * any           missing from the list at two polls in a row (jobs.ts)     ends: deleted or replaced
 *
 * After "replaced" and "unwatched", a job has no cause until it is active again.
 */

/**
 * Evaluates a job: applies the runs that this poll found in the order of their start, then the causes that hold now.
 */
export function evaluateJob(input: JobInput, context: PollContext): JobEvaluation {
	const draft = startDraft(input, context);
	if (input.known) applyRuns(draft);
	else takeBaseline(draft);
	closeIfOver(draft);
	applyCauses(draft);
	notify(draft);
	remind(draft);
	return finishDraft(draft);
}

/**
 * Closes the incident of a job that no longer exists: as replaced if another server job is active, else as deleted. An
 * active job without a notified incident is reported as stopped, unless its connection was deleted.
 */
export function endJob(
	input: JobInput,
	context: PollContext,
	isConnectionDeleted: boolean,
): MonitorEvent[] {
	const draft = startDraft(input, context);
	const { incident } = draft.state;
	const closedBy = input.replacement ? 'replaced' : 'deleted';
	closeIncident(draft, closedBy, situationNow(draft));
	const isSilent = incident?.status === 'suppressed' || draft.events.length > 0;
	if (!isSilent && !isConnectionDeleted && input.job.isActive && closedBy === 'deleted') {
		reportStopped(draft);
	}
	return draft.events;
}

/** When a job is first seen, its ended runs are history: they are never reported, and only current causes count. */
function takeBaseline(draft: Draft): void {
	for (const run of draft.input.merged.after) run.isReported = isDue(draft, run);
}

/** Applies the runs that are new or changed, and the unknown ones whose wait is over. */
function applyRuns(draft: Draft): void {
	const { input, context, state, facts: allFacts } = draft;
	const { before, changes, after } = input.merged;
	// One that ASA no longer lists has ended too: nothing more will be known of it.
	const isSettled = ({ hash }: RememberedRun) =>
		input.merged.results.has(hash) || isListKnown(input.job);
	const waited = after.filter(
		(run) => run.outcome === 'unknown' && isSettled(run) && isDue(draft, run),
	);
	const runs = waited.length === 0 ? changes : [...new Set([...changes, ...waited])].sort(byStart);
	const due = runs.filter((run) => isDue(draft, run));
	const factsAfter = (count: number) =>
		count === runs.length
			? allFacts
			: deriveFacts(withRuns(before, runs.slice(0, count)), state.forgotten, context.nowMs);
	// Only the end of an incident shows what was before.
	if (state.incident || runs.length > 1) setFacts(draft, factsAfter(0));
	runs.forEach((run, index) => {
		const { standing } = draft;
		setFacts(draft, factsAfter(index + 1));
		if (due.includes(run)) reportResult(draft, run);
		if (!run.isTest) applyRun(draft, run, standing);
	});
	// A run that has ended just now was read at this poll, so it is not part of the former state.
	for (const run of due) run.isReported = true;
}

/** Runs with others added or replaced, sorted by start. */
function withRuns(
	before: readonly RememberedRun[],
	runs: readonly RememberedRun[],
): RememberedRun[] {
	const others = before.filter(({ hash }) => runs.every((run) => run.hash !== hash));
	return [...others, ...runs].sort(byStart);
}

/** Whether New Sync Result has yet to handle a run that has ended. */
function isDue({ facts, context }: Draft, run: RememberedRun): boolean {
	return !run.isReported && hasEnded(run, facts.lastStartMs, context.nowMs);
}

/**
 * Applies one scheduled run to the incident. In a notified incident every failure counts, whatever the threshold is.
 * Unknown results count by what holds after all runs.
 *
 * @param before the standing before this run
 */
function applyRun(draft: Draft, run: RememberedRun, before: JobStanding): void {
	const { input, state, facts, context } = draft;
	if (isReplaced(input, state)) return;
	if (canResolve(draft)) {
		closeBySuccess(draft, before);
		return;
	}
	if (run.outcome === 'success') {
		// It resolves nothing, for example because the job is off. So the failures before it still open an incident.
		if (state.incident?.status === 'pending') notify(draft);
		return;
	}
	const isInStreak = run.startMs > (facts.lastSuccess?.startMs ?? -Infinity);
	const isUpdate = state.incident?.status === 'notified' && run.outcome === 'failed' && isInStreak;
	if (!state.hasBeenActive || !(isUpdate || facts.failures >= context.settings.failureThreshold))
		return;
	draft.holding = worstFirst([...draft.holding, 'failed']);
	addCauses(draft, ['failed']);
	draft.atChange = { ...situationNow(draft, 'failed'), atMs: run.endMs ?? run.startMs };
}

/** Applies the causes that hold after all runs. */
function applyCauses(draft: Draft): void {
	draft.holding = holdingNow(draft);
	draft.atChange = null;
	addCauses(draft, draft.holding);
}

function holdingNow({ input, state, facts, standing, context }: Draft): JobCause[] {
	return causesThatHold(input, state, facts, standing, context);
}

function addCauses(draft: Draft, causes: readonly JobCause[]): void {
	const { state } = draft;
	const added = causes.filter((cause) => !state.incident?.causes.includes(cause));
	if (added.length === 0) return;
	const incident = (state.incident ??= openIncident(draft));
	incident.causes = worstFirst([...incident.causes, ...added]);
	const since = [incident.sinceMs, ...added.map((cause) => sinceMs(draft.standing, cause))];
	incident.sinceMs = since.reduce(earlierMs);
	incident.newestEnded = rememberEnded(draft.facts);
	draft.added.push(...added);
}

function openIncident({ input, facts, context }: Draft): Incident {
	const { connection, kind, job, known, nameRepeats } = input;
	const name = nameRepeats ? job.id : job.name;
	return {
		key: jobIncidentKey(connection.id, kind, name, facts.lastSuccess?.hash ?? null),
		status: known || context.reportsCurrent ? 'pending' : 'suppressed',
		openedMs: context.nowMs,
		lastItemMs: context.nowMs,
		causes: [],
		sinceMs: null,
		accessEnd: null,
		newestEnded: null,
	};
}

/** Since when a cause holds by ASA's times, in milliseconds since 1970 UTC. */
function sinceMs(standing: JobStanding, cause: JobCause): number | null {
	if (cause === 'failed') return standing.failingSinceMs;
	if (cause === 'overdue') return standing.nextDueMs;
	return cause === 'running_long' ? standing.runningSinceMs : null;
}

function canResolve({ state, facts }: Draft): boolean {
	const { incident, isActive, lastOffMs } = state;
	return incident !== null && isActive && isResolvedBy(incident, facts, lastOffMs);
}

/** The item shows the failure streak that the success ended. */
function closeBySuccess(draft: Draft, before: JobStanding): void {
	const situation = situationNow(draft);
	const { failures, isCountAtLeast, failingSinceMs } = before;
	const standing = { ...situation.standing, failures, isCountAtLeast, failingSinceMs };
	const atMs = situation.run?.endMs ?? situation.atMs;
	closeIncident(draft, 'success', { run: situation.run, standing, atMs });
}

function closeIfOver(draft: Draft): void {
	const { input, state } = draft;
	const { incident } = state;
	const close = (closedBy: ClosedBy) => closeIncident(draft, closedBy, situationNow(draft));
	if (isReplaced(input, state)) {
		close('replaced');
		state.hasBeenActive = false;
	} else if (incident && canResolve(draft)) {
		close('success');
	} else if (incident && isRescheduled(draft, incident)) {
		close('schedule_changed');
	} else if (incident && isUnwatched(draft, incident)) {
		close('unwatched');
		state.hasBeenActive = false;
	}
}

/** Whether overdue was the only cause and a change of schedule ended it. */
function isRescheduled(draft: Draft, incident: Incident): boolean {
	const { known, job } = draft.input;
	const isChanged = known !== undefined && known.schedule !== scheduleText(job);
	const wasOnlyOverdue = incident.causes.length === 1 && incident.causes[0] === 'overdue';
	return isChanged && wasOnlyOverdue && job.isActive && holdingNow(draft).length === 0;
}

/**
 * Whether a stopped job is no longer worth an open incident: one reminder interval after access ended, or after the
 * opening if that is later or there is no deadline.
 */
function isUnwatched({ state, standing, context }: Draft, incident: Incident): boolean {
	if (state.offPolls < 2 || !incident.causes.includes('stopped') || context.hasJumped) return false;
	const fromMs = Math.max(incident.openedMs, standing.access?.endsMs ?? 0);
	return context.nowMs - fromMs >= context.settings.reminderHours * hourMs;
}
