import type { Kind, TeamState, TeamConnection, TeamJob, TeamResult } from './teamState.cts';

/** A result as a poll can see it. Times are milliseconds since 1970; null for none. */
export interface SeenResult {
	id: string;
	isTest: boolean;
	startedAt: number | null;
	updatedAt: number | null;
	taskState: string;
	/** Null for the results of user sync jobs. */
	rulesSummaryStatus: string | null;
}

/** A job as a poll can see it. */
export interface SeenJob {
	id: string;
	name: string;
	kind: Kind;
	isActive: boolean;
	frequency: number | null;
	hour: number | null;
	recent: SeenResult | null;
	/** The list of its results, read when it is asked for; null if it can't be read. */
	results: () => SeenResult[] | null;
}

export interface SeenConnection {
	id: string;
	name: string;
	/** Whether the list of connections has it. If not, GET still does. */
	isListed: boolean;
	/** The jobs of each kind; null if their list can't be read. */
	jobs: Record<Kind, SeenJob[] | null>;
}

/** All that a poll can see. */
export interface View {
	/** The API's Date header; n8n's clock if there is none. */
	nowMs: number;
	/** n8n's clock. */
	n8nNowMs: number;
	/** Null if their list can't be read. */
	connections: SeenConnection[] | null;
}

/** What keeps a poll from seeing the team as it is. */
export interface Obstacles {
	/** Whether the list of connections can't be read. */
	team: boolean;
	/** Ids of connections that can't be read at all. */
	connections: Set<string>;
	/** Lists of jobs that can't be read: the connection's id, a slash and the kind. */
	jobLists: Set<string>;
	/** Ids of connections whose lists of results can't be read. */
	resultLists: Set<string>;
	/** Ids of connections, jobs and results that their list lacks. */
	hidden: Set<string>;
}

export const noObstacles = (): Obstacles => ({
	team: false,
	connections: new Set(),
	jobLists: new Set(),
	resultLists: new Set(),
	hidden: new Set(),
});

/** How the team responds, according to the sandbox's switches. */
export interface ResponseForm {
	zeroValues: boolean;
	/** When results appear. */
	resultsAppear: 'atStart' | 'atEnd';
	/** How many results of a job the API lists. */
	keepResults: number;
	/** Whether a start hour of 0 is left out. */
	omitsHourZero: boolean;
}

/** What a poll can see of the team at a time. */
export function viewOf(
	state: TeamState,
	timeMs: number,
	responseForm: ResponseForm,
	obstacles: Obstacles,
): SeenConnection[] | null {
	if (obstacles.team) return null;
	return state.connections.map((connection) =>
		seenConnection(connection, timeMs, responseForm, obstacles),
	);
}

function seenConnection(
	{ id, name, jobs }: TeamConnection,
	timeMs: number,
	responseForm: ResponseForm,
	{ connections, jobLists, resultLists, hidden }: Obstacles,
): SeenConnection {
	const readableJobs = (kind: Kind) => {
		if (connections.has(id) || jobLists.has(`${id}/${kind}`)) return null;
		return jobs
			.filter((job) => job.kind === kind && !hidden.has(job.id))
			.map((job) => seenJob(job, timeMs, responseForm, hidden, resultLists.has(id)));
	};
	return {
		id,
		name,
		isListed: !hidden.has(id),
		jobs: {
			serverSyncJob: readableJobs('serverSyncJob'),
			userSyncJob: readableJobs('userSyncJob'),
		},
	};
}

function seenJob(
	job: TeamJob,
	timeMs: number,
	responseForm: ResponseForm,
	hidden: Set<string>,
	isUnreadable: boolean,
): SeenJob {
	const { id, name, kind, isActive, frequency } = job;
	const listed = () =>
		job.results
			.filter((result) => hasAppeared(result, timeMs, responseForm))
			.slice(-responseForm.keepResults);
	const recent = recentResult(job, timeMs, responseForm);
	const omitsHour = job.hour === 0 && responseForm.omitsHourZero;
	return {
		id,
		name,
		kind,
		isActive,
		frequency,
		hour: omitsHour ? null : job.hour,
		recent: recent ? seenResult(job, recent, responseForm) : null,
		results: () =>
			isUnreadable
				? null
				: listed()
						.filter((result) => !hidden.has(result.id))
						.map((result) => seenResult(job, result, responseForm)),
	};
}

function recentResult({ results }: TeamJob, timeMs: number, responseForm: ResponseForm) {
	for (let index = results.length - 1; index >= 0; index--) {
		if (hasAppeared(results[index], timeMs, responseForm)) return results[index];
	}
	return undefined;
}

function hasAppeared(result: TeamResult, timeMs: number, { resultsAppear }: ResponseForm): boolean {
	const { startedAt, endedAt, appearDelaySeconds } = result;
	if (resultsAppear === 'atStart' && appearDelaySeconds === null) return startedAt <= timeMs;
	return endedAt !== null && endedAt + (appearDelaySeconds ?? 0) * 1000 <= timeMs;
}

function seenResult({ kind }: TeamJob, result: TeamResult, responseForm: ResponseForm): SeenResult {
	const { id, isTest, createdAt, updatedAt, endedAt, taskState, rulesSummaryStatus } = result;
	const hidesUpdated = responseForm.zeroValues && endedAt === null;
	return {
		id,
		isTest,
		startedAt: sinceEpoch(createdAt),
		updatedAt: hidesUpdated ? null : sinceEpoch(updatedAt),
		taskState,
		rulesSummaryStatus: kind === 'serverSyncJob' ? rulesSummaryStatus : null,
	};
}

/** A time before 1970 is none. */
function sinceEpoch(timeMs: number): number | null {
	return timeMs < 0 ? null : timeMs;
}
