import type { RunPlanInput } from '../../../sandbox/runPlans.cts';
import type { Random } from '../../../sandbox/random.cts';
import { statesByOutcome, type RunOutcome } from '../oracle/outcomes.cts';
import type { TeamJob, TeamResult } from '../team/teamState.cts';
import { pick, type Injection } from './injection.cts';
import type { InjectionKind } from './kind.cts';
import type { SimulatedTeam } from './simulatedTeam.cts';

const hourSeconds = 3600;

/** Plans the next runs of a job. */
async function plan(
	team: SimulatedTeam,
	injection: Injection,
	make: (random: Random, job: TeamJob) => RunPlanInput,
): Promise<void> {
	const random = team.randomOf(injection);
	const job = team.pickJob(random);
	if (job) await team.sandbox.control('planRuns', job.id, make(random, job));
}

const failing = { failProbability: 0.1 };

const randomFailures: InjectionKind = {
	description: 'days on which one run in ten fails',
	per90Days: 90,
	polls: [24, 24],
	// The history that the first poll finds has failures too.
	switches: failing,
	during: (_team, _injection, { switches }) => {
		Object.assign(switches, failing);
	},
};

const failureStreaks: InjectionKind = {
	description: 'jobs that fail several times in a row',
	per90Days: 250,
	polls: [1, 1],
	begin: (team, injection) =>
		plan(team, injection, (random) => ({
			outcome: pick(random, ['fail', 'timeout']),
			times: random.integer(2, 8),
		})),
};

const longRuns: InjectionKind = {
	description: 'runs longer than their interval',
	per90Days: 150,
	polls: [1, 1],
	begin: (team, injection) =>
		plan(team, injection, (random, { frequency }) => ({
			outcome: pick(random, ['succeed', 'succeed', 'fail']),
			durationSeconds: Math.round((frequency ?? 24) * hourSeconds * (0.3 + random.fraction() * 3)),
		})),
};

const countedFromEnd: InjectionKind = {
	description: 'intervals counted from the end of an overlong run instead of skipped slots',
	per90Days: 5,
	polls: [48, 120],
	during: (_team, _injection, { switches }) => {
		switches.overlongRuns = 'countFromEnd';
	},
};

const orphanRuns: InjectionKind = {
	description: 'runs that never end, with later runs beside them',
	per90Days: 80,
	polls: [3, 90],
	switches: { hungRuns: 'orphan' },
	begin: (team, injection) => plan(team, injection, () => ({ outcome: 'hang' })),
	async end(team, injection) {
		const random = team.randomOf(injection);
		const job = team.pickJob(random);
		const running = job?.results.find(({ endedAt, isTest }) => endedAt === null && !isTest);
		const outcome = pick(random, ['succeed', 'fail', undefined] as const);
		if (!job || !running || !outcome) return;
		// Only a run that hangs: others end as planned.
		const hangs = team.now - running.startedAt > hourSeconds * 1000;
		if (hangs) await team.tryControl('endRun', job.id, outcome, running.id);
	},
};

/** States of an outcome; a server job has the same outcome twice, or omits that of its rules. */
function statesFor(random: Random, { kind }: TeamJob, outcome: RunOutcome): Partial<RunPlanInput> {
	const taskState = pick(random, statesByOutcome[outcome]);
	if (kind === 'userSyncJob') return { taskState };
	const rulesSummaryStatus = pick(random, ['', ...rulesStates[outcome]]);
	const isBlank = outcome === 'failed' && random.fraction() < 0.3;
	return {
		taskState: isBlank ? 'done' : taskState,
		rulesSummaryStatus: isBlank ? 'error' : rulesSummaryStatus,
	};
}

const rulesStates: Record<RunOutcome, readonly string[]> = {
	success: ['done', 'done', 'completed'],
	failed: ['error', 'timeout', 'done'],
	running: ['running', 'pending'],
	unknown: ['done', 'skipped', 'warning'],
};

const otherWords: InjectionKind = {
	description: 'other words for success, failure and running',
	per90Days: 300,
	polls: [1, 1],
	begin: (team, injection) =>
		plan(team, injection, (random, job) => {
			const fails = random.fraction() < 0.3;
			return {
				outcome: fails ? 'fail' : 'succeed',
				times: random.integer(1, 5),
				...statesFor(random, job, fails ? 'failed' : 'success'),
				runningTaskState: pick(random, statesByOutcome.running),
			};
		}),
};

const unknownWords: InjectionKind = {
	description: 'runs that end in unknown states',
	per90Days: 200,
	polls: [1, 1],
	begin: (team, injection) =>
		plan(team, injection, (random, job) => ({
			outcome: 'succeed',
			times: random.integer(1, 5),
			...statesFor(random, job, 'unknown'),
		})),
};

/** One of the last results of a job that have ended. */
function pickEnded(random: Random, job: TeamJob | undefined, last: number): TeamResult | undefined {
	const ended = (job?.results ?? []).filter(({ endedAt, isTest }) => endedAt !== null && !isTest);
	const recent = ended.slice(-last);
	return recent.length > 0 ? pick(random, recent) : undefined;
}

const changedWords: InjectionKind = {
	description: 'results whose states change later',
	per90Days: 120,
	polls: [1, 1],
	async begin(team, injection) {
		const random = team.randomOf(injection);
		const job = team.pickJob(random);
		const result = pickEnded(random, job, pick(random, [1, 1, 1, 3]));
		if (!job || !result) return;
		const outcome = pick(random, ['success', 'failed', 'unknown'] as const);
		const { taskState, rulesSummaryStatus = 'done' } = statesFor(random, job, outcome);
		const isStamped = random.fraction() < 0.5;
		await team.tryControl('amendResult', result.id, {
			taskState,
			...(job.kind === 'serverSyncJob' ? { rulesSummaryStatus } : {}),
			...(isStamped ? { updatedAt: team.timeText } : {}),
		});
	},
};

const lateResults: InjectionKind = {
	description: 'results that appear up to six hours after their run',
	per90Days: 120,
	polls: [1, 1],
	begin: (team, injection) =>
		plan(team, injection, (random) => ({
			outcome: pick(random, ['succeed', 'fail']),
			appearDelaySeconds: random.integer(600, 6 * hourSeconds),
		})),
};

const restampedResults: InjectionKind = {
	description: 'results whose times change later',
	per90Days: 100,
	polls: [1, 1],
	async begin(team, injection) {
		const random = team.randomOf(injection);
		const result = pickEnded(random, team.pickJob(random), 5);
		if (!result) return;
		const later = (timeMs: number, seconds: number) =>
			new Date(timeMs + seconds * 1000).toISOString();
		await team.tryControl('amendResult', result.id, {
			updatedAt: later(result.updatedAt, random.integer(1, 1200)),
			...(random.fraction() < 0.3
				? { createdAt: later(result.createdAt, random.integer(-60, 20)) }
				: {}),
		});
	},
};

const stampsAhead: InjectionKind = {
	description: 'results stamped by a clock that is ahead',
	per90Days: 60,
	polls: [1, 1],
	begin: (team, injection) =>
		plan(team, injection, (random) => ({
			outcome: pick(random, ['succeed', 'fail']),
			clockOffsetSeconds: random.integer(600, 5 * hourSeconds),
		})),
};

const noStartTimes: InjectionKind = {
	description: 'results without a start time',
	per90Days: 60,
	polls: [1, 1],
	begin: (team, injection) =>
		plan(team, injection, (random) => ({
			outcome: pick(random, ['succeed', 'succeed', 'fail']),
			times: random.integer(1, 3),
			createdAt: '0001-01-01T00:00:00Z',
		})),
};

const testRuns: InjectionKind = {
	description: 'series of test runs',
	per90Days: 80,
	polls: [1, 1],
	async begin(team, injection) {
		const random = team.randomOf(injection);
		const job = team.pickJob(random);
		const count = random.integer(1, 14);
		for (let index = 0; job && index < count; index++) {
			await team.sandbox.control('runJob', job.id, { isTest: true });
		}
	},
};

export const runKinds: Record<string, InjectionKind> = {
	randomFailures,
	failureStreaks,
	longRuns,
	countedFromEnd,
	orphanRuns,
	otherWords,
	unknownWords,
	changedWords,
	lateResults,
	restampedResults,
	stampsAhead,
	noStartTimes,
	testRuns,
};
