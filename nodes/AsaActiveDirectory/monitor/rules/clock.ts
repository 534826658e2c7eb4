import type {
	ConnectionState,
	ForgottenRuns,
	Incident,
	JobState,
	Outage,
	RememberedRun,
	State,
} from '../state/types';
import { byStart } from './runs';
import { hourMs, minuteMs, secondMs, wholeSecondMs } from './values';

/** If the offset between the two clocks changes by more than this, one of them has jumped. */
const largestDriftMs = hourMs;

/** Polls overlap by less than this. A larger step back means that a clock was corrected. */
const longestOverlapMs = 15 * minuteMs;

/** The two clocks of a poll, in milliseconds since 1970 UTC. */
interface Clocks {
	/** The API's time; null if unknown. */
	atMs: number | null;
	/** n8n's time. */
	hostMs: number;
}

/** The time of a poll. Times are milliseconds since 1970 UTC, cut to whole seconds. */
export interface PollClock extends Pick<State, 'dated'> {
	nowMs: number;
	/** The later of the API's time and n8n's; times beyond it are in the future. */
	presentMs: number;
	/**
	 * Whether a clock has jumped since the last poll that knew the API's time. If so, the passing of time alone opens nothing
	 * and sends no reminder.
	 */
	hasJumped: boolean;
}

/**
 * The time of a poll is the API's time. A poll that doesn't know it derives it from n8n's clock and the last known offset,
 * and doesn't compare the clocks.
 *
 * @param known undefined for the first poll
 */
export function readClock(
	known: Pick<State, 'dated'> | undefined,
	{ atMs, hostMs }: Clocks,
): PollClock {
	const before = known?.dated ?? null;
	const nowMs = wholeSecondMs(atMs ?? hostMs + (before ? before.atMs - before.hostMs : 0));
	const presentMs = Math.max(nowMs, wholeSecondMs(hostMs));
	const dated = atMs === null ? before : { atMs: nowMs, hostMs: Math.floor(hostMs) };
	return { nowMs, presentMs, hasJumped: isJump(before, dated), dated };
}

/** Whether the API's clock has jumped against n8n's between two polls that knew its time. */
export function isJump(before: State['dated'], after: State['dated']): boolean {
	if (!before || !after) return false;
	return Math.abs(offsetMs(after) - offsetMs(before)) > largestDriftMs;
}

/** The API's time minus n8n's time, in milliseconds, cut to whole seconds; 0 if it is unknown. */
function offsetMs(dated: State['dated']): number {
	return dated ? wholeSecondMs(dated.atMs - dated.hostMs) : 0;
}

/**
 * The latest reading of a clock in a state, in milliseconds since 1970 UTC. No time of a poll in it is later, but the
 * beginning of an outage may be.
 */
export function latestReadingMs({
	atMs,
	hostMs,
	dated,
}: Pick<State, 'atMs' | 'hostMs' | 'dated'>): number {
	return wholeSecondMs(Math.max(atMs, hostMs, dated?.atMs ?? 0, dated?.hostMs ?? 0));
}

/**
 * Whether this poll or a newer one is stored already. Both clocks must agree, because either may be corrected; but a Date
 * that has jumped between two polls that overlap says nothing.
 */
export function isOutdated(
	state: Pick<State, 'atMs' | 'hostMs' | 'dated'>,
	clocks: Clocks,
): boolean {
	const lagMs = state.hostMs - clocks.hostMs;
	const { nowMs, hasJumped } = readClock(state, clocks);
	return (hasJumped || nowMs <= state.atMs) && lagMs >= 0 && lagMs <= longestOverlapMs;
}

/**
 * The state with its times corrected to the clocks of a poll. If the API's clock has jumped, the times of polls move with
 * it, so that as much time has passed since as before; those of repeated actions move only back. A time that is then later
 * than the present was written while a clock was ahead, and becomes the present. Times that ASA gave to remembered runs stay;
 * those of forgotten runs are only capped. A poll that doesn't know the API's time corrects only the outage of the team,
 * because n8n's clock alone does not show which clock is wrong.
 * Source: docs/decisions.md, "Clocks".
 */
export function stateAt(before: State, clocks: Clocks): State {
	const { presentMs, dated } = readClock(before, clocks);
	const jumpMs = apiJumpMs(before.dated, dated);
	if (jumpMs === 0 && presentMs >= latestReadingMs(before)) return before;
	const correction = new Correction(jumpMs, presentMs);
	const hasNoDate = clocks.atMs === null && dated !== null;
	if (hasNoDate) return { ...before, outage: correction.outage(before.outage) };
	return { ...before, ...correction.state(before) };
}

/**
 * By how many milliseconds the API's clock has jumped between two polls that knew its time; 0 if it has not, or if n8n's
 * did. The clock that fell behind the other one has jumped if it went back; otherwise the other one has. Before the first
 * Date n8n's clock gave all times.
 */
function apiJumpMs(before: State['dated'], after: State['dated']): number {
	const jumpMs = offsetMs(after) - offsetMs(before);
	if (!before || !after) return jumpMs;
	if (!isJump(before, after)) return 0;
	const hasGained = jumpMs > 0;
	const hasHostJumped = hasGained ? after.hostMs < before.hostMs : after.atMs >= before.atMs;
	return hasHostJumped ? 0 : jumpMs;
}

/** Corrects the times of polls in a state. */
class Correction {
	constructor(
		private readonly jumpMs: number,
		private readonly presentMs: number,
	) {}

	state({ missingChoices, outage, servers, connections }: State): Partial<State> {
		return {
			missingChoices: mapValues(missingChoices, (one) => ({
				...one,
				reportedMs: one.reportedMs && this.lastTime(one.reportedMs),
			})),
			outage: this.outage(outage),
			servers: servers && {
				...servers,
				readMs: this.lastTime(servers.readMs),
				projects: mapValues(servers.projects, (one) => this.incident(one)),
			},
			connections: mapValues(connections, (one) => this.connection(one)),
		};
	}

	/** The first failed poll may be ahead: how long an outage lasts is counted by both clocks (outage.ts). */
	outage(outage: Outage | null): Outage | null {
		if (!outage) return null;
		const { firstMs, incident } = outage;
		return {
			...outage,
			firstMs: Math.max(0, firstMs + this.jumpMs),
			incident: incident && this.incident(incident),
		};
	}

	private connection(connection: ConnectionState): ConnectionState {
		const { outage, formerSuccessMs, jobs } = connection;
		const job = (one: JobState) => this.job(one);
		return {
			...connection,
			outage: this.outage(outage),
			formerSuccessMs: formerSuccessMs && this.capped(formerSuccessMs),
			jobs: {
				serverSyncJob: jobs.serverSyncJob.map(job),
				userSyncJob: jobs.userSyncJob.map(job),
			},
		};
	}

	private job(job: JobState): JobState {
		const { lastOffMs, scheduleFromMs, forgotten, incident } = job;
		const runs = this.runs(job);
		return {
			...job,
			lastOffMs: this.movedOrNull(lastOffMs),
			scheduleFromMs: this.movedOrNull(scheduleFromMs),
			runs,
			forgotten: forgotten && this.forgotten(forgotten, runs),
			incident: incident && this.jobIncident(incident, runs),
		};
	}

	private runs({ runs, pollTimeHashes }: JobState): RememberedRun[] {
		let limitMs = this.presentMs;
		const corrected = runs.toReversed().map((run) => {
			const one = this.run(run, pollTimeHashes.includes(run.hash), limitMs);
			if (one.startMs !== run.startMs) limitMs = one.startMs - secondMs;
			return one;
		});
		return corrected.reverse().sort(byStart);
	}

	/**
	 * Moves the start and the end of a run to which a poll gave one of them, if they are later than the present.
	 *
	 * @param limitMs the latest start that it may have: runs that were ahead keep their order
	 */
	private run(run: RememberedRun, hasPollTime: boolean, limitMs: number): RememberedRun {
		const isAhead = (timeMs: number) => hasPollTime && timeMs > this.presentMs;
		const { startMs: formerMs, endMs: formerEndMs } = run;
		const startMs = isAhead(formerMs) ? Math.min(this.moved(formerMs), limitMs) : formerMs;
		const endMs =
			formerEndMs && isAhead(formerEndMs)
				? Math.max(startMs, this.moved(formerEndMs))
				: formerEndMs;
		return { ...run, startMs, endMs, firstSeenMs: this.moved(run.firstSeenMs) };
	}

	private jobIncident(incident: Incident, runs: RememberedRun[]): Incident {
		const { accessEnd, newestEnded } = incident;
		const run = runs.find(({ hash }) => hash === newestEnded?.hash);
		return {
			...this.incident(incident),
			accessEnd: accessEnd && { ...accessEnd, reportedMs: this.moved(accessEnd.reportedMs) },
			newestEnded: newestEnded && {
				...newestEnded,
				startMs: run?.startMs ?? this.forgottenStart(newestEnded, runs),
			},
		};
	}

	private forgotten(forgotten: ForgottenRuns, runs: RememberedRun[]): ForgottenRuns {
		const { failingSinceMs, success } = forgotten;
		return {
			...forgotten,
			failingSinceMs: failingSinceMs && this.capped(failingSinceMs),
			success: success && {
				...success,
				startMs: this.forgottenStart(success, runs),
				endMs: success.endMs && this.capped(success.endMs),
			},
		};
	}

	/** The start of a run that is no longer remembered: it is older than those that are. */
	private forgottenStart({ startMs }: { startMs: number }, runs: RememberedRun[]): number {
		const oldest = runs.find(({ isTest }) => !isTest);
		return Math.min(startMs, oldest?.startMs ?? this.presentMs);
	}

	private incident<One extends { openedMs: number; lastItemMs: number }>(one: One): One {
		const { openedMs, lastItemMs } = one;
		return { ...one, openedMs: this.moved(openedMs), lastItemMs: this.lastTime(lastItemMs) };
	}

	/**
	 * The last time of an action that is repeated after an interval. Time that the API's clock has gained counts: a reminder
	 * that comes too early does no harm, a missing one does.
	 */
	private lastTime(timeMs: number): number {
		return this.capped(timeMs + Math.min(0, this.jumpMs));
	}

	/** A time of a poll, moved by the jump. */
	private moved(timeMs: number): number {
		return this.capped(timeMs + this.jumpMs);
	}

	/** Neither later than the present nor before 1970. */
	private capped(timeMs: number): number {
		return Math.max(0, Math.min(timeMs, this.presentMs));
	}

	private movedOrNull(timeMs: number | null): number | null {
		return timeMs === null ? null : this.moved(timeMs);
	}
}

function mapValues<Value>(map: Map<string, Value>, change: (value: Value) => Value) {
	return new Map([...map].map(([key, value]) => [key, change(value)] as const));
}
