import type { Clocks } from './clocks.cts';
import type { Kind } from '../team/teamState.cts';
import type { JobState } from './jobState.cts';
import type { Outage } from './outage.cts';

/**
 * What polls of the trigger can know so far. Nothing in it is changed in place, so that a restart of n8n can go back to
 * what had been saved. If the rules leave something open there are several states, one for each reading that fits
 * all items so far.
 */
export interface Knowledge {
	/** The team that it is about; null before the first poll. */
	teamKey: string | null;
	/** What is known of the teams that the trigger watched before. */
	otherTeams: ReadonlyMap<string, Knowledge>;
	connections: ReadonlyMap<string, ConnectionKnowledge>;
	team: readonly Outage[];
	clocks: Clocks | null;
}

export interface ConnectionKnowledge {
	id: string;
	name: string;
	jobs: readonly JobKnowledge[];
	outages: readonly Outage[];
	/** Start of the last success of its deleted server jobs. */
	deletedSuccessAt: number | null;
}

export interface JobKnowledge {
	kind: Kind;
	/** Null is a job that was never seen. */
	states: ReadonlyArray<JobState | null>;
}

export const noKnowledge: Knowledge = {
	teamKey: null,
	otherTeams: new Map(),
	connections: new Map(),
	team: [],
	clocks: null,
};
