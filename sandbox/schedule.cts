import { runRandom, startRun } from './syncRuns.cts';
import type { Job, Run } from './team.cts';
import { dayMs, hourMs, secondMs } from './time.cts';
import type { World } from './world.cts';

/**
 * A daily job starts at a random minute within this many minutes of its hour
 * (docs/api-contract.md, "Behaviour that shapes the product").
 */
const dailySpreadMinutes = 60;

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

/** The job has no next run. */
export function unscheduleJob(world: World, job: Job): void {
	if (job.timer) world.clock.cancel(job.timer);
	job.timer = null;
	job.nextDueAt = null;
}

function nextDue(world: World, job: Job): number {
	const now = world.clock.now();
	const { frequency, start_hour_utc: hour } = job.settings;
	if (frequency !== 24 || hour === null) return now + (frequency ?? 24) * hourMs;

	const today = now - (now % dayMs) + hour * hourMs;
	const nextHour = today > now ? today : today + dayMs;
	const spread = runRandom(world, job).integer(0, dailySpreadMinutes * 60 - 1) * secondMs;
	return nextHour + spread;
}

/** A slot is skipped while the scheduled run before it still goes on (assumed). */
function runOnSchedule(world: World, job: Job): void {
	const blocking = job.running.findLast((run) => !run.result.isTest && !isOrphan(world, run));
	if (!blocking) {
		startScheduledRun(world, job);
		return;
	}
	world.history.ofJob('run_skipped', job, { blockedBy: blocking.result.id });
	scheduleJob(world, job);
}

/** Starts a run of an active job and plans the one after it: from now, or from the run's end by a switch. */
export function startScheduledRun(world: World, job: Job): void {
	const run = startRun(world, job, { onEnd: () => scheduleUnlessPlanned(world, job) });
	const waitsForEnd = world.switches.overlongRuns === 'countFromEnd' && !isOrphan(world, run);
	if (waitsForEnd) unscheduleJob(world, job);
	else scheduleJob(world, job);
}

function scheduleUnlessPlanned(world: World, job: Job): void {
	if (job.settings.is_active && job.timer === null) scheduleJob(world, job);
}

/** A run that hangs and that the schedule doesn't wait for, by a switch. */
function isOrphan({ switches }: World, run: Run): boolean {
	return switches.hungRuns === 'orphan' && run.plannedOutcome === 'hang';
}
