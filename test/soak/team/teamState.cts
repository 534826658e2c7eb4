import type { HistoryEvent } from '../../../sandbox/history.cts';

export type Kind = 'serverSyncJob' | 'userSyncJob';

/** A result as the team holds it. Times are milliseconds since 1970. */
export interface TeamResult {
	id: string;
	isTest: boolean;
	/** As responses show them; before 1970 for none. */
	createdAt: number;
	updatedAt: number;
	/** When the run really started and ended; null while it goes on. */
	startedAt: number;
	endedAt: number | null;
	taskState: string;
	rulesSummaryStatus: string;
	/** How long after its end it appears; null: by the switches. */
	appearDelaySeconds: number | null;
}

export interface TeamJob {
	/** The same for a job, its updates and what replaces it under its name. */
	slot: string;
	connectionId: string;
	kind: Kind;
	id: string;
	name: string;
	isActive: boolean;
	frequency: number | null;
	hour: number | null;
	/** In the order of their start. */
	results: TeamResult[];
}

export interface TeamConnection {
	/** The same for a connection and what replaces it. */
	domain: string;
	id: string;
	name: string;
	jobs: TeamJob[];
}

/** More than the API ever lists of a job, so that late results are among them. */
const heldResults = 60;

/** The actual state of a team, by the sandbox's full history. */
export class TeamState {
	/** Those that exist, in the order of their creation. */
	readonly connections: TeamConnection[] = [];

	/** Scheduled runs that ended so far. */
	runsEnded = 0;

	/** Slots by the domain, kind and last name of the job that had them. */
	private readonly slots = new Map<string, string>();

	/** @param events what happened, in order */
	apply(events: HistoryEvent[]): void {
		for (const event of events) {
			if (event.jobId === undefined) this.applyToConnection(event);
			else this.applyToJob(event);
		}
	}

	/** The job that has a slot now. */
	jobAt(slot: string): TeamJob | undefined {
		return this.connections.flatMap(({ jobs }) => jobs).find((job) => job.slot === slot);
	}

	private applyToConnection({ type, connectionId: id, connectionName, domain }: HistoryEvent) {
		const index = this.connections.findIndex((connection) => connection.id === id);
		if (type === 'connection_created') {
			this.connections.push({ domain, id, name: connectionName, jobs: [] });
		} else if (type === 'connection_updated') {
			this.connections[index].name = connectionName;
		} else if (type === 'connection_deleted') {
			this.connections.splice(index, 1);
		}
	}

	private applyToJob(event: HistoryEvent): void {
		const { type, details, connectionId, jobId } = event;
		const connection = this.connections.find(({ id }) => id === connectionId)!;
		const { jobs } = connection;
		const id = type === 'job_updated' ? String(details.previousId ?? jobId) : jobId;
		const index = jobs.findIndex((job) => job.id === id);
		const job = jobs[index];
		switch (type) {
			case 'job_created':
				jobs.push(this.newJob(event));
				return;
			case 'job_deleted':
				jobs.splice(index, 1);
				return;
			case 'job_updated':
			case 'job_activated':
			case 'job_deactivated':
			case 'job_schedule_changed':
				if (jobId !== job.id) job.results = [];
				Object.assign(job, settingsOf(event));
				this.slots.set(`${event.domain}/${job.kind}/${job.name}`, job.slot);
				return;
			case 'run_started':
				job.results.push(newResult(event));
				if (job.results.length > heldResults) job.results.shift();
				return;
			case 'run_ended':
				if (details.isTest === false) this.runsEnded++;
				endResult(job, event);
				return;
			case 'result_amended':
				amendResult(job, details);
		}
	}

	private newJob(event: HistoryEvent): TeamJob {
		const settings = settingsOf(event);
		const key = `${event.domain}/${settings.kind}/${settings.name}`;
		const slot = this.slots.get(key) ?? key;
		this.slots.set(key, slot);
		return { ...settings, slot, results: [] };
	}
}

function settingsOf(event: HistoryEvent): Omit<TeamJob, 'slot' | 'results'> {
	return {
		connectionId: event.connectionId,
		kind: event.jobKind === 'server' ? 'serverSyncJob' : 'userSyncJob',
		id: String(event.jobId),
		name: String(event.jobName),
		isActive: event.isActive === true,
		frequency: event.frequency ?? null,
		hour: event.startHourUtc ?? null,
	};
}

function newResult({ at, details }: HistoryEvent): TeamResult {
	return {
		id: String(details.resultId),
		isTest: details.isTest === true,
		createdAt: Date.parse(String(details.createdAt)),
		updatedAt: Date.parse(String(details.updatedAt)),
		startedAt: Date.parse(at),
		endedAt: null,
		taskState: String(details.taskState),
		rulesSummaryStatus: String(details.rulesSummaryStatus),
		appearDelaySeconds: details.appearDelaySeconds as number | null,
	};
}

function endResult({ results }: TeamJob, { at, details }: HistoryEvent): void {
	const result = results.find(({ id }) => id === details.resultId);
	if (!result) return;
	result.endedAt = Date.parse(at);
	result.updatedAt = Date.parse(String(details.updatedAt));
	result.taskState = String(details.taskState);
	result.rulesSummaryStatus = String(details.rulesSummaryStatus);
}

function amendResult({ results }: TeamJob, details: Record<string, unknown>): void {
	const result = results.find(({ id }) => id === details.resultId);
	if (!result) return;
	const { createdAt, updatedAt, taskState, rulesSummaryStatus } = details;
	if (createdAt !== undefined) result.createdAt = Date.parse(String(createdAt));
	if (updatedAt !== undefined) result.updatedAt = Date.parse(String(updatedAt));
	if (taskState !== undefined) result.taskState = String(taskState);
	if (rulesSummaryStatus !== undefined) result.rulesSummaryStatus = String(rulesSummaryStatus);
}
