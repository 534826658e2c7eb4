import type { HistoryEvent } from '../../sandbox/history.cts';

/** A run as it really was. Times are milliseconds since 1970. */
export interface ModelRun {
	id: string;
	isTest: boolean;
	start: number;
	/** Null while it runs. */
	end: number | null;
	failed: boolean;
	/** Whether a poll could read that it ended. */
	seen: boolean;
}

/** A job as it really is, with the runs that the API still shows under its present id. */
export interface ModelJob {
	connectionId: string;
	kind: string;
	name: string;
	/** Null while the job doesn't exist. */
	id: string | null;
	active: boolean;
	frequency: number;
	hour: number | null;
	runs: ModelRun[];
}

/** How many results of a job the API keeps. */
const kept = 10;

/** The truth about a team, told by the sandbox's full history. */
export class TeamModel {
	readonly jobs = new Map<string, ModelJob>();

	/** Scheduled runs that ended so far. */
	runsEnded = 0;

	/** Those of them that the API forgot before a poll could read that they ended. */
	runsForgotten = 0;

	/** @param events what happened, in order */
	apply(events: HistoryEvent[]): void {
		for (const event of events) if (event.jobId !== undefined) this.applyToJob(event);
	}

	private applyToJob(event: HistoryEvent): void {
		const key = `${event.connectionId}/${event.jobKind}/${event.jobName}`;
		const job = this.jobs.get(key) ?? this.newJob(key, event);
		const run = job.runs.find(({ id }) => id === event.details.resultId);
		switch (event.type) {
			case 'run_started':
				job.runs.push({
					id: String(event.details.resultId),
					isTest: event.details.isTest === true,
					start: Date.parse(event.at),
					end: null,
					failed: false,
					seen: false,
				});
				this.forget(job.runs.splice(0, Math.max(0, job.runs.length - kept)));
				return;
			case 'run_ended':
				this.endRun(event, run);
				return;
			case 'job_deleted':
				this.forget(job.runs);
				Object.assign(job, { id: null, active: false, runs: [] });
				return;
			case 'job_created':
			case 'job_updated':
				this.forget(job.runs);
				job.runs = [];
				this.setJob(job, event);
				return;
			case 'job_activated':
			case 'job_deactivated':
			case 'job_schedule_changed':
				this.setJob(job, event);
		}
	}

	private endRun({ at, details }: HistoryEvent, run: ModelRun | undefined): void {
		if (details.isTest === false) this.runsEnded++;
		if (run) Object.assign(run, { end: Date.parse(at), failed: details.outcome === 'fail' });
		else if (details.isTest === false) this.runsForgotten++;
	}

	/** Runs that still go on when they are dropped are counted when they end. */
	private forget(runs: ModelRun[]): void {
		const unseen = runs.filter(({ isTest, end, seen }) => !isTest && end !== null && !seen);
		this.runsForgotten += unseen.length;
	}

	private newJob(key: string, event: HistoryEvent): ModelJob {
		const job: ModelJob = {
			connectionId: event.connectionId,
			kind: event.jobKind === 'server' ? 'serverSyncJob' : 'userSyncJob',
			name: String(event.jobName),
			id: null,
			active: false,
			frequency: 0,
			hour: null,
			runs: [],
		};
		this.jobs.set(key, job);
		return job;
	}

	private setJob(job: ModelJob, { jobId, isActive, frequency, startHourUtc }: HistoryEvent): void {
		job.id = jobId ?? null;
		job.active = isActive === true;
		job.frequency = frequency ?? 0;
		job.hour = startHourUtc ?? null;
	}
}
