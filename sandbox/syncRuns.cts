import type { RunOutcome, RunPlan } from './runPlans.cts';
import type { Job, JobKind, Run, TaskResult } from './team.cts';
import { DAY, HOUR, SECOND, toRfc3339 } from './time.cts';
import type { World } from './world.cts';

/** A daily job starts at a random minute within this many minutes of its hour (contract, help). */
const DAILY_SPREAD_MINUTES = 60;

export type EndedOutcome = Exclude<RunOutcome, 'hang'>;

const DEFAULT_SUMMARY: Record<JobKind, Record<EndedOutcome, string | null>> = {
	server: { succeed: null, fail: 'The domain controller could not be reached' },
	user: { succeed: 'The users are in sync', fail: 'The domain controller could not be reached' },
};

const DEFAULT_DETAILS: Record<EndedOutcome, string> = {
	succeed: 'Every rule was carried out',
	fail: 'LDAP Result Code 200 "Network Error": dial tcp 10.0.0.4:636: i/o timeout',
};

/** Plans the next run of an active job, counted from now; forgets the one planned before. */
export function scheduleJob(world: World, job: Job): void {
	scheduleJobAt(world, job, nextDue(world, job));
}

/** As `scheduleJob`, for a given time (milliseconds since 1970). */
export function scheduleJobAt(world: World, job: Job, dueAt: number): void {
	unscheduleJob(world, job);
	job.nextDueAt = dueAt;
	job.timer = world.clock.at(dueAt, () => runOnSchedule(world, job));
}

/** The job runs no more by itself. */
export function unscheduleJob(world: World, job: Job): void {
	if (job.timer) world.clock.cancel(job.timer);
	job.timer = null;
	job.nextDueAt = null;
}

function nextDue(world: World, job: Job): number {
	const now = world.clock.now();
	const { frequency, start_hour_utc: hour } = job.settings;
	if (frequency !== 24 || hour === null) return now + (frequency ?? 24) * HOUR;

	const today = now - (now % DAY) + hour * HOUR;
	const nextHour = today > now ? today : today + DAY;
	const spread = world.random.integer(0, DAILY_SPREAD_MINUTES * 60 - 1) * SECOND;
	return nextHour + spread;
}

/** A slot is skipped while the scheduled run before it still goes on (assumed). */
function runOnSchedule(world: World, job: Job): void {
	const latest = job.running.findLast(({ result }) => !result.isTest);
	if (latest) world.history.ofJob('run_skipped', job, { blockedBy: latest.result.id });
	else startRun(world, job);
	scheduleJob(world, job);
}

/**
 * Starts a run of a job now, by its plan.
 * @returns the result that the API shows from now on, still running
 */
export function startRun(world: World, job: Job, { isTest = false } = {}): TaskResult {
	const { clock, random, team, switches } = world;
	const plan = world.plans.take(job) ?? unplannedRun(world);
	const result: TaskResult = {
		sequence: team.nextSequence(),
		id: random.uuid(),
		isTest,
		testRequestId: random.uuid(),
		taskState: switches.taskStateWords.running,
		rulesSummaryStatus: switches.rulesSummaryWords.running,
		summary: null,
		detailedSummary: null,
		createdAt: clock.now(),
		updatedAt: clock.now(),
	};
	const run: Run = { result, plan, plannedOutcome: plan.outcome, timer: null };
	const endsAt = planEnd(world, job, run);

	job.results.push(result);
	if (job.results.length > switches.keepResults) job.results.shift();
	job.running.push(run);
	world.history.ofJob('run_started', job, {
		resultId: result.id,
		isTest,
		plannedOutcome: plan.outcome,
		plannedEndAt: endsAt === null ? null : toRfc3339(endsAt),
	});
	return result;
}

function unplannedRun({ random, switches }: World): RunPlan {
	return { outcome: random.fraction() < switches.failProbability ? 'fail' : 'succeed' };
}

function planEnd(world: World, job: Job, run: Run): number | null {
	const { outcome, durationSeconds } = run.plan;
	if (outcome === 'hang') return null;
	const [shortest, longest] = world.switches.runDurationSeconds;
	const seconds = durationSeconds ?? world.random.integer(shortest, longest);
	const endsAt = world.clock.now() + seconds * SECOND;
	run.timer = world.clock.at(endsAt, () => endRun(world, job, run, outcome));
	return endsAt;
}

/** Ends a run now: its result gets its final words and texts. */
export function endRun(world: World, job: Job, run: Run, outcome: EndedOutcome): void {
	const { result, plan } = run;
	const word = outcome === 'succeed' ? 'succeeded' : 'failed';
	result.taskState = plan.taskState ?? world.switches.taskStateWords[word];
	result.rulesSummaryStatus = plan.rulesSummaryStatus ?? world.switches.rulesSummaryWords[word];
	result.summary = plan.summary === undefined ? DEFAULT_SUMMARY[job.kind][outcome] : plan.summary;
	result.detailedSummary =
		plan.detailedSummary === undefined ? DEFAULT_DETAILS[outcome] : plan.detailedSummary;
	result.updatedAt = world.clock.now();
	forgetRun(world, job, run);
	world.history.ofJob('run_ended', job, {
		...factsOf(run),
		outcome,
		endedAt: toRfc3339(result.updatedAt),
		taskState: result.taskState,
		rulesSummaryStatus: result.rulesSummaryStatus,
		summary: result.summary,
	});
}

/** Cuts off whatever still runs of a job that is going away. */
export function dropRuns(world: World, job: Job): void {
	for (const run of [...job.running]) {
		forgetRun(world, job, run);
		world.history.ofJob('run_dropped', job, factsOf(run));
	}
}

function forgetRun(world: World, job: Job, run: Run): void {
	if (run.timer) world.clock.cancel(run.timer);
	job.running = job.running.filter((other) => other !== run);
}

function factsOf({ result, plannedOutcome }: Run): Record<string, unknown> {
	return {
		resultId: result.id,
		isTest: result.isTest,
		plannedOutcome,
		createdAt: toRfc3339(result.createdAt),
	};
}

/** The results that the API still keeps, oldest first. */
export function keptResults(job: Job, keep: number): TaskResult[] {
	return job.results.slice(-keep);
}
