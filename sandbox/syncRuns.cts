import { recordSync } from './directory.cts';
import type { Random } from './random.cts';
import type { RunOutcome, RunPlan } from './runPlans.cts';
import type { Job, JobKind, Run, TaskResult } from './team.cts';
import { fromRfc3339, secondMs, toRfc3339 } from './time.cts';
import type { World } from './world.cts';

export type EndedOutcome = Exclude<RunOutcome, 'hang'>;

const wordOf = { succeed: 'succeeded', fail: 'failed', timeout: 'timedOut' } as const;

const unreachable = 'The domain controller could not be reached';
const timedOut = 'The sync took too long';

const defaultSummary: Record<JobKind, Record<EndedOutcome, string | null>> = {
	server: { succeed: null, fail: unreachable, timeout: timedOut },
	user: { succeed: 'The users are in sync', fail: unreachable, timeout: timedOut },
};

const defaultDetails: Record<EndedOutcome, string> = {
	succeed: 'Every rule was carried out',
	fail: 'LDAP Result Code 200 "Network Error": dial tcp 10.0.0.4:636: i/o timeout',
	timeout: 'context deadline exceeded',
};

/**
 * Starts a run of a job now, by its plan. Its result is the one that the API shows from now on.
 * @param onEnd called once when the run ends, not when it is dropped
 */
export function startRun(
	world: World,
	job: Job,
	{ isTest = false, onEnd = null }: { isTest?: boolean; onEnd?: Run['onEnd'] } = {},
): Run {
	const plan = failureByGateway(world, job) ?? world.plans.take(job) ?? unplannedRun(world, job);
	const result = newResult(world, plan, isTest);
	const run: Run = { result, plan, plannedOutcome: plan.outcome, timer: null, onEnd };
	const endsAt = planEnd(world, job, run);

	job.results.push(result);
	if (job.results.length > world.switches.keepResults) job.results = heldResults(world, job);
	job.running.push(run);
	world.history.ofJob('run_started', job, {
		resultId: result.id,
		isTest,
		createdAt: toRfc3339(result.createdAt),
		updatedAt: toRfc3339(result.updatedAt),
		taskState: result.taskState,
		rulesSummaryStatus: result.rulesSummaryStatus,
		appearDelaySeconds: result.appearDelaySeconds,
		plannedOutcome: plan.outcome,
		plannedEndAt: endsAt === null ? null : toRfc3339(endsAt),
	});
	return run;
}

function newResult(world: World, plan: RunPlan, isTest: boolean): TaskResult {
	const { clock, random, team, switches } = world;
	const now = clock.now();
	return {
		sequence: team.nextSequence(),
		id: random.uuid(),
		isTest,
		testRequestId: random.uuid(),
		taskState: plan.runningTaskState ?? switches.taskStateWords.running,
		rulesSummaryStatus: plan.runningRulesSummaryStatus ?? switches.rulesSummaryWords.running,
		summary: null,
		detailedSummary: null,
		createdAt: plan.createdAt === undefined ? shown(now, plan) : fromRfc3339(plan.createdAt),
		updatedAt: shown(now, plan),
		startedAt: now,
		endedAt: null,
		appearDelaySeconds: plan.appearDelaySeconds ?? null,
	};
}

/** A time by a clock that is wrong, if the plan says so. */
function shown(time: number, { clockOffsetSeconds = 0 }: RunPlan): number {
	return time + clockOffsetSeconds * secondMs;
}

/** A run through a gateway that is offline fails (assumed); the job's plan stays for the next run. */
function failureByGateway({ team }: World, job: Job): RunPlan | undefined {
	const gateway = team.gateways.find(({ id }) => id === job.connection.gateway_id);
	if (!gateway || gateway.isOnline) return undefined;
	return {
		outcome: 'fail',
		summary: `Gateway ${gateway.name} is offline`,
		detailedSummary: `No connection to gateway ${gateway.name} (${gateway.id})`,
	};
}

/** Where a run's outcome, duration and minute come from, by the switch drawRuns. */
export function runRandom({ switches, random }: World, job: Job): Random {
	return switches.drawRuns === 'job' ? job.random : random;
}

function unplannedRun(world: World, job: Job): RunPlan {
	const fails = runRandom(world, job).fraction() < world.switches.failProbability;
	return { outcome: fails ? 'fail' : 'succeed' };
}

function planEnd(world: World, job: Job, run: Run): number | null {
	const { outcome, durationSeconds } = run.plan;
	if (outcome === 'hang') return null;
	const [shortest, longest] = world.switches.runDurationSeconds;
	const seconds = durationSeconds ?? runRandom(world, job).integer(shortest, longest);
	const endsAt = world.clock.now() + seconds * secondMs;
	run.timer = world.clock.at(endsAt, () => endRun(world, job, run, outcome));
	return endsAt;
}

/** Ends a run now: its result gets its final words and texts. */
export function endRun(world: World, job: Job, run: Run, outcome: EndedOutcome): void {
	const { result, plan } = run;
	const { clock, switches, history } = world;
	const word = wordOf[outcome];
	result.taskState = plan.taskState ?? switches.taskStateWords[word];
	result.rulesSummaryStatus = plan.rulesSummaryStatus ?? switches.rulesSummaryWords[word];
	result.summary = plan.summary === undefined ? defaultSummary[job.kind][outcome] : plan.summary;
	result.detailedSummary =
		plan.detailedSummary === undefined ? defaultDetails[outcome] : plan.detailedSummary;
	result.endedAt = clock.now();
	result.updatedAt = shown(clock.now(), plan);
	if (outcome === 'succeed' && !result.isTest) recordSync(world, job);
	forgetRun(world, job, run);
	history.ofJob('run_ended', job, {
		...factsOf(run),
		outcome,
		endedAt: toRfc3339(result.endedAt),
		updatedAt: toRfc3339(result.updatedAt),
		taskState: result.taskState,
		rulesSummaryStatus: result.rulesSummaryStatus,
		summary: result.summary,
	});
	run.onEnd?.();
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

/** The results that lists and jobs show, oldest first: the last few of those that have appeared. */
export function keptResults(world: World, job: Job): TaskResult[] {
	return job.results
		.filter((result) => hasAppeared(world, result))
		.slice(-world.switches.keepResults);
}

/** The results that the team holds, oldest first: the kept ones and those that are yet to appear. */
export function heldResults(world: World, job: Job): TaskResult[] {
	const kept = new Set(keptResults(world, job));
	return job.results.filter((result) => kept.has(result) || !hasAppeared(world, result));
}

function hasAppeared({ clock, switches }: World, result: TaskResult): boolean {
	const { resultsAppear, resultDelaySeconds } = switches;
	const { startedAt, endedAt, appearDelaySeconds } = result;
	const isFromStart = resultsAppear === 'atStart' && appearDelaySeconds === null;
	const from = isFromStart ? startedAt : endedAt;
	const delay = (appearDelaySeconds ?? resultDelaySeconds) * secondMs;
	return from !== null && from + delay <= clock.now();
}
