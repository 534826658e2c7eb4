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
export interface PollClock extends Pick<State, 'offsetMs' | 'candidateOffsetMs'> {
	/** The time of the poll in milliseconds since 1970 UTC, cut to whole seconds. */
	nowMs: number;
	/** The later of the poll's time and n8n's clock, cut to whole seconds; times beyond it are in the future. */
	presentMs: number;
	/** Whether a clock has jumped, so that nothing may open just because time passed. */
	hasJumped: boolean;
}

/**
 * The time of a poll is the API's time. If it has jumped by more than an hour against n8n's clock since the last poll,
 * nothing opens just because time passed, until a second poll confirms the new offset. A poll that doesn't know the API's
 * time has n8n's, and leaves the offset as it is.
 *
 * @param known undefined for the first poll
 */
export function readClock(
	known: Pick<State, 'offsetMs' | 'candidateOffsetMs'> | undefined,
	{ atMs, hostMs }: Clocks,
): PollClock {
	const nowMs = wholeSecondMs(atMs ?? hostMs);
	const times = { nowMs, presentMs: Math.max(nowMs, wholeSecondMs(hostMs)), hasJumped: false };
	const { offsetMs: heldMs = null, candidateOffsetMs = null } = known ?? {};
	if (atMs === null) return { ...times, offsetMs: heldMs, candidateOffsetMs };
	const offsetMs = offsetOf(atMs, hostMs);
	const agrees = (otherMs: number | null) =>
		otherMs !== null && Math.abs(offsetMs - otherMs) <= largestJumpMs;
	if (heldMs === null || agrees(heldMs) || agrees(candidateOffsetMs)) {
		return { ...times, offsetMs, candidateOffsetMs: null };
	}
	return { ...times, hasJumped: true, offsetMs: heldMs, candidateOffsetMs: offsetMs };
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
	const correction = new Correction(jumpMs, presentMs);
	if (clocks.atMs === null) return { ...before, outage: correction.outage(before.outage) };
	const wasPresentMs = Math.max(before.atMs, before.hostMs);
	return jumpMs === 0 && presentMs >= wasPresentMs
		? before
		: { ...before, ...correction.state(before) };
}

/**
 * By how many milliseconds the API's clock has jumped since the last poll; 0 if it has not, or if n8n's did. A clock
 * that went back has jumped; if neither did, the one by which more time has passed.
 */
function apiJumpMs(before: State, { atMs, hostMs }: Clocks): number {
	const lastOffsetMs = before.candidateOffsetMs ?? before.offsetMs;
	if (atMs === null || lastOffsetMs === null) return 0;
	const jumpMs = offsetOf(atMs, hostMs) - lastOffsetMs;
	if (Math.abs(jumpMs) <= largestJumpMs) return 0;
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
			firstMs: firstMs + this.jumpMs,
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

	/** Those that start at the time of a poll and are now ahead move too, and keep their order. */
	private runs({ runs, pollTimeHashes }: JobState): RememberedRun[] {
		let latestMs = this.presentMs;
		const corrected = runs.toReversed().map((run) => {
			const firstSeenMs = this.time(run.firstSeenMs);
			const isAhead = run.startMs > this.presentMs && pollTimeHashes.includes(run.hash);
			if (!isAhead) return { ...run, firstSeenMs };
			const startMs = Math.min(run.startMs + this.jumpMs, latestMs);
			latestMs = startMs - secondMs;
			return { ...run, startMs, endMs: run.endMs && Math.min(run.endMs, startMs), firstSeenMs };
		});
		return corrected.reverse().sort(byStart);
	}

	private jobIncident(incident: Incident, runs: RememberedRun[]): Incident {
		const { accessEndToldMs, newestEnded } = incident;
		const run = runs.find(({ hash }) => hash === newestEnded?.hash);
		return {
			...this.incident(incident),
			accessEndToldMs: this.timeOrNull(accessEndToldMs),
			newestEnded: newestEnded && { ...newestEnded, startMs: run?.startMs ?? newestEnded.startMs },
		};
	}

	private incident<One extends { openedMs: number; lastItemMs: number }>(one: One): One {
		const { openedMs, lastItemMs } = one;
		return { ...one, openedMs: this.time(openedMs), lastItemMs: this.time(lastItemMs) };
	}

	private time(timeMs: number): number {
		return Math.min(timeMs + this.jumpMs, this.presentMs);
	}

	private timeOrNull(timeMs: number | null): number | null {
		return timeMs === null ? null : this.time(timeMs);
	}
}

function mapValues<Value>(map: Map<string, Value>, change: (value: Value) => Value) {
	return new Map([...map].map(([key, value]) => [key, change(value)] as const));
}
