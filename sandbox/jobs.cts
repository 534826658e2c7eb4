import { ApiError, notFound } from './errors.cts';
import { checkFrequency, checkSchedule } from './jobDrafts.cts';
import { createRandom, seedOf, type Random } from './random.cts';
import { scheduleJob, startScheduledRun, unscheduleJob } from './schedule.cts';
import { dropRuns, heldResults, startRun } from './syncRuns.cts';
import type { Connection, Job, JobDraft, JobKind, ScheduleRequest, TaskResult } from './team.cts';
import type { World } from './world.cts';

/** Most active user sync jobs of a connection: certain; the refusal is assumed. */
export const mostActiveUserJobs = 10;

/** @throws ApiError 404 */
export function getJob(connection: Connection, kind: JobKind, id: string): Job {
	const job = connection.jobs[kind].get(id);
	if (!job) throw notFound(kind === 'server' ? 'Server sync job' : 'User sync job', id);
	return job;
}

/**
 * Makes a job; an active one runs at once.
 * @throws ApiError 403 or 409 when the connection has no room for another active job
 */
export function createJob(
	world: World,
	connection: Connection,
	draft: JobDraft,
	{ runTest = false } = {},
): Job {
	if (draft.settings.is_active) makeRoom(world, connection, draft.kind);
	const job = addJob(world, connection, draft);
	world.history.ofJob('job_created', job);
	begin(world, job, runTest);
	return job;
}

/**
 * Updates a job: deletes it and creates it again, or keeps it, by the switch jobOnPut.
 * @throws ApiError 403 or 409 when the connection has no room for another active job
 */
export function updateJob(world: World, old: Job, draft: JobDraft, { runTest = false } = {}): Job {
	const { jobOnPut } = world.switches;
	const before = {
		previousId: old.id,
		previousName: old.settings.name,
		wasActive: old.settings.is_active,
	};
	if (draft.settings.is_active) makeRoom(world, old.connection, draft.kind, old);
	if (jobOnPut === 'kept') return changeInPlace(world, old, draft, before, runTest);

	takeAway(world, old);
	const job = addJob(world, old.connection, draft, old.random);
	world.plans.follow(old, job);
	if (jobOnPut === 'recreatedWithResults') job.results = old.results.filter(hasEnded);
	world.history.ofJob('job_updated', job, before);
	begin(world, job, runTest);
	return job;
}

function changeInPlace(
	world: World,
	job: Job,
	{ settings, extra }: JobDraft,
	before: { wasActive: boolean },
	runTest: boolean,
): Job {
	Object.assign(job, { settings, extra });
	world.history.ofJob('job_updated', job, before);
	if (!settings.is_active) unscheduleJob(world, job);
	else if (before.wasActive) scheduleJob(world, job);
	else startScheduledRun(world, job);
	if (runTest) startRun(world, job, { isTest: true });
	return job;
}

export function deleteJob(world: World, job: Job): void {
	takeAway(world, job);
	world.history.ofJob('job_deleted', job);
}

function addJob(
	world: World,
	connection: Connection,
	draft: JobDraft,
	ownRandom = newJobRandom(world, connection, draft),
): Job {
	const { team, random } = world;
	const job: Job = {
		...draft,
		sequence: team.nextSequence(),
		id: random.uuid(),
		connection,
		results: [],
		running: [],
		nextDueAt: null,
		timer: null,
		random: ownRandom,
	};
	connection.jobs[job.kind].set(job.id, job);
	return job;
}

/** The same for every team of this seed, whatever happened before. */
function newJobRandom(
	{ seed, jobsMade }: World,
	{ domain }: Connection,
	{ kind, settings }: JobDraft,
): Random {
	const key = `${domain}/${kind}/${settings.name}`;
	const number = jobsMade.get(key) ?? 0;
	jobsMade.set(key, number + 1);
	return createRandom(seedOf(`${seed}/${key}/${number}`));
}

function begin(world: World, job: Job, runTest: boolean): void {
	if (job.settings.is_active) startScheduledRun(world, job);
	if (runTest) startRun(world, job, { isTest: true });
}

function takeAway(world: World, job: Job): void {
	unscheduleJob(world, job);
	dropRuns(world, job);
	job.connection.jobs[job.kind].delete(job.id);
}

function hasEnded({ endedAt }: TaskResult): boolean {
	return endedAt !== null;
}

/** Makes sure that one more job of the kind may become active. `except` is about to go anyway. */
function makeRoom(world: World, connection: Connection, kind: JobKind, except?: Job): void {
	const active = [...connection.jobs[kind].values()].filter(
		(job) => job !== except && job.settings.is_active,
	);
	if (kind === 'server' && active.length > 0) makeRoomForServerJob(world, active);
	if (kind === 'user' && active.length >= mostActiveUserJobs) {
		throw new ApiError(
			'quota_exceeded',
			`A connection may have at most ${mostActiveUserJobs} active user sync jobs`,
		);
	}
}

function makeRoomForServerJob(world: World, active: Job[]): void {
	if (world.switches.secondActiveServerJob === 'refuse') {
		throw new ApiError(
			'resource_already_exists',
			`The connection already has an active server sync job: ${active[0].id}`,
		);
	}
	for (const job of active) deactivateJob(world, job, 'replaced');
}

/**
 * Activates a job, which runs at once; nothing happens to one that is active.
 * @throws ApiError 400, 403 or 409
 */
export function activateJob(world: World, job: Job): void {
	if (job.settings.is_active) return;
	checkFrequency(job.settings.frequency);
	makeRoom(world, job.connection, job.kind);
	job.settings.is_active = true;
	world.history.ofJob('job_activated', job);
	startScheduledRun(world, job);
}

/** What runs now goes on to its end; nothing happens to a job that is inactive. */
export function deactivateJob(
	world: World,
	job: Job,
	reason: 'asked' | 'replaced' = 'asked',
): void {
	if (!job.settings.is_active) return;
	job.settings.is_active = false;
	unscheduleJob(world, job);
	world.history.ofJob('job_deactivated', job, { reason });
}

/** Sets the state of a job; by switches, it stays as it is. @throws ApiError 400 or 403 */
export function setState(world: World, job: Job, isActive: boolean): void {
	const { stateActivates, deactivates } = world.switches;
	if (isActive && stateActivates) activateJob(world, job);
	if (!isActive && deactivates) deactivateJob(world, job);
}

/**
 * Sets the schedule; an inactive *server* job becomes active by it, unless a switch prevents it
 * (docs/api-contract.md, "Endpoints").
 * @throws ApiError 400, 403 or 409
 */
export function setSchedule(world: World, job: Job, request: ScheduleRequest): void {
	const hour = request.start_hour_utc ?? null;
	checkSchedule(request.frequency, hour);
	const isInactive = !job.settings.is_active;
	const activates = job.kind === 'server' && isInactive && world.switches.scheduleActivates;
	if (activates) makeRoom(world, job.connection, job.kind);
	job.settings.frequency = request.frequency;
	job.settings.start_hour_utc = hour;
	world.history.ofJob('job_schedule_changed', job);
	if (activates) activateJob(world, job);
	else if (job.settings.is_active) scheduleJob(world, job);
}

/** @throws ApiError 404 when the API keeps no such result of the job */
export function findResult(world: World, job: Job, id: string): TaskResult {
	const result = heldResults(world, job).find((candidate) => candidate.id === id);
	if (!result) throw notFound(`Job ${job.id}: result`, id);
	return result;
}
