import type { ModelJob, ModelRun, TeamModel } from './teamModel.cts';

const minute = 60_000;
const hour = 60 * minute;

/** The trigger's defaults. */
const grace = 30 * minute;
const runningLong = 120 * minute;
const reminderInterval = 24 * hour;
const patience = 3;

/** What an attentive person with a notebook knows of a job. */
interface Note {
	id: string | null;
	active: boolean;
	schedule: string;
	clock: number;
	lastStart: number;
	reported: string[];
	failedSince: number | null;
	failedReminded: number;
	overdueSince: number | null;
	overdueReminded: number;
	longRun: string | null;
}

interface Notebook {
	jobs: Record<string, Note>;
	/** Polls in a row at which a connection could not be read, and whether that was told. */
	connections: Record<string, { misses: number; told: boolean }>;
}

/**
 * What the trigger should put out, worked out the plain way: by looking at every job of the true team at each
 * poll and comparing it with a notebook. Shares no code with the package.
 */
export class Expectation {
	private notebook: Notebook = { jobs: {}, connections: {} };

	private saved = '';

	private isFirst = true;

	constructor(private readonly team: TeamModel) {
		this.saved = JSON.stringify(this.notebook);
	}

	/**
	 * What one poll should put out, as lines `event cause job result`.
	 *
	 * @param now milliseconds since 1970
	 * @param unreadable ids of the connections that answer nothing but errors
	 */
	poll(now: number, connectionIds: string[], unreadable: ReadonlySet<string>): string[] {
		const lines: string[] = [];
		for (const id of connectionIds) {
			if (unreadable.has(id)) this.miss(id, lines);
			else this.lookAt(id, now, lines);
		}
		// n8n's classic engine stores the trigger's state when something is put out, and at activation.
		if (lines.length > 0 || this.isFirst) this.save();
		this.isFirst = false;
		return lines;
	}

	/** n8n stores the state. */
	save(): void {
		this.saved = JSON.stringify(this.notebook);
	}

	/** n8n is started again with what it stored. */
	restart(): void {
		this.notebook = JSON.parse(this.saved) as Notebook;
	}

	private miss(id: string, lines: string[]): void {
		const note = (this.notebook.connections[id] ??= { misses: 0, told: false });
		note.misses++;
		if (note.misses < patience || note.told) return;
		note.told = true;
		lines.push(`connectionUnreadable unreadable ${id}`);
	}

	private lookAt(id: string, now: number, lines: string[]): void {
		if (this.notebook.connections[id]?.told) lines.push(`syncRecovered unreadable ${id}`);
		this.notebook.connections[id] = { misses: 0, told: false };
		for (const [key, job] of this.team.jobs) {
			if (job.connectionId === id) this.lookAtJob(key, job, now, lines);
		}
	}

	private lookAtJob(key: string, job: ModelJob, now: number, lines: string[]): void {
		const label = `${job.connectionId}/${job.kind}/${job.name}`;
		const known = this.notebook.jobs[key];
		if (!known && job.id === null) return;
		const note = (this.notebook.jobs[key] ??= freshNote(job, now));
		const opened = { failed: note.failedSince === null, overdue: note.overdueSince === null };
		const say = (event: string, cause: string, result = '') =>
			lines.push(`${event} ${cause} ${label} ${result}`.trim());
		if (job.id !== null) {
			this.lookAtResults(job, note, known === undefined, now, say);
			if (known) noticeChanges(job, note, now);
			if (job.active) lookAtClock(job, note, now, say);
			closeLongRun(job, note, say);
			openLongRun(job, note, now, say);
			if (known) remind(note, opened, now, say);
		}
		if (note.active && !job.active) stop(note, say);
		note.active = job.active;
		note.id = job.id ?? note.id;
		if (job.id !== null) note.schedule = `${job.frequency}@${job.hour}`;
	}

	private lookAtResults(job: ModelJob, note: Note, isNew: boolean, now: number, say: Say): void {
		const mayFail = job.active || note.active;
		let firstOpen: string | null = null;
		for (const run of job.runs) {
			if (run.end !== null) run.seen = true;
			if (run.end === null || note.reported.includes(run.id)) continue;
			if (run.isTest) continue;
			if (!isNew) say('newResult', '-', run.id);
			if (run.failed && note.failedSince === null && mayFail) {
				note.failedSince = now;
				note.failedReminded = now;
				firstOpen = run.id;
				if (!isNew) say('syncFailed', 'failed', run.id);
			}
			if (!run.failed && note.failedSince !== null) {
				note.failedSince = null;
				if (!isNew) say('syncRecovered', 'failed', run.id);
			}
		}
		// At the first poll only what still fails is told, with its newest failed run.
		if (isNew && firstOpen !== null && note.failedSince !== null) {
			say('syncFailed', 'failed', job.runs.findLast(({ isTest, failed }) => !isTest && failed)?.id);
		}
		note.reported = job.runs.filter(({ end }) => end !== null).map(({ id }) => id);
		const newest = newestRun(job);
		if (!newest || newest.start <= note.lastStart) return;
		note.lastStart = newest.start;
		if (note.overdueSince === null) return;
		note.overdueSince = null;
		say('syncRecovered', 'overdue');
	}
}

type Say = (event: string, cause: string, result?: string) => void;

function freshNote(job: ModelJob, now: number): Note {
	return {
		id: job.id,
		active: job.active,
		schedule: `${job.frequency}@${job.hour}`,
		clock: newestRun(job) ? 0 : now,
		lastStart: 0,
		reported: [],
		failedSince: null,
		failedReminded: 0,
		overdueSince: null,
		overdueReminded: 0,
		longRun: null,
	};
}

function newestRun(job: ModelJob): ModelRun | undefined {
	return job.runs.findLast(({ isTest }) => !isTest);
}

function noticeChanges(job: ModelJob, note: Note, now: number): void {
	const isActivated = job.active && !note.active;
	const isChanged = note.id !== job.id || note.schedule !== `${job.frequency}@${job.hour}`;
	if (isActivated || isChanged) note.clock = now;
}

/** Whether the newest run still goes on and hasn't taken too long yet. */
function isBusy(job: ModelJob, now: number): boolean {
	const newest = newestRun(job);
	return newest !== undefined && newest.end === null && now - newest.start <= runningLong;
}

function lookAtClock(job: ModelJob, note: Note, now: number, say: Say): void {
	if (note.overdueSince !== null || isBusy(job, now)) return;
	const expected = Math.max(note.clock, note.lastStart) + job.frequency * hour;
	if (now <= expected + grace + (job.frequency === 24 ? hour : 0)) return;
	note.overdueSince = now;
	note.overdueReminded = now;
	say('syncOverdue', 'overdue');
}

function closeLongRun(job: ModelJob, note: Note, say: Say): void {
	const newest = newestRun(job);
	if (note.longRun === null || (newest?.id === note.longRun && newest.end === null)) return;
	note.longRun = null;
	say('syncRecovered', 'running_long');
}

function openLongRun(job: ModelJob, note: Note, now: number, say: Say): void {
	const newest = newestRun(job);
	if (!job.active || note.longRun !== null || !newest || newest.end !== null) return;
	if (now - newest.start <= runningLong) return;
	note.longRun = newest.id;
	say('syncRunningLong', 'running_long', newest.id);
}

function remind(
	note: Note,
	opened: { failed: boolean; overdue: boolean },
	now: number,
	say: Say,
): void {
	if (
		note.failedSince !== null &&
		!opened.failed &&
		now - note.failedReminded >= reminderInterval
	) {
		note.failedReminded = now;
		say('syncStillFailing', 'failed');
	}
	if (
		note.overdueSince !== null &&
		!opened.overdue &&
		now - note.overdueReminded >= reminderInterval
	) {
		note.overdueReminded = now;
		say('syncStillFailing', 'overdue');
	}
}

function stop(note: Note, say: Say): void {
	const open = [
		...(note.failedSince === null ? [] : ['failed']),
		...(note.overdueSince === null ? [] : ['overdue']),
		...(note.longRun === null ? [] : ['running_long']),
	];
	for (const cause of open.length > 0 ? open : ['-']) say('syncStopped', cause);
	Object.assign(note, { failedSince: null, overdueSince: null, longRun: null });
}
