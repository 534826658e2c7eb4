import type { JobKind } from '../../asa/model/syncJob';
import type { GatewaySnapshot, ReadError } from '../snapshot/types';
import type { RememberedRun, SuccessfulRun } from '../state/types';
import type { Run } from './runs';

/** The events of the trigger. Saved workflows hold these names. */
export const eventNames = [
	'newResult',
	'syncFailed',
	'syncOverdue',
	'syncRunningLong',
	'syncStopped',
	'connectionUnreadable',
	'accessAtRisk',
	'serversAtRisk',
	'syncStillFailing',
	'syncRecovered',
] as const;

export type EventName = (typeof eventNames)[number];

/** The events chosen by default. */
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

/** The causes of a job's incident, worst first. */
export const jobCauses = ['access', 'failed', 'overdue', 'stopped', 'running_long'] as const;

export type JobCause = (typeof jobCauses)[number];

/**
 * `unreadable` is the only cause of an incident of a connection or the team, `servers` of one of a project.
 */
export type Cause = JobCause | 'unreadable' | 'servers';

/** The event and the severity of each cause. */
export const causeTable: Record<Cause, { event: EventName; severity: Severity }> = {
	access: { event: 'accessAtRisk', severity: 'critical' },
	failed: { event: 'syncFailed', severity: 'error' },
	overdue: { event: 'syncOverdue', severity: 'error' },
	stopped: { event: 'syncStopped', severity: 'warning' },
	running_long: { event: 'syncRunningLong', severity: 'warning' },
	unreadable: { event: 'connectionUnreadable', severity: 'error' },
	servers: { event: 'serversAtRisk', severity: 'critical' },
};

export type IncidentAction = 'trigger' | 'update' | 'resolve';

/** How an incident of a job ended. */
export type ClosedBy = 'success' | 'deleted' | 'replaced' | 'schedule_changed' | 'unwatched';

/** A chosen object. It is found by ID, or by name if no object has the ID. Either may be empty. */
export interface Choice {
	id: string;
	name: string;
}

/** A chosen job. */
export interface JobChoice {
	connection: Choice;
	kind: JobKind;
	job: Choice;
}

/** Which jobs are watched: those that match all three lists. An empty list matches everything. */
export interface Selection {
	connections: readonly Choice[];
	jobKinds: readonly JobKind[];
	jobs: readonly JobChoice[];
}

/** The settings of the trigger, already validated. Numbers are in the units of their names. */
export interface Settings {
	events: ReadonlySet<EventName>;
	selection: Selection;
	/** How many failures in a row open an incident; at least 1. */
	failureThreshold: number;
	/** Words and phrases that mean failure in a state, a summary or details. */
	failureWords: readonly string[];
	/** States that mean success. */
	successWords: readonly string[];
	/** Whether New Sync Result reports test runs too. */
	includeTestRuns: boolean;
	overdueGraceMinutes: number;
	runningLongMinutes: number;
	reminderHours: number;
	accessWarningHours: number;
	/** The share of a project's AD servers that opens an incident, if no sync has seen them for too long. */
	serversAtRiskPercent: number;
	/** Whether to report what is wrong when a job is first seen. */
	reportCurrentFailures: boolean;
}

/** The default options. */
export const optionDefaults: Omit<Settings, 'events' | 'selection'> = {
	failureThreshold: 1,
	failureWords: [],
	successWords: [],
	includeTestRuns: false,
	overdueGraceMinutes: 30,
	runningLongMinutes: 120,
	reminderHours: 24,
	accessWarningHours: 24,
	serversAtRiskPercent: 20,
	reportCurrentFailures: true,
};

/** A connection as events name it. */
export interface ConnectionRef {
	id: string;
	name: string;
	domain: string;
	/** Null if unknown. */
	gatewayId: string | null;
}

/** A job as events name it. */
export interface JobRef {
	kind: JobKind;
	id: string;
	name: string;
}

/** When access through a job ends unless a sync succeeds before. Milliseconds since 1970 UTC. */
export interface AccessDeadline {
	endsMs: number;
	/** Whether no success is known, so that access may end earlier. */
	isAtLatest: boolean;
}

/** The status of a job at one moment. Times are milliseconds since 1970 UTC. */
export interface JobStanding {
	isActive: boolean;
	failures: number;
	/** Whether there may be more failures in a row than known. */
	isCountAtLeast: boolean;
	/** End of the first failed run, or of the first unknown result if unknown results count as a failure. */
	failingSinceMs: number | null;
	/** End of the last success. */
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

/** What an event reports about its incident. */
export interface IncidentReport {
	key: string;
	action: IncidentAction;
	/** The worst new cause; in a reminder or at the end, the worst of all causes. */
	cause: Cause;
	/** All causes so far, worst first. */
	causes: readonly Cause[];
	/** When the trigger was emitted; null if it was not. */
	openedMs: number | null;
	/** Start of the problem. */
	sinceMs: number;
	isSeverityRaised: boolean;
	isAlreadyResolved: boolean;
	closedBy: ClosedBy | null;
	/** The server sync job that replaced this one. */
	replacement: Replacement | null;
}

/** Another active server sync job of the connection. */
export interface Replacement {
	name: string;
	hasSucceeded: boolean;
}

/** Something of a connection or of the team that could not be read. */
export type ReadFailure = ReadError & {
	/** The kind of the list of jobs; null for the list of connections. */
	kind: JobKind | null;
};

/** An event: the data of one item. */
export interface MonitorEvent {
	event: EventName;
	/** Sorts the events of a poll. Milliseconds since 1970 UTC. */
	atMs: number;
	/** The time of the poll in milliseconds since 1970 UTC. */
	nowMs: number;
	team: string;
	/** Null for the team's incident. */
	connection: ConnectionRef | null;
	/** Null for a connection's incident. */
	job: JobRef | null;
	severity: Severity;
	/** Null for results and for deletions without an incident. */
	incident: IncidentReport | null;
	/** The run that the event is about, or the newest one; null if none is known. */
	run: Run | null;
	standing: JobStanding | null;
	/** Set for incidents of a connection or the team: what cannot be read, and the earliest access deadline of its jobs. */
	outage: { failures: readonly ReadFailure[]; access: AccessDeadline | null } | null;
	/** Set for incidents of a project. */
	servers: ProjectServers | null;
	gateway: GatewaySnapshot | null;
	isSample: boolean;
}

/** The servers of a project, as an event reports them. */
export interface ProjectServers {
	project: string;
	count: number;
	atRiskCount: number;
	/** Host names of those that lose access first, at most ten. */
	hostnames: string[];
	/** At the end of an incident: how many servers are no longer listed. */
	goneCount: number;
	/** When the first of them loses access, in milliseconds since 1970 UTC; null if none is at risk. */
	endsMs: number | null;
	/** The active server sync jobs with rules for this project, by whether they succeed. */
	jobs: { succeeding: NamedJob[]; others: NamedJob[] };
}

/** A job as a text names it. */
export interface NamedJob {
	name: string;
	connectionName: string;
}

/** A line of the log, as data. */
export type Notice =
	| { kind: 'damagedState' }
	| { kind: 'otherTeam' | 'unwatched'; keys: readonly string[] }
	| { kind: 'connectionUnreadable'; connection: ConnectionRef; failures: readonly ReadFailure[] }
	| { kind: 'noSchedule' | 'allTests'; jobs: ReadonlyArray<Pick<JobRef, 'name'>> }
	| { kind: 'serversDoubtful' | 'serversInvisible' }
	| { kind: 'resultsUnreadable'; jobKind: JobKind; error: ReadError };

/** Facts about the scheduled runs of a job. Times are milliseconds since 1970 UTC. */
export interface RunFacts {
	/** The newest scheduled run, whatever its outcome. */
	newest: RememberedRun | null;
	newestEnded: RememberedRun | null;
	/** Running, and started after the newest run that has ended; older ones are orphans. */
	oldestUnderWay: RememberedRun | null;
	lastStartMs: number | null;
	lastEndMs: number | null;
	/** Failed runs in a row, and the end of the first. */
	failures: number;
	failingSinceMs: number | null;
	/** Unknown results in a row, including a waiting one; when the first was first seen, and its end. */
	unknowns: number;
	unknownSeenMs: number | null;
	unknownSinceMs: number | null;
	lastSuccess: SuccessfulRun | null;
	/** Whether there are at least three runs and all are tests. */
	areAllTests: boolean;
}
