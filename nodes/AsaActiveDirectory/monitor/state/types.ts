import type { JobKind } from '../../asa/model/syncJob';
import type { Outcome } from '../rules/outcome';
import type { JobCause } from '../rules/types';
import { isSameTeam } from '../rules/values';

/**
 * What is remembered between two polls. Times are milliseconds since 1970 UTC. Except `hostMs`, they are whole seconds,
 * because the stored form holds seconds.
 */
export interface State {
	/** The team it belongs to; empty if it replaces a damaged state. */
	team: { origin: string; name: string };
	/** The time of the newest poll. */
	atMs: number;
	/** n8n's clock at that poll, to the millisecond, so that no poll is counted twice. */
	hostMs: number;
	/** The API's time (whole seconds) and n8n's (milliseconds) at the last poll with a Date; null before one. */
	dated: { atMs: number; hostMs: number } | null;
	/** The last poll whose state had to be saved. */
	savedAtMs: number;
	/** Whether the stored state was damaged and not everything was read since. Current failures are then reported. */
	wasDamaged: boolean;
	/** Fingerprints of the warnings that were logged, oldest first. */
	loggedWarnings: string[];
	/** Choices that do not exist, by the fingerprint of the choice. */
	missingChoices: Map<string, MissingChoice>;
	/** The outage of the whole team. */
	outage: Outage | null;
	/** Null until AD servers were read. */
	servers: ServersState | null;
	/** The names of the gateways of connections with an open incident, by normalized ID. */
	gatewayNames: Map<string, string>;
	/** By normalized ID. */
	connections: Map<string, ConnectionState>;
}

/** What is remembered of the AD servers. */
export interface ServersState {
	/** When they were read last. */
	readMs: number;
	/** Whether a sync was seen to have renewed any of them: that it does is assumed. */
	hasSeenAny: boolean;
	/** Open incidents by the project's name. */
	projects: Map<string, ProjectIncident>;
}

/** The incident of a project whose servers are at risk. */
export interface ProjectIncident {
	key: string;
	status: IncidentStatus;
	openedMs: number;
	lastItemMs: number;
	/** The share of its servers at risk that was reported last, from 0 to 1. */
	share: number;
	/** The most servers that the project had since. */
	count: number;
}

/** A chosen connection or job that does not exist. */
export interface MissingChoice {
	/** Polls in a row without it, counted up to 2. */
	polls: number;
	reportedMs: number | null;
}

/** What is remembered of a watched connection. */
export interface ConnectionState {
	/** The first 72 bytes of its name. */
	name: string;
	domain: string;
	/** Whether the last poll ran out of time before reading it. The next poll starts with it. */
	wasSkipped: boolean;
	outage: Outage | null;
	/** Start of the last success of server sync jobs that are not remembered, such as deleted ones. */
	formerSuccessMs: number | null;
	/** The watched jobs of each kind. */
	jobs: Record<JobKind, JobState[]>;
}

/**
 * Whether the trigger of an incident was emitted. `pending`: no event of its causes is chosen. `suppressed`: the
 * failure existed when the job was first seen, and Report Current Failures is off.
 */
export type IncidentStatus = 'pending' | 'notified' | 'suppressed';

/** A series of polls at which a connection or the team could not be read. */
export interface Outage {
	/** The first failed poll, and n8n's clock at that poll: how long it lasts is counted by both. */
	firstMs: number;
	firstHostMs: number;
	/** Null until the outage has lasted long enough. */
	incident: OutageIncident | null;
}

export interface OutageIncident {
	key: string;
	status: IncidentStatus;
	openedMs: number;
	/** The time of its last item or error execution. */
	lastItemMs: number;
}

/** The one incident of a job. */
export interface Incident {
	key: string;
	status: IncidentStatus;
	/** When the trigger was emitted; before that, when the incident began. */
	openedMs: number;
	lastItemMs: number;
	/** All causes so far, worst first. */
	causes: JobCause[];
	/** The earliest of the end of the first failure, the missed slot and the start of the long run; null for other causes. */
	sinceMs: number | null;
	/** The poll whose item reported that access ended, and whether a poll since has found the end still to come. */
	accessEnd: { reportedMs: number; wasEarly: boolean } | null;
	/** The newest ended run at the opening or the last update. Only a newer success resolves, or this run turning to success. */
	newestEnded: { hash: string; startMs: number; wasSuccess: boolean } | null;
}

/** A remembered run. */
export interface RememberedRun {
	/** Fingerprint of the result ID. */
	hash: string;
	startMs: number;
	/** Null if the run has not ended or its end is unknown. */
	endMs: number | null;
	outcome: Outcome;
	isTest: boolean;
	/** Whether New Sync Result has handled it: it has ended, or was part of the baseline. */
	isReported: boolean;
	/** Whether it was running when it disappeared from the list. */
	isVanished: boolean;
	/** The poll that first saw its current outcome; stored only if the outcome is unknown. */
	firstSeenMs: number;
}

/** A successful run. */
export interface SuccessfulRun {
	hash: string;
	startMs: number;
	endMs: number | null;
}

/** A summary of the scheduled runs that are no longer remembered. */
export interface ForgottenRuns {
	/** The number of failed runs in a row at the end of these runs. */
	failures: number;
	/** When the first of those failed runs ended. */
	failingSinceMs: number | null;
	/** The last success among these runs, kept while few successes are remembered: those may all turn failed. */
	success: SuccessfulRun | null;
}

/** What is remembered of a watched job. */
export interface JobState {
	/** The first 72 bytes of its name. */
	name: string;
	id: string;
	isActive: boolean;
	/** Whether it was active since it was first seen, replaced or closed as unwatched. Until then it has no cause. */
	hasBeenActive: boolean;
	/** Polls in a row at which it was off, counted up to 2. */
	offPolls: number;
	/** The last poll at which it was off. */
	lastOffMs: number | null;
	/** Polls in a row at which it was missing from the list. At the second it counts as deleted. */
	absentPolls: number;
	/** Frequency and hour, to detect a change. */
	schedule: string;
	/** First sight, activation or change of schedule. The next start is calculated from this time or a later run. */
	scheduleFromMs: number | null;
	/** The last runs, oldest first. */
	runs: RememberedRun[];
	/**
	 * Fingerprints of the last runs that start or end at the time of a poll, because their listed time was missing or in
	 * the future. They may be listed after they were forgotten.
	 */
	pollTimeHashes: string[];
	/** Null until a run is forgotten. */
	forgotten: ForgottenRuns | null;
	/** The full ID of the last success, if known. */
	lastSuccessId: string | null;
	/** The full IDs of unknown results that New Sync Result has not handled, by fingerprint. */
	waitingIds: Map<string, string>;
	/** Start of the oldest scheduled run ever seen; never moved later. */
	oldestStartMs: number | null;
	/** Whether there may be more failures in a row than known. */
	isCountAtLeast: boolean;
	/** Fingerprint of the recent result when the list of results was last read; empty if there was none. */
	recentMark: string;
	incident: Incident | null;
}

/** A state without any memory. */
export function emptyState(team: State['team'], nowMs: number): State {
	return {
		team,
		atMs: nowMs,
		hostMs: nowMs,
		dated: null,
		savedAtMs: nowMs,
		wasDamaged: false,
		loggedWarnings: [],
		missingChoices: new Map(),
		outage: null,
		servers: null,
		gatewayNames: new Map(),
		connections: new Map(),
	};
}

/** Replaces a damaged state. It belongs to no team and knows no clock. */
export function damagedState(): State {
	return { ...emptyState({ origin: '', name: '' }, 0), wasDamaged: true };
}

/** The state if it belongs to the team; another team's state is irrelevant. */
export function stateOfTeam(state: State | undefined, team: State['team']): State | undefined {
	return state && isSameTeam(state.team, team) ? state : undefined;
}
