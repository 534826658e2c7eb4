import type { JobKindName } from '../../api/jobKinds';
import type { GatewaySnapshot, ReadError } from '../snapshot/types';
import type { Run } from './runs';

/** What the trigger can report. Saved workflows hold these names. */
export const eventNames = [
	'newResult',
	'syncFailed',
	'syncOverdue',
	'syncRunningLong',
	'syncStopped',
	'connectionUnreadable',
	'accessAtRisk',
	'syncStillFailing',
	'syncRecovered',
] as const;

export type EventName = (typeof eventNames)[number];

/** The events of a trigger whose user has chosen nothing else: all that watch for silence. */
export const defaultEvents: readonly EventName[] = [
	'syncFailed',
	'syncOverdue',
	'syncRunningLong',
	'syncStopped',
	'connectionUnreadable',
	'accessAtRisk',
];

/** Mildest first. */
export const severities = ['info', 'warning', 'error', 'critical'] as const;

export type Severity = (typeof severities)[number];

/** Why a job has an incident, worst first: the order of an item's `causes`. */
export const jobCauses = ['access', 'failed', 'overdue', 'stopped', 'running_long'] as const;

export type JobCause = (typeof jobCauses)[number];

/** `unreadable` is the one cause of a connection's and of the team's incident. */
export type Cause = JobCause | 'unreadable';

/** The event that reports each cause, and how bad it is. */
export const causeTable: Record<Cause, { event: EventName; severity: Severity }> = {
	access: { event: 'accessAtRisk', severity: 'critical' },
	failed: { event: 'syncFailed', severity: 'error' },
	overdue: { event: 'syncOverdue', severity: 'error' },
	stopped: { event: 'syncStopped', severity: 'warning' },
	running_long: { event: 'syncRunningLong', severity: 'warning' },
	unreadable: { event: 'connectionUnreadable', severity: 'error' },
};

export type IncidentAction = 'trigger' | 'update' | 'resolve';

/** How an incident of a job ended. */
export type ClosedBy = 'success' | 'deleted' | 'replaced' | 'schedule_changed' | 'unwatched';

/** One picked object. The id is compared first; once no object has it, the name counts. Either may be empty. */
export interface Choice {
	id: string;
	name: string;
}

/** One picked job: every update gives a job a new id, so its place is part of the choice. */
export interface JobChoice {
	connection: Choice;
	kind: JobKindName;
	job: Choice;
}

/** Which jobs are watched: those that pass all three lists. An empty list leaves nothing out. */
export interface Selection {
	connections: readonly Choice[];
	jobKinds: readonly JobKindName[];
	jobs: readonly JobChoice[];
}

/** What the user set in the trigger, checked by its reader. The numbers are in the units of their names. */
export interface Settings {
	events: ReadonlySet<EventName>;
	selection: Selection;
	/** Failures in a row that are the cause `failed`, at least 1. */
	failureThreshold: number;
	/** Words and phrases that mean failure, in a state, a summary or details. */
	failureWords: readonly string[];
	/** Whole states that mean success. */
	successWords: readonly string[];
	/** Whether New Sync Result reports test runs too. */
	includeTestRuns: boolean;
	overdueGraceMinutes: number;
	runningLongMinutes: number;
	reminderHours: number;
	accessWarningHours: number;
	/** Whether what is wrong when a job is first seen is reported. */
	reportCurrentFailures: boolean;
}

/** The options as they are when nothing is set. */
export const optionDefaults: Omit<Settings, 'events' | 'selection'> = {
	failureThreshold: 1,
	failureWords: [],
	successWords: [],
	includeTestRuns: false,
	overdueGraceMinutes: 30,
	runningLongMinutes: 120,
	reminderHours: 24,
	accessWarningHours: 24,
	reportCurrentFailures: true,
};

/** A connection as events name it. */
export interface ConnectionRef {
	id: string;
	name: string;
	domain: string;
	/** Null where the connection could not be read. */
	gatewayId: string | null;
}

/** A job as events name it. */
export interface JobRef {
	kind: JobKindName;
	id: string;
	name: string;
}

/** When access through a job ends unless it succeeds before, in milliseconds since 1970 UTC. */
export interface AccessDeadline {
	endsMs: number;
	/** Whether no success is known, so that access may have ended before. */
	isAtLatest: boolean;
}

/** How a job stands. Times are milliseconds since 1970 UTC. */
export interface JobStanding {
	isActive: boolean;
	failures: number;
	/** Whether there may be more failures in a row than are known. */
	isCountAtLeast: boolean;
	/** When the first failed run ended; of unknown results that count as a failure, the first. */
	failingSinceMs: number | null;
	/** When the last success ended. */
	lastSuccessMs: number | null;
	access: AccessDeadline | null;
	/** When the next run of an active job is expected. */
	nextDueMs: number | null;
	isOverdue: boolean;
	/** When the oldest run under way started. */
	runningSinceMs: number | null;
	isRunningLong: boolean;
	areAllTests: boolean;
}

/** What an event says of its incident. */
export interface IncidentReport {
	key: string;
	action: IncidentAction;
	/** The worst new cause; of a reminder and of an end, the worst one. */
	cause: Cause;
	/** All causes so far, worst first. */
	causes: readonly Cause[];
	/** When the trigger went out; null where none did. */
	openedMs: number | null;
	/** Since when something was wrong. */
	sinceMs: number;
	isSeverityRaised: boolean;
	isAlreadyResolved: boolean;
	closedBy: ClosedBy | null;
	/** The server sync job that took the place of this one. */
	replacement: Replacement | null;
}

/** Another active server sync job of the connection. */
export interface Replacement {
	name: string;
	hasSucceeded: boolean;
}

/** Something of a connection or of the team that could not be read. */
export type ReadFailure = ReadError & {
	/** The list of that kind's jobs; null for the list of connections. */
	kind: JobKindName | null;
};

/** Something that happened: the data of one item. */
export interface MonitorEvent {
	event: EventName;
	/** Orders the events of a poll, in milliseconds since 1970 UTC. */
	atMs: number;
	/** The poll's time, in milliseconds since 1970 UTC. */
	nowMs: number;
	team: string;
	/** Null for the team's incident. */
	connection: ConnectionRef | null;
	/** Null for a connection's incident. */
	job: JobRef | null;
	severity: Severity;
	/** Null for results, and for what stopped while nothing was wrong. */
	incident: IncidentReport | null;
	/** The run that it is about, or the newest one; null where none is known. */
	run: Run | null;
	standing: JobStanding | null;
	/** For incidents of a connection or the team: what can't be read, and when the first of its jobs loses access. */
	trouble: { failures: readonly ReadFailure[]; access: AccessDeadline | null } | null;
	gateway: GatewaySnapshot | null;
	isSample: boolean;
}

/** What the log should say; those of `once` are said again only after many others. */
export type Notice =
	| { kind: 'damagedState' }
	| { kind: 'otherTeam' | 'unwatched'; keys: readonly string[] }
	| { kind: 'connectionUnreadable'; connection: ConnectionRef; failures: readonly ReadFailure[] }
	| { kind: 'noSchedule' | 'allTests'; jobs: ReadonlyArray<Pick<JobRef, 'name'>> }
	| { kind: 'resultsUnreadable'; jobKind: JobKindName; error: ReadError };
