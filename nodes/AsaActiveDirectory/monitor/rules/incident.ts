import type { JobKind } from '../../asa/model/syncJob';
import type { Incident, IncidentStatus, RememberedRun } from '../state/types';
import { withResult, type Draft, type Situation } from './draft';
import type { Outcome } from './outcome';
import { severityOf, worstFirst } from './standing';
import {
	causeTable,
	type Cause,
	type ClosedBy,
	type EventName,
	type IncidentReport,
	type RunFacts,
	type Severity,
} from './types';
import { normalId } from '../../util/text';
import { fingerprint, hourMs, secondMs, teamId, type Team } from './values';

/** Whether the event of any of the causes is chosen. */
export function isAnyChosen(causes: readonly Cause[], events: ReadonlySet<EventName>): boolean {
	return causes.some((cause) => events.has(causeTable[cause].event));
}

/**
 * Whether to emit the end of an incident: always if its trigger was emitted, so that every ticket is closed. If no event
 * of its causes was chosen, only if Sync Recovered is.
 */
export function shouldNotifyClose(status: IncidentStatus, events: ReadonlySet<EventName>): boolean {
	return status === 'notified' || (status === 'pending' && events.has('syncRecovered'));
}

/**
 * Whether it is time for a reminder of a notified incident.
 *
 * @param nowMs milliseconds since 1970 UTC
 */
export function isReminderDue(
	{ status, lastItemMs }: { status: IncidentStatus; lastItemMs: number },
	nowMs: number,
	reminderHours: number,
): boolean {
	return status === 'notified' && nowMs - lastItemMs >= reminderHours * hourMs;
}

/** The newest ended run, which an incident remembers at its opening and at each update. */
export function rememberEnded({ newestEnded }: RunFacts): Incident['newestEnded'] {
	if (!newestEnded) return null;
	const { hash, startMs, outcome } = newestEnded;
	return { hash, startMs, wasSuccess: outcome === 'success' };
}

/**
 * Whether the runs of an active job resolve its incident. Only a success does, and only if the incident does not know
 * it yet: a newer run, or the known run whose outcome changed to success. If the job was stopped, the run must also
 * have ended after the last poll at which it was off.
 *
 * @param lastOffMs the last poll at which the job was off, in milliseconds since 1970 UTC
 */
export function isResolvedBy(
	{ newestEnded: known, causes }: Incident,
	{ newestEnded }: RunFacts,
	lastOffMs: number | null,
): boolean {
	if (newestEnded?.outcome !== 'success') return false;
	const isNewer = known === null || newestEnded.startMs > known.startMs;
	const hasNewOutcome = known?.hash === newestEnded.hash && !known.wasSuccess;
	if (!isNewer && !hasNewOutcome) return false;
	if (!causes.includes('stopped') || lastOffMs === null) return true;
	return (newestEnded.endMs ?? newestEnded.startMs) > lastOffMs;
}

const kindPieces: Record<JobKind, string> = { serverSyncJob: 'server', userSyncJob: 'user' };

/**
 * The key of a job's incident: the same for every cause, in every trigger node, and after lost state, because all its
 * parts can be read from ASA. It is stored at the opening and never revised.
 *
 * @param job the name of the job, or its ID if the name repeats
 * @param lastSuccess fingerprint of the last successful scheduled run before the incident; null if unknown
 * @returns at most 64 characters of A-Z, a-z, 0-9 and hyphen
 */
export function jobIncidentKey(
	connectionId: string,
	kind: JobKind,
	job: string,
	lastSuccess: string | null,
): string {
	const pieces = [fingerprint(normalId(connectionId)), fingerprint(normalId(job))];
	return keyOf(kindPieces[kind], ...pieces, lastSuccess ?? 'none');
}

/** The key of a connection's incident. The time is in milliseconds since 1970 UTC. */
export function connectionIncidentKey(connectionId: string, firstFailedMs: number): string {
	return keyOf('connection', fingerprint(normalId(connectionId)), secondsOf(firstFailedMs));
}

/** The key of the team's incident. The time is in milliseconds since 1970 UTC. */
export function teamIncidentKey(team: Team, firstFailedMs: number): string {
	return keyOf('team', fingerprint(teamId(team)), secondsOf(firstFailedMs));
}

/** Whether a key is that of an incident of the team. */
export function isKeyOfTeam(key: string, team: Team): boolean {
	return key.startsWith(keyOf('team', fingerprint(teamId(team)), ''));
}

/** The key of the incident of a project's servers. The time is in milliseconds since 1970 UTC. */
export function projectIncidentKey(team: Team, project: string, openedMs: number): string {
	const pieces = [fingerprint(teamId(team)), fingerprint(project), secondsOf(openedMs)];
	return keyOf('servers', ...pieces);
}

/** Fingerprints may hold hyphens and underscores; in a key, hyphens only separate the pieces. */
function keyOf(...pieces: string[]): string {
	return ['asa', ...pieces.map((piece) => piece.replaceAll(/[-_]/g, 'x'))].join('-');
}

const secondsOf = (timeMs: number) => String(Math.floor(timeMs / secondMs));

/**
 * Emits what is new about an incident: a trigger once the event of a cause that holds is chosen; after that, an update
 * if causes were added or access has ended.
 *
 * @param isAlreadyResolved whether the end of the incident follows at this poll
 */
export function notify(draft: Draft, isAlreadyResolved = false): void {
	const { incident } = draft.state;
	if (!incident || incident.status === 'suppressed') return;
	if (incident.status === 'pending') trigger(draft, incident, isAlreadyResolved);
	else update(draft, incident);
	draft.added = [];
}

function trigger(draft: Draft, incident: Incident, isAlreadyResolved: boolean): void {
	const { holding, context } = draft;
	if (!isAnyChosen(holding, context.settings.events)) return;
	incident.status = 'notified';
	incident.openedMs = context.nowMs;
	const cause = worstFirst(holding)[0];
	emitIncident(draft, { cause, action: 'trigger', isAlreadyResolved });
	rememberAccessEnd(draft, incident);
}

function update(draft: Draft, incident: Incident): void {
	markEarlyAccessEnd(draft, incident);
	const isAccessEnd = hasAccessEnded(draft) && !isAccessEndReported(draft, incident);
	const news = worstFirst(isAccessEnd ? [...draft.added, 'access'] : draft.added);
	if (news.length === 0) return;
	const before = incident.causes.filter((cause) => !draft.added.includes(cause));
	const isSeverityRaised = severityOf(incident.causes) !== severityOf(before);
	emitIncident(draft, { cause: news[0], action: 'update', isSeverityRaised });
	rememberAccessEnd(draft, incident);
}

function rememberAccessEnd(draft: Draft, incident: Incident): void {
	if (!hasAccessEnded(draft) || isAccessEndReported(draft, incident)) return;
	incident.accessEnd = { reportedMs: draft.context.nowMs, wasEarly: false };
}

/** Remembers that the end of access is still to come although it was reported. */
function markEarlyAccessEnd({ standing: { access }, context }: Draft, incident: Incident): void {
	if (!incident.accessEnd || !access || context.nowMs >= access.endsMs) return;
	incident.accessEnd = { ...incident.accessEnd, wasEarly: true };
}

/** Whether an item has reported the end of access. One that turned out to be too early does not count. */
function isAccessEndReported({ standing: { access } }: Draft, { accessEnd }: Incident): boolean {
	if (accessEnd === null) return false;
	return !accessEnd.wasEarly || (access !== null && accessEnd.reportedMs >= access.endsMs);
}

function hasAccessEnded({ holding, standing: { access }, context }: Draft): boolean {
	return holding.includes('access') && access !== null && context.nowMs >= access.endsMs;
}

/** Emits a reminder of a notified incident, unless this poll has already emitted an item of it. */
export function remind(draft: Draft): void {
	const { state, hasNotified, context } = draft;
	const { settings, nowMs, hasJumped } = context;
	const isChosen = settings.events.has('syncStillFailing');
	if (!state.incident || hasNotified || hasJumped || !isChosen) return;
	if (!isReminderDue(state.incident, nowMs, settings.reminderHours)) return;
	const [cause] = state.incident.causes;
	draft.atChange = null;
	emitIncident(draft, { cause, action: 'update', event: 'syncStillFailing' });
}

/**
 * Closes an incident, and emits its end unless the user must not hear of it.
 *
 * @param situation what the item shows
 */
export function closeIncident(draft: Draft, closedBy: ClosedBy, situation: Situation): void {
	const { state, context } = draft;
	const { incident } = state;
	if (!incident) return;
	const wasNotified = incident.status === 'notified';
	notify(draft, true);
	const isAlreadyResolved = !wasNotified && incident.status === 'notified';
	if (shouldNotifyClose(incident.status, context.settings.events)) {
		draft.atChange = situation;
		const [cause] = incident.causes;
		const event = 'syncRecovered';
		emitIncident(draft, { cause, action: 'resolve', event, closedBy, isAlreadyResolved });
	}
	Object.assign(draft, { added: [], holding: [], atChange: null, hasNotified: false });
	state.incident = null;
}

type Emission = Pick<IncidentReport, 'action'> &
	Partial<IncidentReport> & { cause: Cause; event?: EventName };

function emitIncident(draft: Draft, emission: Emission): void {
	const { incident } = draft.state;
	if (!incident) return;
	const { event = causeTable[emission.cause].event, ...report } = emission;
	draft.hasNotified = true;
	incident.lastItemMs = draft.context.nowMs;
	emit(draft, event, draft.atChange ?? situationNow(draft, emission.cause), {
		key: incident.key,
		causes: incident.causes,
		openedMs: incident.status === 'notified' ? incident.openedMs : null,
		sinceMs: Math.min(incident.sinceMs ?? Infinity, incident.openedMs),
		isSeverityRaised: false,
		isAlreadyResolved: false,
		closedBy: null,
		replacement: emission.closedBy === 'replaced' ? draft.input.replacement : null,
		...report,
	});
}

/** Emits a result that has ended, if New Sync Result is chosen. */
export function reportResult(draft: Draft, run: RememberedRun): void {
	const { events, includeTestRuns } = draft.context.settings;
	if (!events.has('newResult') || (run.isTest && !includeTestRuns)) return;
	const shown = withResult(draft.input, run);
	const atMs = run.endMs ?? run.startMs;
	emit(draft, 'newResult', { run: shown, standing: draft.standing, atMs }, null);
}

/** Reports the deletion of a job without a notified incident. The item has no key, because nothing will resolve it. */
export function reportStopped(draft: Draft): void {
	if (!draft.context.settings.events.has('syncStopped')) return;
	emit(draft, 'syncStopped', situationNow(draft), null, 'warning');
}

/** The job by the runs applied so far, with the run that best shows the cause; by default the newest ended run. */
export function situationNow(draft: Draft, cause: Cause | null = null): Situation {
	const run = runOf(draft, cause);
	return {
		run: run && withResult(draft.input, run),
		standing: draft.standing,
		atMs: draft.context.nowMs,
	};
}

function runOf({ facts }: Draft, cause: Cause | null): RememberedRun | null {
	const { oldestUnderWay, newestEnded, newest, failures } = facts;
	if (cause === 'running_long' && oldestUnderWay) return oldestUnderWay;
	// The newest unknown result counts before its wait is over.
	if (cause === 'failed' && failures === 0 && newest?.outcome === 'unknown') return newest;
	return newestEnded ?? newest;
}

/** The severity of a result by its outcome. */
export const resultSeverities: Record<Outcome, Severity> = {
	success: 'info',
	running: 'info',
	failed: 'error',
	unknown: 'warning',
};

function emit(
	{ input, context, events }: Draft,
	event: EventName,
	{ run, standing, atMs }: Situation,
	incident: IncidentReport | null,
	severity: Severity = resultSeverities[run?.outcome ?? 'success'],
): void {
	const { kind, job, connection } = input;
	const isOver = incident?.action === 'resolve';
	events.push({
		event,
		// Keeps the events of one job in order.
		atMs: Math.max(atMs, events[events.length - 1]?.atMs ?? 0),
		nowMs: context.nowMs,
		team: context.team,
		connection,
		job: { kind, id: job.id, name: job.name },
		severity: incident ? (isOver ? 'info' : severityOf(incident.causes)) : severity,
		incident,
		run,
		standing,
		outage: null,
		servers: null,
		gateway: null,
		isSample: false,
	});
}
