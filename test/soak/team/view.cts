import type { Kind, Truth, TrueConnection, TrueJob, TrueResult } from './truth.cts';

/** A result as a poll can see it. Times are milliseconds since 1970; null for none. */
export interface SeenResult {
	id: string;
	isTest: boolean;
	start: number | null;
	updated: number | null;
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
	now: number;
	/** n8n's clock. */
	n8nNow: number;
	/** Null if their list can't be read. */
	connections: SeenConnection[] | null;
}

/** What keeps a poll from seeing the team as it is. */
export interface Obstacles {
	/** Whether the list of connections can't be read. */
	team: boolean;
	/** Ids of connections of which nothing can be read. */
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

/** How the team answers now: what the sandbox's switches say. */
export interface Answers {
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
	truth: Truth,
	timeMs: number,
	answers: Answers,
	obstacles: Obstacles,
): SeenConnection[] | null {
	if (obstacles.team) return null;
	return truth.connections.map((connection) =>
		seenConnection(connection, timeMs, answers, obstacles),
	);
}

function seenConnection(
	{ id, name, jobs }: TrueConnection,
	timeMs: number,
	answers: Answers,
	{ connections, jobLists, resultLists, hidden }: Obstacles,
): SeenConnection {
	const readableJobs = (kind: Kind) => {
		if (connections.has(id) || jobLists.has(`${id}/${kind}`)) return null;
		return jobs
			.filter((job) => job.kind === kind && !hidden.has(job.id))
			.map((job) => seenJob(job, timeMs, answers, hidden, resultLists.has(id)));
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
	job: TrueJob,
	timeMs: number,
	answers: Answers,
	hidden: Set<string>,
	isUnreadable: boolean,
): SeenJob {
	const { id, name, kind, isActive, frequency } = job;
	const listed = () =>
		job.results
			.filter((result) => hasAppeared(result, timeMs, answers))
			.slice(-answers.keepResults);
	const recent = recentResult(job, timeMs, answers);
	const omitsHour = job.hour === 0 && answers.omitsHourZero;
	return {
		id,
		name,
		kind,
		isActive,
		frequency,
		hour: omitsHour ? null : job.hour,
		recent: recent ? seenResult(job, recent, answers) : null,
		results: () =>
			isUnreadable
				? null
				: listed()
						.filter((result) => !hidden.has(result.id))
						.map((result) => seenResult(job, result, answers)),
	};
}

function recentResult({ results }: TrueJob, timeMs: number, answers: Answers) {
	for (let index = results.length - 1; index >= 0; index--) {
		if (hasAppeared(results[index], timeMs, answers)) return results[index];
	}
	return undefined;
}

function hasAppeared(result: TrueResult, timeMs: number, { resultsAppear }: Answers): boolean {
	const { startedAt, endedAt, appearDelaySeconds } = result;
	if (resultsAppear === 'atStart' && appearDelaySeconds === null) return startedAt <= timeMs;
	return endedAt !== null && endedAt + (appearDelaySeconds ?? 0) * 1000 <= timeMs;
}

function seenResult({ kind }: TrueJob, result: TrueResult, answers: Answers): SeenResult {
	const { id, isTest, createdAt, updatedAt, endedAt, taskState, rulesSummaryStatus } = result;
	const hidesUpdated = answers.zeroValues && endedAt === null;
	return {
		id,
		isTest,
		start: sinceEpoch(createdAt),
		updated: hidesUpdated ? null : sinceEpoch(updatedAt),
		taskState,
		rulesSummaryStatus: kind === 'serverSyncJob' ? rulesSummaryStatus : null,
	};
}

/** A time before 1970 is none. */
function sinceEpoch(timeMs: number): number | null {
	return timeMs < 0 ? null : timeMs;
}
