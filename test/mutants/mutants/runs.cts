import { mutant, type Mutant } from './mutant.cts';

/** Of the rules of jobs and runs: what a result means, and what follows for its job. */
export const runMutants: Mutant[] = [
	mutant(
		'monitor/rules/draft.ts',
		'Math.min(known?.oldestStartMs ?? Infinity, oldest.startMs)',
		'oldest.startMs',
		'the access deadline of a job that never succeeded moves later with each run',
	),
	mutant(
		'monitor/rules/draft.ts',
		'failures: forgotten.failures + 1',
		'failures: forgotten.failures',
		'the count of failures in a row stops at ten',
	),
	mutant(
		'monitor/rules/draft.ts',
		'Math.min((known?.offPolls ?? 0) + 1, 2)',
		'1',
		'a job that was switched off is never reported',
	),
	mutant(
		'monitor/rules/job.ts',
		'if (!run.isTest) applyRun',
		'applyRun',
		'a test run opens an incident',
	),
	mutant(
		'monitor/rules/job.ts',
		"known || context.reportsCurrent ? 'pending'",
		"known ? 'pending'",
		'failures at the first poll are never reported',
	),
	mutant(
		'monitor/rules/job.ts',
		'wasOnlyOverdue && job.isActive',
		'job.isActive',
		'a change of schedule closes the incident of a failure',
	),
	mutant(
		'monitor/rules/jobs.ts',
		'const taken = new Set(matches.values());\n\tconst rest = known.filter((state) => !taken.has(state));',
		'const rest = [...known];',
		'two jobs share what is remembered of one',
	),
	mutant(
		'monitor/rules/jobs.ts',
		'if (known.absentPolls === 0)',
		'if (known.absentPolls < 0)',
		'a job that one incomplete list lacks counts as deleted',
	),
	mutant(
		'monitor/rules/jobs.ts',
		'one.job.isActive && one.job !== job',
		'one.job !== job',
		'a job counts as replaced by one that is off',
	),
	mutant(
		'monitor/rules/outcome.ts',
		"if (task === 'failed' || rules === 'failed')",
		"if (task === 'failed')",
		'failed rules are overlooked',
	),
	mutant(
		'monitor/rules/outcome.ts',
		"(rules === null || rules === 'success')",
		'true',
		'a run with unknown rules counts as a success',
	),
	mutant(
		'monitor/rules/outcome.ts',
		"if (meaning === 'success') return { meaning: 'failure'",
		"if (meaning === 'success') return { meaning: 'success'",
		'"not completed" counts as a success',
	),
	mutant(
		'monitor/rules/outcome.ts',
		"if (meanings.has('retrying')) return 'running';",
		'',
		'a run that is tried again counts as failed',
	),
	mutant(
		'monitor/rules/outcome.ts',
		"!failureWord.startsWith('fail')",
		'true',
		'"failing" counts as running',
	),
	mutant(
		'monitor/rules/runs.ts',
		"if (id === '' || id === nilUuid) return;",
		'',
		'results without an ID are mixed up',
	),
	mutant(
		'monitor/rules/runs.ts',
		'nowMs - run.firstSeenMs >= unknownWaitMs',
		'nowMs - run.firstSeenMs >= 0',
		'an unknown result does not wait',
	),
	mutant(
		'monitor/rules/runs.ts',
		'facts.failingSinceMs ??= run.endMs',
		'facts.failingSinceMs = run.endMs',
		'failing_since moves with each failure',
	),
	mutant(
		'monitor/rules/standing.ts',
		'return !isActive && replacement !== null;',
		'return replacement !== null;',
		'a job counts as replaced while it runs',
	),
	mutant(
		'monitor/rules/standing.ts',
		'serverSyncJob: 96, userSyncJob: 48',
		'serverSyncJob: 48, userSyncJob: 96',
		'access deadlines of the two kinds are swapped',
	),
	mutant(
		'monitor/rules/standing.ts',
		'latestMs: dueMs + dailySpreadMs + graceMs',
		'latestMs: dueMs + graceMs',
		'a daily job is overdue in its first hour',
	),
	mutant(
		'monitor/rules/standing.ts',
		'const busyUntilMs = laterMs(fromMs, lastEndMs);',
		'const busyUntilMs = fromMs;',
		'a job that runs longer than its interval is overdue',
	),
	mutant(
		'monitor/rules/standing.ts',
		'state.isActive && !oldestUnderWay && next',
		'state.isActive && next',
		'a job under way is overdue',
	),
	mutant(
		'monitor/rules/standing.ts',
		'!state.hasBeenActive || isReplaced(input, state)',
		'isReplaced(input, state)',
		'a job that was never active is reported as stopped',
	),
	mutant(
		'monitor/rules/values.ts',
		'return timeMs > 0 ?',
		'return timeMs > -1e15 ?',
		"Go's zero time counts as a start",
	),
];
