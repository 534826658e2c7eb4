import type { JobKindName } from '../../api/jobKinds';
import type { Outcome } from '../rules/outcome';
import type { JobCause } from '../rules/types';
import { isSameTeam, type ClockState } from '../rules/values';

/**
 * What is remembered between two polls. All times are milliseconds since 1970 UTC in whole seconds, because the
 * stored form holds seconds.
 */
export interface State extends ClockState {
	/** Whose data it is; both empty where a damaged state gave way to this one. */
	team: { origin: string; name: string };
	/** The time of the newest poll in it. */
	atMs: number;
	/** n8n's clock at that poll, to the millisecond: no poll is counted twice. */
	hostMs: number;
	/** The last poll whose state had to be saved. */
	savedAtMs: number;
	/** Whether a stored state was damaged and some list hasn't been read since: current failures are reported. */
	wasDamaged: boolean;
	/** Fingerprints of the warnings that were logged, oldest first. */
	loggedWarnings: string[];
	/** Choices that the lists lack, by the fingerprint of the choice. */
	missingChoices: Map<string, MissingChoice>;
	/** Trouble of the whole team. */
	trouble: Trouble | null;
	/** By normal id. */
	connections: Map<string, ConnectionState>;
}

/** A choice that no object answers to. */
export interface MissingChoice {
	/** Polls in a row that lacked it, counted up to 2. */
	polls: number;
	reportedMs: number | null;
}

/** What is remembered of a watched connection. */
export interface ConnectionState {
	/** At most 72 bytes of its name. */
	name: string;
	domain: string;
	/** Whether the last poll ran out of time before it: the next one begins with it. */
	wasUnread: boolean;
	trouble: Trouble | null;
	/** Start of the last success of a server sync job that isn't among the jobs, such as a deleted one. */
	formerSuccessMs: number | null;
	/** The watched jobs of each kind. */
	jobs: Record<JobKindName, JobState[]>;
}

/**
 * Whether the trigger of an incident went out: `pending` where no chosen event asked for it, `suppressed` where
 * the user doesn't want to hear of what was wrong when the job was first seen.
 */
export type IncidentStatus = 'pending' | 'notified' | 'suppressed';

/** Failed polls of a connection or of the team. */
export interface Trouble {
	/** The first failed poll. */
	firstMs: number;
	/** Failed polls in a row, counted up to 2. */
	polls: number;
	/** Null until the trouble has lasted long enough. */
	incident: TroubleIncident | null;
}

export interface TroubleIncident {
	key: string;
	status: IncidentStatus;
	openedMs: number;
	/** When something of it was put out last: an item, or an error execution. */
	lastItemMs: number;
}

/** The one incident of a job. */
export interface Incident {
	key: string;
	status: IncidentStatus;
	/** When the trigger went out; when it began where none went out yet. */
	openedMs: number;
	lastItemMs: number;
	/** All causes so far, worst first. */
	causes: JobCause[];
	/** Since when something was wrong: the earliest of the first failure's end, the missed slot, the long run's start. */
	sinceMs: number;
	/** Since when `stopped` holds; null while it doesn't. */
	stoppedMs: number | null;
	/** Whether it was said that access has ended. */
	isAccessEndNotified: boolean;
	/** The newest ended run at the opening or the last update: only a newer success resolves, or its own new word. */
	newestEnded: { hash: string; startMs: number; wasSuccess: boolean } | null;
}

/** A remembered run. */
export interface RememberedRun {
	/** Fingerprint of its result's id. */
	hash: string;
	startMs: number;
	/** Null where it hasn't ended, or no time is known. */
	endMs: number | null;
	outcome: Outcome;
	isTest: boolean;
	/** Whether New Sync Result is done with it: it ended before, or was part of the baseline. */
	isReported: boolean;
	/** Whether it was running and is no longer listed. */
	isVanished: boolean;
	/** The poll that first saw it; kept only where its word is unknown. */
	firstSeenMs: number;
}

/** A run that brought success. */
export interface SuccessfulRun {
	hash: string;
	startMs: number;
	endMs: number | null;
}

/** What is left of the scheduled runs that are no longer remembered one by one. */
export interface ForgottenRuns {
	/** Failed runs in a row at their end. */
	failures: number;
	/** When the first of these ended. */
	failingSinceMs: number | null;
	/** The last success among them, kept while fewer than two are remembered. */
	success: SuccessfulRun | null;
}

/** What is remembered of a watched job. */
export interface JobState {
	/** At most 72 bytes of its name. */
	name: string;
	id: string;
	isActive: boolean;
	/** Whether it was active since it was first seen, replaced or given up: until then it has no cause. */
	hasBeenActive: boolean;
	/** Polls in a row that saw it off, counted up to 2. */
	offPolls: number;
	/** The last poll that saw it off. */
	lastOffMs: number | null;
	/** Polls in a row whose list lacked it: it is gone at the second. */
	absentPolls: number;
	/** Frequency and hour, to notice a change. */
	schedule: string;
	/** First sight, activation or change of schedule: the next start is reckoned from no earlier time. */
	scheduleFromMs: number | null;
	/** The last runs, oldest first. */
	runs: RememberedRun[];
	/** Null until a run was forgotten. */
	forgotten: ForgottenRuns | null;
	/** Id of the last success in full, where it was seen. */
	lastSuccessId: string | null;
	/** Start of the oldest scheduled run ever seen. */
	oldestStartMs: number | null;
	/** Whether there may be more failures in a row than are known. */
	isCountAtLeast: boolean;
	/** Fingerprint of the recent result whose list of results was read last; empty where there was none. */
	recentMark: string;
	incident: Incident | null;
}

/** A state that remembers nothing yet. */
export function emptyState(team: State['team'], clock: ClockState & { nowMs: number }): State {
	const { nowMs, offsetMs, candidateOffsetMs } = clock;
	return {
		team,
		atMs: nowMs,
		hostMs: nowMs - offsetMs,
		offsetMs,
		candidateOffsetMs,
		savedAtMs: nowMs,
		wasDamaged: false,
		loggedWarnings: [],
		missingChoices: new Map(),
		trouble: null,
		connections: new Map(),
	};
}

/** What takes the place of a damaged state: it belongs to no team and knows no clock. */
export function damagedState(): State {
	const clock = { nowMs: 0, offsetMs: 0, candidateOffsetMs: null };
	return { ...emptyState({ origin: '', name: '' }, clock), wasDamaged: true };
}

/** The state where it is the team's own: another team's says nothing of this one. */
export function stateOfTeam(state: State | undefined, team: State['team']): State | undefined {
	return state && isSameTeam(state.team, team) ? state : undefined;
}
