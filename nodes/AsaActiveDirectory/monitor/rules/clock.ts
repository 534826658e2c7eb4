import type {
	ConnectionState,
	Incident,
	JobState,
	Outage,
	RememberedRun,
	State,
} from '../state/types';
import { byStart } from './runs';
import { hourMs, minuteMs, secondMs, wholeSecondMs } from './values';

/** If the difference of the two clocks changes by more than this, one of them has jumped. */
const largestJumpMs = hourMs;

/** Polls overlap by less than this. A larger step back means that a clock was corrected. */
const longestOverlapMs = 15 * minuteMs;

/** The two clocks of a poll, in milliseconds since 1970 UTC. */
interface Clocks {
	/** The API's time; null if unknown. */
	atMs: number | null;
	/** n8n's time. */
	hostMs: number;
}

/** The time of a poll. */
export interface PollClock {
	/** The time of the poll in milliseconds since 1970 UTC, cut to whole seconds. */
	nowMs: number;
	/** The later of the API's time and n8n's, in milliseconds since 1970 UTC; times beyond it are in the future. */
	presentMs: number;
	/** Whether a clock has jumped since the last poll that knew the API's time: nothing may open just because time passed. */
	hasJumped: boolean;
	/** The API's time minus n8n's time, in milliseconds, at the last poll that knew it; null before one. */
	offsetMs: number | null;
}

/**
 * The time of a poll is the API's time. A poll that doesn't know it has n8n's, and doesn't compare the clocks.
 *
 * @param known undefined for the first poll
 */
export function readClock(
	known: Pick<State, 'offsetMs'> | undefined,
	{ atMs, hostMs }: Clocks,
): PollClock {
	const lastMs = known?.offsetMs ?? null;
	const offsetMs = atMs === null ? lastMs : offsetOf(atMs, hostMs);
	return {
		nowMs: wholeSecondMs(atMs ?? hostMs),
		presentMs: presentOf({ atMs, hostMs, offsetMs }),
		hasJumped: isJump(lastMs, offsetMs),
		offsetMs,
	};
}

/**
 * The later of the API's time and n8n's, in milliseconds since 1970 UTC, cut to whole seconds. A poll that doesn't know
 * the API's time reckons it from n8n's.
 */
export function presentOf({ atMs, hostMs, offsetMs }: Clocks & Pick<State, 'offsetMs'>): number {
	return wholeSecondMs(Math.max(atMs ?? 0, hostMs, hostMs + (offsetMs ?? 0)));
}

/** Whether a clock has jumped between two polls with these offsets, in milliseconds. An unknown one is no jump. */
export function isJump(beforeMs: number | null, afterMs: number | null): boolean {
	return beforeMs !== null && afterMs !== null && Math.abs(afterMs - beforeMs) > largestJumpMs;
}

function offsetOf(atMs: number, hostMs: number): number {
	return wholeSecondMs(atMs - hostMs);
}

/** Whether this poll or a newer one is stored already. Both clocks must agree, because either may be corrected. */
export function isOutdated(
	state: { atMs: number; hostMs: number },
	{ atMs, hostMs }: Clocks,
): boolean {
	const lagMs = state.hostMs - hostMs;
	return wholeSecondMs(atMs ?? hostMs) <= state.atMs && lagMs >= 0 && lagMs <= longestOverlapMs;
}

/**
 * The state as it stands at a poll. If the API's clock has jumped, the times of polls in it move by the same amount, so
 * that as much time has passed since as before. Then none of them is later than the present: it was written while a clock
 * was ahead. Times that ASA gave stay as they are. A poll that doesn't know the API's time changes only
 * the outage of the team, which counts by n8n's clock.
 * Source: docs/decisions.md, "Clocks".
 */
export function stateAt(before: State, clocks: Clocks): State {
	const { presentMs } = readClock(before, clocks);
	const jumpMs = apiJumpMs(before, clocks);
	if (jumpMs === 0 && presentMs >= presentOf(before)) return before;
	const correction = new Correction(jumpMs, presentMs);
	const hasOnlyHost = clocks.atMs === null && before.offsetMs !== null;
	if (hasOnlyHost) return { ...before, outage: correction.outage(before.outage) };
	return { ...before, ...correction.state(before) };
}

/**
 * By how many milliseconds the API's clock has jumped since the last poll; 0 if it has not, or if n8n's did. A clock
 * that went back has jumped; if neither did, the one by which more time has passed.
 */
function apiJumpMs(before: State, { atMs, hostMs }: Clocks): number {
	if (atMs === null || before.offsetMs === null) return 0;
	const offsetMs = offsetOf(atMs, hostMs);
	if (!isJump(before.offsetMs, offsetMs)) return 0;
	const jumpMs = offsetMs - before.offsetMs;
	const hostPassedMs = hostMs - before.hostMs;
	const hasHostJumped = jumpMs > 0 ? hostPassedMs < 0 : hostPassedMs + jumpMs >= 0;
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
				reportedMs: this.timeOrNull(one.reportedMs),
			})),
			outage: this.outage(outage),
			servers: servers && {
				...servers,
				readMs: this.time(servers.readMs),
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
		const { outage, jobs } = connection;
		const job = (one: JobState) => this.job(one);
		return {
			...connection,
			outage: this.outage(outage),
			jobs: {
				serverSyncJob: jobs.serverSyncJob.map(job),
				userSyncJob: jobs.userSyncJob.map(job),
			},
		};
	}

	private job(job: JobState): JobState {
		const { lastOffMs, scheduleFromMs, incident } = job;
		const runs = this.runs(job);
		return {
			...job,
			lastOffMs: this.timeOrNull(lastOffMs),
			scheduleFromMs: this.timeOrNull(scheduleFromMs),
			runs,
			incident: incident && this.jobIncident(incident, runs),
		};
	}

	private runs({ runs, pollTimeHashes }: JobState): RememberedRun[] {
		let latestMs = this.presentMs;
		const corrected = runs.toReversed().map((run) => {
			const { startMs } = run;
			const one = this.run(run, pollTimeHashes.includes(run.hash), latestMs);
			if (one.startMs !== startMs) latestMs = one.startMs - secondMs;
			return one;
		});
		return corrected.reverse().sort(byStart);
	}

	/**
	 * Moves the start and the end of a run to which a poll gave one of them, if they are later than the present.
	 *
	 * @param latestMs the latest start: runs that were ahead keep their order
	 */
	private run(run: RememberedRun, hasPollTime: boolean, latestMs: number): RememberedRun {
		const isAhead = (timeMs: number) => hasPollTime && timeMs > this.presentMs;
		const { startMs: formerMs, endMs: formerEndMs } = run;
		const startMs = isAhead(formerMs) ? Math.min(this.time(formerMs), latestMs) : formerMs;
		const endMs =
			formerEndMs && isAhead(formerEndMs) ? Math.max(startMs, this.time(formerEndMs)) : formerEndMs;
		return { ...run, startMs, endMs, firstSeenMs: this.time(run.firstSeenMs) };
	}

	private jobIncident(incident: Incident, runs: RememberedRun[]): Incident {
		const { accessEnd, newestEnded } = incident;
		const run = runs.find(({ hash }) => hash === newestEnded?.hash);
		return {
			...this.incident(incident),
			accessEnd: accessEnd && { ...accessEnd, reportedMs: this.time(accessEnd.reportedMs) },
			newestEnded: newestEnded && { ...newestEnded, startMs: run?.startMs ?? newestEnded.startMs },
		};
	}

	private incident<One extends { openedMs: number; lastItemMs: number }>(one: One): One {
		const { openedMs, lastItemMs } = one;
		return { ...one, openedMs: this.time(openedMs), lastItemMs: this.time(lastItemMs) };
	}

	/** A time of a poll, moved by the jump; neither later than the present nor before 1970. */
	private time(timeMs: number): number {
		return Math.max(0, Math.min(timeMs + this.jumpMs, this.presentMs));
	}

	private timeOrNull(timeMs: number | null): number | null {
		return timeMs === null ? null : this.time(timeMs);
	}
}

function mapValues<Value>(map: Map<string, Value>, change: (value: Value) => Value) {
	return new Map([...map].map(([key, value]) => [key, change(value)] as const));
}
