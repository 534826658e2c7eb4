/** A mistake that somebody could make in the source. The tests must notice it. */
export interface Mutant {
	/** Below nodes/AsaActiveDirectory. */
	file: string;
	/** Occurs exactly once in the file. */
	search: string;
	replacement: string;
	/** What goes wrong for users. */
	why: string;
}

const mutant = (file: string, search: string, replacement: string, why: string): Mutant => ({
	...{ file, search, replacement, why },
});

/** Hand-made, in the order of the files. */
export const MUTANTS: Mutant[] = [
	mutant(
		'monitor/choices.ts',
		"text === '' ? undefined",
		"text === 'x' ? undefined",
		'an empty choice watches nothing',
	),
	mutant(
		'monitor/index.ts',
		'if (before && isOutdated(before, snapshot))',
		'if (before && !before)',
		'an older poll undoes a newer one',
	),
	mutant(
		'monitor/index.ts',
		'if (!step.before && isFinal)',
		'if (isFinal)',
		'a later poll throws, and n8n gives up on the trigger',
	),
	mutant(
		'monitor/index.ts',
		'failures.every(({ isTransient }) => !isTransient)',
		'failures.some(({ isTransient }) => !isTransient)',
		'a fault that passes keeps the workflow from being published',
	),
	mutant(
		'monitor/index.ts',
		'if (!before && checked.missing.length > 0)',
		'if (before && checked.missing.length > 0)',
		'a choice that does not exist is published',
	),
	mutant(
		'monitor/index.ts',
		'.sort((one, other) => one.atMs - other.atMs)',
		'.sort((one, other) => other.atMs - one.atMs)',
		'items come in the wrong order',
	),
	mutant(
		'monitor/rules/connection.ts',
		'if (list === undefined)',
		'if (list === undefined || isReadError(list))',
		'a list that cannot be read is taken for one that was not reached',
	),
	mutant(
		'monitor/rules/connection.ts',
		'return other.endsMs < one.endsMs ? other : one',
		'return other.endsMs < one.endsMs ? one : other',
		'the latest access deadline is told instead of the earliest',
	),
	mutant(
		'monitor/rules/incident.ts',
		"status === 'notified' || (status === 'pending'",
		"(status === 'pending'",
		'a ticket is never closed',
	),
	mutant(
		'monitor/rules/incident.ts',
		'nowMs - lastItemMs >= reminderHours',
		'nowMs - lastItemMs > 2 * reminderHours',
		'reminders come at half the pace',
	),
	mutant(
		'monitor/rules/incident.ts',
		"if (newestEnded?.outcome !== 'success') return false;",
		'',
		'a failure closes an incident',
	),
	mutant(
		'monitor/rules/incident.ts',
		'newestEnded.startMs > known.startMs',
		'newestEnded.startMs >= known.startMs',
		'a success that was known already closes an incident',
	),
	mutant(
		'monitor/rules/incident.ts',
		'(newestEnded.endMs ?? newestEnded.startMs) > lastOffMs',
		'true',
		'a run from before the stop closes an incident of a stopped job',
	),
	mutant(
		'monitor/rules/incident.ts',
		"pieces.map((piece) => piece.replaceAll(/[-_]/g, 'x'))",
		'pieces',
		'the pieces of an incident key run together',
	),
	mutant(
		'monitor/rules/incident.ts',
		'const isAlreadyResolved = !wasNotified && ',
		'const isAlreadyResolved = ',
		'every closing item says that the same poll opened it',
	),
	mutant(
		'monitor/rules/incident.ts',
		"if (!incident || incident.status === 'suppressed') return;",
		'if (!incident) return;',
		'current failures are told although the user said no',
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
		'failures at the first poll are never told',
	),
	mutant(
		'monitor/rules/standing.ts',
		'return !isActive && replacement !== null;',
		'return replacement !== null;',
		'a job counts as replaced while it runs',
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
		'monitor/rules/outage.ts',
		'Math.min(nowMs - firstMs, hostMs - firstHostMs) < outageDelayMs',
		'nowMs < firstMs',
		'a server that restarts is told as an outage',
	),
	mutant(
		'monitor/rules/outage.ts',
		"isPending && settings.events.has('connectionUnreadable')",
		'isPending',
		'an outage is told although its event is not chosen',
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
		"(rules === null || rules !== 'running')",
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
		'asa/model/result.ts',
		"id.trim() !== '' && id.trim() !== nilUuid",
		"id.trim() !== ''",
		'scheduled runs with the nil UUID count as tests',
	),
	mutant(
		'monitor/rules/runs.ts',
		'Math.min(ownStartMs(result) ?? futureMs, futureMs)',
		'ownStartMs(result) ?? futureMs',
		'a run from the future hides all that follow',
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
		'if (context.hasJumped) return worstFirst(causes);',
		'',
		'a corrected clock opens incidents',
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
		'a job that was never active is told as stopped',
	),
	mutant(
		'monitor/rules/values.ts',
		'return timeMs > 0 ?',
		'return timeMs > -1e15 ?',
		"Go's zero time counts as a start",
	),
	mutant(
		'monitor/rules/values.ts',
		'Math.abs(offsetMs - otherMs) <= largestJumpMs',
		'true',
		'no clock ever jumps',
	),
	mutant(
		'monitor/state/storage.ts',
		'if (!before || !before.hostMs) return true;',
		'if (!before) return false;',
		'the baseline is not kept',
	),
	mutant(
		'monitor/state/storage.ts',
		'record(stored).version === stateVersion ?',
		'true ?',
		'a state of another version is taken for one of this',
	),
	mutant(
		'monitor/snapshot/plan.ts',
		"if (!known) return mark !== '';",
		'if (!known) return false;',
		'the history of a job that is first seen is not read',
	),
	mutant(
		'asa/auth/mint.ts',
		'if (answer.failure) throw explainMint(answer.failure, target);',
		'',
		'a wrong key is told as another server',
	),
	mutant(
		'asa/auth/mint.ts',
		'answeredTeam.toLowerCase() !== target.team.toLowerCase()',
		'false',
		'a key of another team is taken',
	),
	mutant(
		'asa/auth/session.ts',
		'session.team === target.team &&',
		'',
		"a token goes to another team's address",
	),
	mutant(
		'asa/auth/target.ts',
		'if (url.username || url.password)',
		'if (url.username && url.password)',
		'an address with a user name is taken',
	),
	mutant(
		'asa/auth/target.ts',
		'!loopback && !allowOtherHost &&',
		'!loopback &&',
		'Allow Other Host does nothing',
	),
	mutant(
		'asa/auth/target.ts',
		'host.endsWith(`.${okta}`)',
		'host.endsWith(okta)',
		"a key goes to a host that only looks like Okta's",
	),
	mutant(
		'asa/auth/target.ts',
		"if (piece === '' || piece === '.' || piece === '..')",
		"if (piece === '')",
		'an ID climbs to another path',
	),
	mutant(
		'asa/auth/target.ts',
		'return encodePiece(piece);',
		'return piece;',
		'an ID adds to the path',
	),
	mutant(
		'asa/http/failure.ts',
		'if (status !== 401) return message;',
		'return message;',
		'a 401 that repeats the token is quoted',
	),
	mutant(
		'asa/http/pacing.ts',
		"if (endpoint.method !== 'GET') return failure.status === 429;",
		'',
		'a write is sent twice',
	),
	mutant('asa/http/pacing.ts', 'attempt >= maxRetries ||', '', 'a request is repeated without end'),
	mutant(
		'asa/http/pacing.ts',
		'if (nowAt < this.askedAt) this.nextStartAt = nowAt;',
		'',
		'a clock that was set back stops all requests',
	),
	mutant(
		'asa/http/requests.ts',
		'addressWithin(origin, next, origin)',
		'new URL(next, origin).href',
		'the token follows a link to another host',
	),
	mutant(
		'asa/http/requests.ts',
		'return isNew && !isStale &&',
		'return isNew &&',
		'a list that brings nothing new is read for minutes',
	),
	mutant(
		'asa/http/requests.ts',
		'!this.ids.has(id) && this.ids.add(id)',
		'true',
		'an entry that moved on comes twice',
	),
	mutant(
		'asa/model/json.ts',
		'if (depth === maxDepth)',
		'if (depth < 0)',
		'a deeply nested answer ends the poll',
	),
	mutant(
		'asa/model/result.ts',
		'isBlank(summary) ? result.status.summary : summary',
		'summary',
		'details without a summary erase it',
	),
	mutant(
		'asa/results.ts',
		'if (isFalling(times) && ',
		'if (',
		'results in rising order are cut off',
	),
];
