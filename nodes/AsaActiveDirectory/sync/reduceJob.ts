import type { JobKind } from '../asa/model/syncJob';
import { due } from './due';
import type { Row, SyncEvent } from './events';
import { jobAnchor } from './incidentKey';
import { isReminderDue } from './incidents';
import {
	closeIncident,
	newestRun,
	openIncident,
	report,
	rowOf,
	tellOpenIncidents,
	type JobTurn,
} from './jobTurn';
import type { ObservedJob } from './observation';
import { moveCursor, readRuns, sortOut, type Run } from './runs';
import type { Settings } from './settings';
import { shortName, type JobCause, type JobState, type PendingRun } from './state';
import { hasTestId, testIdsEverywhere } from './testRuns';

/** So many unknown results in a row are reported as a failure: silence is the worst answer. */
const tooManyUnknowns = 3;

/** One job of an observation and what was remembered of it. */
export interface JobStep {
	connection: { id: string; name: string; domain: string };
	kind: JobKind;
	key: string;
	observed: ObservedJob;
	known: JobState | undefined;
	/**
	 * For a job that isn't known: results that ended at this time or later are news, in seconds since 1970 UTC.
	 * Infinity in a baseline.
	 */
	newsSince: number;
	settings: Settings;
	/** The observation's time, in milliseconds since 1970 UTC. */
	now: number;
}

/** The next state of a job, and what happened to it, in order. */
export function reduceJob(step: JobStep): { state: JobState; events: SyncEvent[] } {
	const { observed, known, settings, now } = step;
	const { failureWords } = settings;
	const idsEverywhere = testIdsEverywhere(
		observed.results.map(hasTestId),
		known?.testIdsEverywhere ?? false,
		observed.is_active,
	);
	const reading = { failureWords, testIdsEverywhere: idsEverywhere, now, known };
	const runs = readRuns(observed.results, reading);
	const turn = startTurn(step, runs);
	turn.draft.testIdsEverywhere = idsEverywhere;
	const isNews = (run: Run) => run.updated >= step.newsSince;
	const { ended, pending, lostUnknowns } = sortOut(runs, known, observed, isNews, now);
	turn.draft.pending = pending;
	const wasActive = known?.active ?? false;
	const mayFail = wasActive || observed.is_active;
	if (lostUnknowns > 0) loseUnknowns(turn, lostUnknowns, mayFail);
	for (const { run, quiet } of ended) endRun(turn, run, quiet, mayFail);
	moveStart(turn, known);
	watchClock(turn, observed, Number.isFinite(step.newsSince) || known !== undefined);
	if (wasActive && !observed.is_active) stop(turn);
	return { state: turn.draft, events: turn.events };
}

/** What happens to a job that was there and is missing now. */
export function loseJob(step: Omit<JobStep, 'observed' | 'known' | 'newsSince'>, known: JobState) {
	const turn: JobTurn = {
		...step,
		now: Math.floor(step.now / 1000),
		name: known.name,
		runs: [],
		draft: { ...known, incidents: copyIncidents(known) },
		events: [],
	};
	if (known.active) stop(turn);
	turn.draft.active = false;
	turn.draft.gone = known.gone ?? turn.now;
	return { state: turn.draft, events: turn.events };
}

function copyIncidents({ incidents }: JobState): JobState['incidents'] {
	const copies = Object.entries(incidents).map(([cause, incident]) => [cause, { ...incident }]);
	return Object.fromEntries(copies) as JobState['incidents'];
}

function startTurn(step: JobStep, runs: Run[]): JobTurn {
	const { connection, kind, key, observed, known, settings } = step;
	const now = Math.floor(step.now / 1000);
	const schedule = `${observed.frequency ?? ''}@${observed.start_hour_utc ?? ''}`;
	const draft: JobState = {
		...(known ?? blankJob),
		...moveCursor(runs, known, step.now, observed.history === 'read'),
		name: shortName(observed.name),
		id: observed.id,
		active: observed.is_active,
		schedule,
		clock: readClock(step, schedule, now),
		incidents: known ? copyIncidents(known) : {},
		gone: null,
	};
	return { connection, kind, key, name: observed.name, settings, now, runs, draft, events: [] };
}

const blankJob: Omit<JobState, 'name' | 'id' | 'active' | 'schedule' | 'clock' | 'incidents'> = {
	start: null,
	judged: null,
	cursor: null,
	seen: [],
	pending: [],
	failures: 0,
	unknowns: 0,
	failingSince: null,
	firstFailed: null,
	lastSuccess: null,
	testIdsEverywhere: false,
	gone: null,
};

/** The schedule's clock is restarted by activation, by a change of schedule, and by a new id. */
function readClock({ observed, known, newsSince }: JobStep, schedule: string, now: number): number {
	if (!known) return Number.isFinite(newsSince) ? now : 0;
	const isActivated = observed.is_active && !known.active;
	const isChanged = schedule !== known.schedule || observed.id !== known.id;
	return isActivated || isChanged ? now : known.clock;
}

/** A run has ended: it is a result, and where it is a scheduled one, it says how the job is. */
function endRun(turn: JobTurn, run: Run, quiet: boolean, mayFail: boolean): void {
	const { draft } = turn;
	const isOutdated = draft.judged !== null && run.created < draft.judged;
	const row = rowOf(draft);
	const counts = !run.isTest && !isOutdated;
	if (counts) count(turn, run);
	if (!quiet) reportResult(turn, run);
	if (!counts) return;
	if (run.outcome === 'success') recover(turn, run, row, quiet);
	else if (mayFail) openFailure(turn, run, !quiet);
}

/** A success ends the failure. Where it is part of a baseline, nobody heard of the failure either. */
function recover(turn: JobTurn, run: Run, row: Row, quiet: boolean): void {
	if (quiet && turn.draft.incidents.failed?.told !== 'yes') delete turn.draft.incidents.failed;
	closeIncident(turn, 'failed', 'syncRecovered', { run, row });
}

function reportResult(turn: JobTurn, run: Run): void {
	const { events, includeTestRuns } = turn.settings;
	if (!events.has('newResult') || (run.isTest && !includeTestRuns)) return;
	report(turn, 'newResult', { run });
}

/** Counts a scheduled run that ended into the row of failures, or ends the row. */
function count(turn: JobTurn, run: Run): void {
	const { draft } = turn;
	draft.judged = run.created;
	if (run.outcome === 'success') {
		Object.assign(draft, { failures: 0, unknowns: 0, failingSince: null, firstFailed: null });
		draft.lastSuccess = run.updated;
	} else if (run.outcome === 'unknown') {
		countUnknown(turn, run);
	} else {
		if (draft.failures === 0 && !draft.incidents.failed) startRow(turn, run);
		draft.failures++;
		draft.unknowns = 0;
	}
}

function countUnknown(turn: JobTurn, run: Run): void {
	const { draft } = turn;
	if (draft.firstFailed === null) startRow(turn, run);
	draft.unknowns++;
}

/** Unknown runs that can't be seen any more have ended too, nobody knows how. */
function loseUnknowns(turn: JobTurn, lost: number, mayFail: boolean): void {
	turn.draft.unknowns += lost;
	const run = newestRun(turn);
	if (run && mayFail) openFailure(turn, run, true);
}

function startRow({ draft }: JobTurn, run: Run): void {
	draft.failingSince = run.updated;
	draft.firstFailed = run.hash;
}

function openFailure(turn: JobTurn, run: Run, isNews: boolean): void {
	const { draft, settings, key } = turn;
	const isFailing = draft.failures >= settings.failureThreshold;
	if (draft.incidents.failed || !(isFailing || draft.unknowns >= tooManyUnknowns)) return;
	const anchor = jobAnchor(key, 'failed', draft.firstFailed ?? run.hash);
	openIncident(turn, 'failed', anchor, isNews, run);
}

/** Notices that a scheduled run has started: the job isn't overdue any more. */
function moveStart(turn: JobTurn, known: JobState | undefined): void {
	const { draft } = turn;
	const newest = newestRun(turn);
	if (!newest || (draft.start !== null && newest.created <= draft.start)) return;
	draft.start = newest.created;
	if (known) closeIncident(turn, 'overdue', 'syncRecovered', { run: newest });
}

/** What the clock brings about, whether or not a run has ended. */
function watchClock(turn: JobTurn, observed: ObservedJob, isNews: boolean): void {
	if (turn.draft.active) watchSchedule(turn, observed, isNews);
	watchRunningRun(turn, isNews);
	tellOpenIncidents(turn);
	remind(turn);
}

/** The newest scheduled run, while it hasn't ended. */
function runningRun({ draft }: JobTurn): PendingRun | undefined {
	return draft.pending.find(
		({ isTest, words, created }) => !isTest && words === null && created === draft.start,
	);
}

function watchRunningRun(turn: JobTurn, isNews: boolean): void {
	const { draft, settings, now, key } = turn;
	const running = runningRun(turn);
	const open = draft.incidents.running_long;
	if (open && !(running && open.anchor.endsWith(running.hash))) {
		const run = turn.runs.find(({ hash }) => open.anchor.endsWith(hash)) ?? null;
		closeIncident(turn, 'running_long', 'syncRecovered', { run });
	}
	const isLong = running && now - running.created > settings.runningLongMinutes * 60;
	if (!isLong || !draft.active || draft.incidents.running_long) return;
	const run = turn.runs.find(({ hash }) => hash === running.hash) ?? null;
	openIncident(turn, 'running_long', jobAnchor(key, 'running_long', running.hash), isNews, run);
}

/** A run in progress excuses a missed slot until it counts as running too long. */
function watchSchedule(turn: JobTurn, observed: ObservedJob, isNews: boolean): void {
	const { draft, settings, now, key } = turn;
	const running = runningRun(turn);
	const isExcused = running && now - running.created <= settings.runningLongMinutes * 60;
	if (isExcused || draft.incidents.overdue) return;
	const from = Math.max(draft.clock, draft.start ?? 0);
	if (from === 0) {
		draft.clock = now;
		return;
	}
	const at = due(
		{ ...observed, clock_from: from * 1000 },
		now * 1000,
		settings.overdueGraceMinutes,
	);
	if (!at?.overdue) return;
	const anchor = jobAnchor(key, 'overdue', String(at.slot / 1000));
	openIncident(turn, 'overdue', anchor, isNews, null);
}

/** Reminds of syncs that are still failing or overdue. */
function remind(turn: JobTurn): void {
	const { draft, settings, now } = turn;
	if (!settings.events.has('syncStillFailing')) return;
	for (const cause of ['failed', 'overdue'] as const) {
		const incident = draft.incidents[cause];
		if (!incident || !isReminderDue(incident, now, settings.reminderHours)) continue;
		incident.reminded = now;
		const run = newestRun(turn);
		report(turn, 'syncStillFailing', { run, cause, incident, action: 'update', at: now });
	}
}

/** An active job was deactivated or is gone: nothing more will come, so whatever is open is closed. */
function stop(turn: JobTurn): void {
	const { draft, settings, now } = turn;
	const details = { run: newestRun(turn), at: now };
	const causes = Object.keys(draft.incidents) as JobCause[];
	const told = causes.filter((cause) => closeIncident(turn, cause, 'syncStopped', details));
	if (told.length === 0 && settings.events.has('syncStopped')) report(turn, 'syncStopped', details);
	Object.assign(draft, { failures: 0, unknowns: 0, failingSince: null, firstFailed: null });
}
