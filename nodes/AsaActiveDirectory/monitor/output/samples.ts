import type { JobKind } from '../../asa/model/syncJob';
import type { TaskResult } from '../../asa/model/result';
import { check, type CheckResult } from '../index';
import { readClock } from '../rules/clock';
import { withResult, type JobEvaluation } from '../rules/draft';
import { resultSeverities } from '../rules/incident';
import type { Outcome } from '../rules/outcome';
import { type Run } from '../rules/runs';
import { selectedKinds } from '../rules/selection';
import { accessHours } from '../rules/standing';
import {
	causeTable,
	eventNames,
	type Cause,
	type ConnectionRef,
	type EventName,
	type IncidentAction,
	type IncidentReport,
	type JobRef,
	type JobStanding,
	type MonitorEvent,
	type ProjectServers,
	type ReadFailure,
	type Settings,
} from '../rules/types';
import { fingerprint, hourMs, isoTime, minuteMs } from '../rules/values';
import type { Snapshot } from '../snapshot/types';

/** What the sample of each event shows, and how many hours ago its run started. */
interface Shape {
	cause: Cause | null;
	action: IncidentAction | null;
	outcome: Outcome;
	hoursAgo: number;
}

/** A success 4 hours ago, then an incident, then a success 1 hour ago. */
const shapes: Record<EventName, Shape> = {
	newResult: { cause: null, action: null, outcome: 'success', hoursAgo: 1 },
	syncFailed: { cause: 'failed', action: 'trigger', outcome: 'failed', hoursAgo: 2 },
	syncOverdue: { cause: 'overdue', action: 'trigger', outcome: 'success', hoursAgo: 4 },
	syncRunningLong: { cause: 'running_long', action: 'trigger', outcome: 'running', hoursAgo: 3 },
	syncStopped: { cause: 'stopped', action: 'trigger', outcome: 'success', hoursAgo: 4 },
	connectionUnreadable: { cause: 'unreadable', action: 'trigger', outcome: 'success', hoursAgo: 4 },
	accessAtRisk: { cause: 'access', action: 'trigger', outcome: 'failed', hoursAgo: 2 },
	serversAtRisk: { cause: 'servers', action: 'trigger', outcome: 'success', hoursAgo: 4 },
	syncStillFailing: { cause: 'failed', action: 'update', outcome: 'failed', hoursAgo: 2 },
	syncRecovered: { cause: 'failed', action: 'resolve', outcome: 'success', hoursAgo: 1 },
};

const taskStates: Record<Outcome, string> = {
	success: 'done',
	failed: 'error',
	running: 'running',
	unknown: 'unknown',
};

/** Used if the team has no connection yet. */
const exampleConnection: ConnectionRef = {
	id: 'example-connection',
	name: 'Example connection',
	domain: 'corp.example.com',
	gatewayId: null,
};

/** What samples are about: a real job if there is one. */
interface SamplePlace {
	team: string;
	connection: ConnectionRef;
	job: JobRef;
	/** In milliseconds since 1970 UTC. */
	nowMs: number;
}

/**
 * One event of each chosen kind, for building a workflow: a real one if it applies now, else a sample that is marked as
 * such. A sample that triggers comes with the one that resolves it. No state is read or written.
 */
export function sampleEvents(snapshot: Snapshot, settings: Settings): MonitorEvent[] {
	const events = new Set(eventNames);
	const real = check(undefined, snapshot, { ...settings, events, reportCurrentFailures: true });
	const place = placeOf(snapshot, settings, real.jobs);
	const chosen = eventNames.filter((event) => settings.events.has(event));
	const samples = chosen
		.filter((event) => event !== 'syncRecovered')
		.map((event) => realEvent(event, real, place) ?? makeUp(event, place));
	const hasIncidents = chosen.some((event) => event !== 'newResult');
	return hasIncidents ? withPair(samples, place) : samples;
}

function placeOf(
	{ team, ...times }: Snapshot,
	{ selection }: Settings,
	jobs: readonly JobEvaluation[],
): SamplePlace {
	const { nowMs } = readClock(undefined, times);
	const input = (jobs.find(({ newest }) => newest) ?? jobs[0])?.input;
	const connection = input?.connection ?? exampleConnection;
	const [kind] = selectedKinds(selection);
	const job = input
		? { kind: input.kind, id: input.job.id, name: input.job.name }
		: { kind, id: 'example-job', name: 'Example job' };
	return { team: team.name, connection, job, nowMs };
}

/** An event that applies now: a trigger, or the newest result that has ended. */
function realEvent(
	event: EventName,
	{ events, jobs }: CheckResult,
	place: SamplePlace,
): MonitorEvent | null {
	if (event === 'newResult') return newestResult(jobs, place);
	const { cause, action } = shapes[event];
	if (cause === null || action !== 'trigger') return null;
	const triggers = events.filter(({ incident }) => incident?.causes.includes(cause));
	const trigger = triggers.find((one) => one.event === event) ?? triggers[0];
	return trigger?.incident ? { ...trigger, event, incident: { ...trigger.incident, cause } } : null;
}

function newestResult(jobs: readonly JobEvaluation[], place: SamplePlace): MonitorEvent | null {
	const [evaluation] = jobs
		.filter(({ newest }) => newest && newest.outcome !== 'running')
		.sort((one, other) => (other.newest?.startMs ?? 0) - (one.newest?.startMs ?? 0));
	if (!evaluation?.newest) return null;
	const { input, standing } = evaluation;
	const run = withResult(input, evaluation.newest);
	const job = { kind: input.kind, id: input.job.id, name: input.job.name };
	const severity = resultSeverities[run.outcome];
	const event = makeUp('newResult', { ...place, connection: input.connection, job });
	return { ...event, severity, run, standing, isSample: false };
}

/** A sample of an event. */
function makeUp(
	event: EventName,
	{ team, connection, job, nowMs }: SamplePlace,
	cause = shapes[event].cause,
): MonitorEvent {
	const { action } = shapes[event];
	const isOfConnection = cause === 'unreadable';
	const isOfJob = !isOfConnection && cause !== 'servers';
	const run = isOfJob ? sampleRun(job.kind, shapes[event], nowMs) : null;
	const severity = cause && action !== 'resolve' ? causeTable[cause].severity : 'info';
	return {
		event,
		atMs: nowMs,
		nowMs,
		team,
		connection: isOfJob || isOfConnection ? connection : null,
		job: isOfJob ? job : null,
		severity,
		incident: cause && action && sampleIncident(cause, action, nowMs),
		run,
		standing: run && sampleStanding(cause, job.kind, run, nowMs),
		outage: isOfConnection ? { failures: [sampleFailure], access: null } : null,
		servers: cause === 'servers' ? sampleServers(nowMs) : null,
		gateway: null,
		isSample: true,
	};
}

function sampleServers(nowMs: number): ProjectServers {
	return {
		project: 'example-project',
		count: 4,
		atRiskCount: 2,
		hostnames: ['web-01.corp.example.com', 'web-02.corp.example.com'],
		goneCount: 0,
		endsMs: nowMs + 12 * hourMs,
		jobs: {
			succeeding: [{ name: 'Example job', connectionName: exampleConnection.name }],
			others: [],
		},
	};
}

const sampleFailure: ReadFailure = {
	kind: 'serverSyncJob',
	message: 'Okta returned a server error (503)',
	isTransient: true,
	isNotFound: false,
	remedy: null,
};

/** No live incident has such a key. */
function sampleIncident(cause: Cause, action: IncidentAction, nowMs: number): IncidentReport {
	return {
		key: `asa-sample-${fingerprint(`${cause}\n${nowMs}`)}`,
		action,
		cause,
		causes: [cause],
		...sampleTimes(cause, nowMs),
		isSeverityRaised: false,
		isAlreadyResolved: false,
		closedBy: action === 'resolve' && !['unreadable', 'servers'].includes(cause) ? 'success' : null,
		replacement: null,
	};
}

/** When the incident began (a run failed or started, or the next one was due), and when it was reported. */
function sampleTimes(cause: Cause, nowMs: number): { sinceMs: number; openedMs: number } {
	if (cause === 'running_long') return { sinceMs: nowMs - 3 * hourMs, openedMs: nowMs - hourMs };
	const sinceMs = nowMs - 2 * hourMs + minuteMs;
	return { sinceMs, openedMs: sinceMs + 10 * minuteMs };
}

function sampleStanding(cause: Cause | null, kind: JobKind, run: Run, nowMs: number): JobStanding {
	const isFailing = cause === 'failed' || cause === 'access';
	const sinceMs = cause && sampleTimes(cause, nowMs).sinceMs;
	const hoursSince = cause === 'access' ? accessHours[kind] - 12 : 4;
	const successMs = run.outcome === 'success' ? run.startMs : nowMs - hoursSince * hourMs;
	return {
		isActive: cause !== 'stopped',
		failures: isFailing ? 1 : 0,
		isCountAtLeast: false,
		failingSinceMs: isFailing ? sinceMs : null,
		lastSuccessMs: successMs + minuteMs,
		access: { endsMs: successMs + accessHours[kind] * hourMs, isAtLatest: false },
		nextDueMs: cause === 'overdue' ? sinceMs : nowMs + hourMs,
		isOverdue: cause === 'overdue',
		runningSinceMs: cause === 'running_long' ? sinceMs : null,
		isRunningLong: cause === 'running_long',
		areAllTests: false,
	};
}

function sampleRun(kind: JobKind, { outcome, hoursAgo }: Shape, nowMs: number): Run {
	const startMs = nowMs - hoursAgo * hourMs;
	const endMs = outcome === 'running' ? null : startMs + minuteMs;
	const result = sampleResult(kind, outcome, startMs, endMs ?? startMs);
	return {
		hash: fingerprint(result.id),
		startMs,
		endMs,
		outcome,
		isTest: false,
		isReported: true,
		isVanished: false,
		firstSeenMs: startMs,
		result,
	};
}

function sampleResult(kind: JobKind, outcome: Outcome, startMs: number, endMs: number): TaskResult {
	const hasFailed = outcome === 'failed';
	const shared = {
		id: 'sample-result',
		task_state: taskStates[outcome],
		status: {
			summary: hasFailed ? 'The domain controller could not be reached' : null,
			detailed_summary: hasFailed ? 'LDAP Result Code 200 "Network Error": i/o timeout' : null,
		},
		created_at: isoTime(startMs) ?? '',
		updated_at: isoTime(endMs) ?? '',
	};
	if (kind === 'userSyncJob') {
		const job = { ad_user_sync_task_settings_id: '', ad_user_sync_task_settings_name: '' };
		return { ...shared, ...job, ad_user_sync_test_request_id: null };
	}
	const job = { ad_task_settings_id: '', ad_task_settings_name: '' };
	const rules = outcome === 'running' ? null : taskStates[outcome];
	return { ...shared, ...job, ad_test_request_id: null, rules_summary_status: rules };
}

/** Adds the sample that resolves a sample trigger, and a sample trigger if all triggers are real. */
function withPair(samples: MonitorEvent[], place: SamplePlace): MonitorEvent[] {
	const made = samples.filter(
		({ isSample, incident }) => isSample && incident?.action === 'trigger',
	);
	const trigger = made.find(({ job }) => job) ?? made[0] ?? makeUp('syncFailed', place);
	const resolve = makeUp('syncRecovered', place, trigger.incident?.cause);
	return [...samples, ...(made.length > 0 ? [] : [trigger]), resolve];
}
