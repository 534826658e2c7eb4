import { ApiError, notFound } from './errors.cts';
import { dropRuns, scheduleJob, startRun, unscheduleJob } from './syncRuns.cts';
import type {
	Connection,
	Job,
	JobDraft,
	JobKind,
	Rule,
	RuleRequest,
	ScheduleRequest,
	ServerJobRequest,
	TaskResult,
	UserJobRequest,
} from './team.cts';
import type { World } from './world.cts';

/** Most active user sync jobs a connection (contract, help: certain; the refusal is assumed). */
const MOST_ACTIVE_USER_JOBS = 10;

/** The client's defaults of the two directory fields of a user sync job. */
const DEFAULT_UPN_FIELD = 'userPrincipalName';
const DEFAULT_SID_FIELD = 'objectSID';

/** @throws ApiError 404 */
export function getJob(connection: Connection, kind: JobKind, id: string): Job {
	const job = connection.jobs[kind].get(id);
	if (!job) throw notFound(kind === 'server' ? 'Server sync job' : 'User sync job', id);
	return job;
}

/** Checks a server sync job beyond its form. @throws ApiError 400 */
export function serverJobDraft(world: World, request: ServerJobRequest): JobDraft {
	checkSchedule(request.frequency, request.start_hour_utc ?? null);
	checkPriorities(request.rule_assignments);
	return {
		kind: 'server',
		settings: {
			name: request.name,
			frequency: request.frequency,
			start_hour_utc: request.start_hour_utc ?? null,
			is_active: request.is_active,
			hostname_attribute: request.hostname_attribute,
			os_attribute: request.os_attribute,
			access_address_attribute: request.access_address_attribute ?? null,
			bastion_attribute: request.bastion_attribute ?? null,
			alt_names_attributes: request.alt_names_attributes ?? [],
			additional_attribute_mapping: (request.additional_attribute_mapping ?? []).map(
				({ label, value, is_guid }) => ({ label, value, is_guid: is_guid ?? false }),
			),
			rule_assignments: request.rule_assignments.map((rule) => storedRule(world, rule)),
		},
	};
}

/** Checks a user sync job beyond its form. @throws ApiError 400 */
export function userJobDraft(request: UserJobRequest): JobDraft {
	const frequency = request.frequency ?? null;
	if (request.is_active) checkFrequency(frequency);
	checkSchedule(frequency, request.start_hour_utc ?? null);
	return {
		kind: 'user',
		settings: {
			name: request.name,
			frequency,
			start_hour_utc: request.start_hour_utc ?? null,
			is_active: request.is_active,
			base_dn: request.base_dn,
			ldap_query_filter: request.ldap_query_filter,
			upn_field: request.upn_field ?? DEFAULT_UPN_FIELD,
			sid_field: request.sid_field ?? DEFAULT_SID_FIELD,
		},
	};
}

function checkFrequency(frequency: number | null): void {
	if (frequency === null) {
		throw new ApiError('invalid_request', 'frequency is required while the job is active');
	}
}

function checkSchedule(frequency: number | null, hour: number | null): void {
	if (frequency === 24 && hour === null) {
		throw new ApiError('invalid_request', 'start_hour_utc is required when frequency is 24');
	}
	if (frequency !== 24 && hour !== null) {
		throw new ApiError('invalid_request', 'start_hour_utc is allowed only when frequency is 24');
	}
}

function checkPriorities(rules: RuleRequest[]): void {
	if (new Set(rules.map(({ priority }) => priority)).size < rules.length) {
		throw new ApiError('invalid_request', 'rule_assignments: each priority may stand only once');
	}
}

function storedRule({ team, random }: World, rule: RuleRequest): Rule {
	if (!team.projects.some(({ id }) => id === rule.project_id)) {
		throw new ApiError('invalid_request', `project_id ${rule.project_id} does not exist`);
	}
	return { ...rule, id: random.uuid() };
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
 * Deletes the job and creates it again, as the API does: new id, no results.
 * @throws ApiError 403 or 409 when the connection has no room for another active job
 */
export function updateJob(world: World, old: Job, draft: JobDraft, { runTest = false } = {}): Job {
	const { connection } = old;
	if (draft.settings.is_active) makeRoom(world, connection, draft.kind, old);
	takeAway(world, old);
	const job = addJob(world, connection, draft);
	world.history.ofJob('job_updated', job, {
		previousId: old.id,
		previousName: old.settings.name,
		wasActive: old.settings.is_active,
	});
	begin(world, job, runTest);
	return job;
}

export function deleteJob(world: World, job: Job): void {
	takeAway(world, job);
	world.history.ofJob('job_deleted', job);
}

function addJob({ team, random }: World, connection: Connection, draft: JobDraft): Job {
	const job: Job = {
		...draft,
		sequence: team.nextSequence(),
		id: random.uuid(),
		connection,
		results: [],
		running: [],
		nextDueAt: null,
		timer: null,
	};
	connection.jobs[job.kind].set(job.id, job);
	return job;
}

function begin(world: World, job: Job, runTest: boolean): void {
	if (job.settings.is_active) {
		startRun(world, job);
		scheduleJob(world, job);
	}
	if (runTest) startRun(world, job, { isTest: true });
}

function takeAway(world: World, job: Job): void {
	unscheduleJob(world, job);
	dropRuns(world, job);
	job.connection.jobs[job.kind].delete(job.id);
}

/** Sees to it that one more job of the kind may become active. `except` is about to go anyway. */
function makeRoom(world: World, connection: Connection, kind: JobKind, except?: Job): void {
	const active = [...connection.jobs[kind].values()].filter(
		(job) => job !== except && job.settings.is_active,
	);
	if (kind === 'server' && active.length > 0) makeRoomForServerJob(world, active);
	if (kind === 'user' && active.length >= MOST_ACTIVE_USER_JOBS) {
		throw new ApiError(
			'quota_exceeded',
			`A connection may have at most ${MOST_ACTIVE_USER_JOBS} active user sync jobs`,
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
	startRun(world, job);
	scheduleJob(world, job);
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

/**
 * Sets the schedule; an inactive *server* job becomes active by it (contract, endpoint 12).
 * @throws ApiError 400, 403 or 409
 */
export function setSchedule(world: World, job: Job, request: ScheduleRequest): void {
	const hour = request.start_hour_utc ?? null;
	checkSchedule(request.frequency, hour);
	const activates = job.kind === 'server' && !job.settings.is_active;
	if (activates) makeRoom(world, job.connection, job.kind);
	job.settings.frequency = request.frequency;
	job.settings.start_hour_utc = hour;
	world.history.ofJob('job_schedule_changed', job);
	if (activates) activateJob(world, job);
	else if (job.settings.is_active) scheduleJob(world, job);
}

/** @throws ApiError 404 when the API keeps no such result of the job */
export function findResult(job: Job, results: TaskResult[], id: string): TaskResult {
	const result = results.find((candidate) => candidate.id === id);
	if (!result) throw notFound(`Job ${job.id}: result`, id);
	return result;
}
