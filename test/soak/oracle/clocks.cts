import type { Incident } from './incident.cts';
import type { JobState } from './jobState.cts';
import type { ConnectionKnowledge, Knowledge } from './knowledge.cts';
import type { Outage, PollClocks } from './outage.cts';
import { orderOf, type Run } from './runs.cts';
import { hourMs } from './schedule.cts';

/** What polls know of the two clocks, Date and n8n's. */
export interface Clocks {
	/** Both at the last poll that had a Date; null before one. */
	dated: PollClocks | null;
	/** No time of a poll in the knowledge is later. */
	latestAt: number;
}

/** The clocks at a poll. */
export interface ClockReading extends PollClocks {
	hasDate: boolean;
}

/** What times of earlier polls are by the clocks of this one. */
interface Correction {
	/** By how much Date has jumped. */
	movedMs: number;
	/** No time of a poll is later. */
	presentAt: number;
}

/** A jump changes the difference between the clocks by more. */
const shortestJumpMs = hourMs;

/** By how much a corrected or derived time can differ from the trigger's, because real time passes during a poll. */
export const inexactMs = 5000;

/** The clocks of a poll. Without a Date its time is derived from n8n's clock and their last known offset. */
export function readClocks(
	before: Clocks | null,
	{ nowMs, n8nNowMs }: PollClocks,
	hasDate: boolean,
): ClockReading {
	if (hasDate || !before?.dated) return { nowMs, n8nNowMs, hasDate };
	const derivedMs = n8nNowMs + before.dated.nowMs - before.dated.n8nNowMs;
	return { nowMs: derivedMs - (derivedMs % 1000), n8nNowMs, hasDate };
}

/** Whether a clock has jumped since the last poll that had a Date, and by how much Date has. */
export function compareClocks(before: Clocks | null, { nowMs, n8nNowMs, hasDate }: ClockReading) {
	const none = { hasJumped: false, movedMs: 0 };
	if (!before?.dated || !hasDate) return none;
	const n8nPassedMs = n8nNowMs - before.dated.n8nNowMs;
	const datePassedMs = nowMs - before.dated.nowMs;
	const gainedMs = datePassedMs - n8nPassedMs;
	if (Math.abs(gainedMs) <= shortestJumpMs) return none;
	// A clock that went back is wrong; if neither did, it is the one that says that more time has passed.
	const isN8nWrong = gainedMs > 0 ? n8nPassedMs < 0 : datePassedMs >= 0;
	return { hasJumped: true, movedMs: isN8nWrong ? 0 : gainedMs };
}

/** The later of the poll's time and n8n's clock. */
export function presentOf({ nowMs, n8nNowMs }: PollClocks): number {
	return Math.max(nowMs, n8nNowMs - (n8nNowMs % 1000));
}

/**
 * The knowledge as it stands at the clocks of a poll: times of polls have moved with Date and are not later than the
 * present. A poll without a Date changes only the team's outage.
 */
export function atClocks(knowledge: Knowledge, poll: ClockReading): Knowledge {
	const { clocks } = knowledge;
	const { movedMs } = compareClocks(clocks, poll);
	const presentAt = presentOf(poll);
	const correction: Correction = { movedMs, presentAt };
	const isRight = movedMs === 0 && presentAt >= (clocks?.latestAt ?? 0);
	const { n8nNowMs, nowMs } = poll;
	if (!poll.hasDate) {
		const latestAt = Math.max(presentAt, clocks?.latestAt ?? 0);
		const dated = clocks?.dated ?? null;
		const team = isRight ? knowledge.team : knowledge.team.map(outageAt(correction));
		return { ...knowledge, team, clocks: { dated, latestAt } };
	}
	const corrected = isRight ? knowledge : knowledgeAt(knowledge, correction);
	return { ...corrected, clocks: { dated: { nowMs, n8nNowMs }, latestAt: presentAt } };
}

function knowledgeAt(knowledge: Knowledge, correction: Correction): Knowledge {
	const { connections, team, otherTeams } = knowledge;
	return {
		...knowledge,
		team: team.map(outageAt(correction)),
		connections: mapValues(connections, (connection) => connectionAt(connection, correction)),
		otherTeams: mapValues(otherTeams, (other) => knowledgeAt(other, correction)),
	};
}

function mapValues<Value>(
	map: ReadonlyMap<string, Value>,
	change: (value: Value) => Value,
): Map<string, Value> {
	return new Map([...map].map(([key, value]) => [key, change(value)]));
}

function connectionAt(
	connection: ConnectionKnowledge,
	correction: Correction,
): ConnectionKnowledge {
	return {
		...connection,
		outages: connection.outages.map(outageAt(correction)),
		jobs: connection.jobs.map(({ kind, states }) => ({
			kind,
			states: states.map((state) => state && jobAt(state, correction)),
		})),
	};
}

function jobAt(state: JobState, correction: Correction): JobState {
	const { runs, vanished, lastSuccess, lastOffAt, scheduleFromAt, incident } = state;
	return {
		...state,
		runs: runsAt(runs, correction),
		vanished: vanished && runAt(vanished, correction),
		lastSuccess: lastSuccess && runAt(lastSuccess, correction),
		lastOffAt: timeAt(lastOffAt, correction),
		scheduleFromAt: timeAt(scheduleFromAt, correction),
		incident: incident && incidentAt(incident, correction),
		idle: null,
	};
}

function incidentAt(incident: Incident, correction: Correction): Incident {
	const { openedAt, lastItemAt, accessEndReport, newestEnded, inexactByMs } = incident;
	return {
		...incident,
		openedAt: timeAt(openedAt, correction),
		lastItemAt: lastItemAfter(lastItemAt, correction),
		accessEndReport: accessEndReport && {
			...accessEndReport,
			at: timeAt(accessEndReport.at, correction),
		},
		newestEnded: newestEnded && runAt(newestEnded, correction),
		inexactByMs: inexactByMs + inexactMs,
	};
}

function outageAt(correction: Correction): (outage: Outage) => Outage {
	return (outage) => {
		const { firstFailedAt, lastFailedClocks, incident } = outage;
		return {
			...outage,
			firstFailedAt: timeAt(firstFailedAt, correction),
			lastFailedClocks: lastFailedClocks && {
				...lastFailedClocks,
				nowMs: timeAt(lastFailedClocks.nowMs, correction),
			},
			incident: incident && {
				...incident,
				openedAt: timeAt(incident.openedAt, correction),
				lastItemAt: lastItemAfter(incident.lastItemAt, correction),
				inexactByMs: incident.inexactByMs + inexactMs,
			},
		};
	};
}

/** Runs keep their order: one to which a poll gave its time stays behind those before it. */
function runsAt(runs: readonly Run[], correction: Correction): Run[] {
	let newestAt = 0;
	return runs.map((run) => {
		const corrected = runAt(run, correction, newestAt);
		newestAt = orderOf(corrected);
		return corrected;
	});
}

/**
 * Times that ASA gave stay, even if they are ahead. A start or end that a poll gave is corrected like a poll's time, but
 * only if it is later than the present, for it is compared with times that ASA gave.
 *
 * @param newestAt what orders the newest run before it
 */
function runAt(run: Run, correction: Correction, newestAt = 0): Run {
	const byPoll = (timeMs: number, earliestAt: number) =>
		timeMs > correction.presentAt ? Math.max(timeAt(timeMs, correction), earliestAt) : timeMs;
	const { receivedStartAt, receivedEndAt } = run;
	const startedAt =
		run.startedAt === null || run.startedAt === receivedStartAt
			? run.startedAt
			: byPoll(run.startedAt, newestAt);
	const endedAt =
		run.endedAt === null || run.endedAt === receivedEndAt
			? run.endedAt
			: byPoll(run.endedAt, startedAt ?? newestAt);
	return {
		...run,
		startedAt,
		endedAt,
		firstEndedAt: run.firstEndedAt === run.endedAt ? endedAt : run.firstEndedAt,
		firstSeenAt: timeAt(run.firstSeenAt, correction),
		orderWhenSeenAt: byPoll(run.orderWhenSeenAt, newestAt),
		waitStartedAt: timeAt(run.waitStartedAt, correction),
	};
}

/** The time of a poll: as much time has passed since as before, and it is not in the future. */
function timeAt<Time extends number | null>(
	timeMs: Time,
	{ movedMs, presentAt }: Correction,
): Time | number {
	return timeMs === null ? timeMs : Math.min(timeMs + movedMs, presentAt);
}

/** Time that Date has gained counts for reminders. */
function lastItemAfter(timeMs: number, { movedMs, presentAt }: Correction): number {
	return Math.min(timeMs + Math.min(0, movedMs), presentAt);
}
