import { takeBaseline } from './baseline';
import type { IncidentAction, Row, SyncEvent } from './events';
import { incidentKey, jobAnchor } from './incidentKey';
import { newIncident } from './incidents';
import { report, type JobTurn } from './jobTurn';
import type { Observation, ObservedConnection } from './observation';
import type { Run } from './runs';
import { eventNames, type EventName, type Settings } from './settings';
import type { JobCause } from './state';
import { hourMs, seconds } from './time';

type JobEventName = Exclude<EventName, 'connectionUnreadable'>;

/** How a sample of each event looks, and the run that suits it. */
const shapes: Record<
	JobEventName,
	{ cause?: JobCause; action?: IncidentAction; outcome?: Run['outcome'] }
> = {
	newResult: {},
	syncFailed: { cause: 'failed', action: 'trigger', outcome: 'failed' },
	syncRecovered: { cause: 'failed', action: 'resolve', outcome: 'success' },
	syncOverdue: { cause: 'overdue', action: 'trigger' },
	syncRunningLong: { cause: 'running_long', action: 'trigger', outcome: 'running' },
	syncStillFailing: { cause: 'failed', action: 'update', outcome: 'failed' },
	syncStopped: {},
};

/** A failure that is over began so many seconds before the run that ended it: no job runs more often. */
const shortestFailure = hourMs / 1000;

/**
 * One sample of each chosen event, for building a workflow: what is really so where it is, else made from a real
 * job and its newest run, told as if it had come to what the event is about. No state is needed and none is made.
 * Empty where there is nothing to make one from.
 */
export function sampleEvents(observation: Observation, settings: Settings): SyncEvent[] {
	const { turns, events } = takeBaseline(observation, {
		...settings,
		events: new Set(eventNames),
		reportCurrentFailures: true,
	});
	return eventNames
		.filter((event) => settings.events.has(event))
		.map(
			(event) => events.find((real) => real.event === event) ?? makeUp(event, turns, observation),
		)
		.filter((event) => event !== undefined);
}

function makeUp(
	event: EventName,
	turns: readonly JobTurn[],
	{ connections, now }: Observation,
): SyncEvent | undefined {
	if (event === 'connectionUnreadable') return unreadable(connections[0], seconds(now));
	const { cause, action, outcome } = shapes[event];
	const suits = ({ runs }: JobTurn) => runs.some((run) => run.outcome === outcome);
	const turn = turns.find(suits) ?? turns.find(({ runs }) => runs.length > 0) ?? turns[0];
	if (!turn || (event === 'newResult' && turn.runs.length === 0)) return undefined;
	const real = turn.runs.findLast((one) => one.outcome === outcome) ?? turn.runs.at(-1) ?? null;
	const run = real && outcome ? comeTo(outcome, real) : real;
	const isOfRun = run !== null && cause !== 'overdue';
	const anchor = cause && jobAnchor(turn.key, cause, isOfRun ? run.hash : String(turn.now));
	const incident = anchor ? newIncident(anchor, turn.now) : undefined;
	const row = run && cause === 'failed' ? rowOfOne(run) : undefined;
	report(run ? asOf(run, turn) : turn, event, { run, cause, action, incident, row });
	return turn.events.pop();
}

/** A run as if it had come to that. */
function comeTo(outcome: Run['outcome'], run: Run): Run {
	if (run.outcome === outcome) return run;
	return { ...run, outcome, result: { ...run.result, task_state: outcome } };
}

/** A row of one failure: the run itself, or the one before the run that ended it. */
function rowOfOne({ outcome, updated }: Run): Row {
	return { since: outcome === 'failed' ? updated : updated - shortestFailure, length: 1 };
}

/** The turn with a last success that isn't the run itself where it is told as a failure. */
function asOf(run: Run, turn: JobTurn): JobTurn {
	if (run.outcome !== 'failed') return turn;
	const before = turn.runs.filter(
		({ outcome, created }) => outcome === 'success' && created < run.created,
	);
	return { ...turn, draft: { ...turn.draft, lastSuccess: before.at(-1)?.updated ?? null } };
}

function unreadable(
	connection: ObservedConnection | undefined,
	now: number,
): SyncEvent | undefined {
	if (!connection) return undefined;
	const { id, name, domain } = connection;
	return {
		event: 'connectionUnreadable',
		place: { connection: { id, name, domain }, job: null },
		at: now,
		run: null,
		cause: 'unreadable',
		incidentKey: incidentKey(id, null, `u-${now}`),
		action: 'trigger',
		since: now,
		row: { since: null, length: 0 },
		lastSuccess: null,
		trouble: connection.trouble,
	};
}
