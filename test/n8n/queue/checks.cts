import type { Check } from '../../../support/cli/checks.cts';
import type { AuditedItem, DeliveryOutcome } from './deliveryAudit.cts';
import { beforeExecution, beforeState, unreadableText } from './injectedFailures.cts';
import type { SuiteResult } from './runSuite.cts';

/** The statuses of executions that failed or never ended. */
const deadStatuses = ['crashed', 'error', 'canceled', 'new', 'running', 'not stored'];

/**
 * Everything that had to be true in one configuration. What n8n itself loses or repeats is allowed if
 * its own records show it, or if it was killed between the two steps in which it stores a poll.
 */
export function checksOf(result: SuiteResult): Check[] {
	const { configuration, items, unexpected, executions, begunBy } = result;
	const check = (name: string, problems: string[]) => ({
		name: `${configuration.name}: ${name}`,
		problems,
	});
	return [
		check(
			'no item is lost except by n8n itself',
			unexcused(result, 'never stored', beforeExecution),
		),
		check(
			'no poll is repeated except those that n8n forgot',
			unexcused(result, 'polled again', beforeState),
		),
		check(
			'every item that was lost with its execution belonged to one that died',
			describe(items.filter(isUnproven), result),
		),
		check('nothing unexpected is delivered', unexpected),
		check('only workers run executions', [...begunBy.main]),
		check(
			'each execution that succeeded was begun by a worker',
			executions
				.filter(({ id, status }) => status === 'success' && !begunBy.workers.has(id))
				.map(({ id }) => `execution ${id}`),
		),
		check('only main polls', pollProblems(result)),
		check('every injected failure affected a result', missingProbes(result)),
		check('an unreadable connection is reported once', reportProblems(result)),
		check('no secret outside of encrypted credentials', secretProblems(result)),
		check('the search finds what is there', blindSpots(result)),
	];
}

/** Items with that outcome that the injected failure does not excuse; it does if n8n stores in two steps. */
function unexcused(result: SuiteResult, outcome: DeliveryOutcome, failure: string): string[] {
	const { configuration, items } = result;
	const isExcused = (item: AuditedItem) =>
		!configuration.isAtomic && failureOf(item, result) === failure;
	const problems = items.filter((item) => item.outcome === outcome && !isExcused(item));
	return describe(problems, result);
}

/** The name of the last failure that was injected before an item's run ended. */
function failureOf({ endedAt }: AuditedItem, { failures }: SuiteResult): string | undefined {
	return failures.findLast(({ from }) => from <= endedAt)?.name;
}

function isUnproven({ outcome, executions }: AuditedItem): boolean {
	const hasDied = executions.every(({ status }) => deadStatuses.includes(status));
	return outcome === 'died with its execution' && !hasDied;
}

function pollProblems({ polls, pollLines }: SuiteResult): string[] {
	if (polls === 0 || pollLines.main === 0) return ['there were none'];
	return pollLines.workers === 0 ? [] : [`${pollLines.workers} lines in the logs of workers`];
}

function reportProblems({ unreadable, failures }: SuiteResult): string[] {
	const expected = failures.some(({ name }) => name === unreadableText) ? 1 : 0;
	return unreadable === expected ? [] : [`it was ${unreadable} times, not ${expected}`];
}

function missingProbes({ failures }: SuiteResult): string[] {
	return failures.filter(({ items }) => items.length === 0).map(({ name }) => name);
}

function secretProblems({ secrets }: SuiteResult): string[] {
	return secrets.finds.map(({ canary, file }) => `${canary} in ${file}`);
}

/**
 * The connection has to be found in the database, the workflow in the traffic of Redis and in each log. If only some
 * failures were injected, one worker may have had no execution.
 */
function blindSpots({ controls, configuration, isComplete }: SuiteResult): string[] {
	const logs = ['main.log', ...(isComplete ? ['worker1.log', 'worker2.log'] : [])];
	const wanted = [
		['connection', 'database.sql'],
		['workflow', 'traffic.log'],
		...logs.map((log) => ['workflow', log]),
	];
	const missing = wanted.filter(
		([canary, name]) =>
			!controls.finds.some((find) => find.canary === canary && find.file.endsWith(`/${name}`)),
	);
	return missing.map(([canary, name]) => `${configuration.name}: no ${canary} in ${name}`);
}

function describe(items: AuditedItem[], result: SuiteResult): string[] {
	return items.map((item) => {
		const { key, endedAt, executions } = item;
		const ended = `ended ${new Date(endedAt).toISOString()}`;
		const after = `after "${failureOf(item, result) ?? 'the start'}"`;
		const each = executions.map(({ id, status }) => `execution ${id} ${status}`);
		return [`${key} ${ended} ${after}`, ...each].join(', ');
	});
}
