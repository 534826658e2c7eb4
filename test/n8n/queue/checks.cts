import type { CampaignResult } from './suite.cts';
import { BEFORE_EXECUTION, BEFORE_STATE } from './injectedFailures.cts';
import type { Account, Fate } from './deliveryAudit.cts';

/** One thing that had to be so. */
export interface Check {
	name: string;
	/** Empty when it is so. */
	problems: string[];
}

/** How n8n's words for an execution that came to no good end begin. */
const DEAD = ['crashed', 'error', 'canceled', 'new', 'running', 'not stored'];

/**
 * All that had to be so in one configuration. What n8n loses or repeats by itself is allowed where its
 * own records show it, or where it was killed between the two halves of what it stores.
 */
export function checks(result: CampaignResult): Check[] {
	const { configuration, accounts, strangers, executions, begunBy } = result;
	const check = (name: string, problems: string[]) => ({
		name: `${configuration.name}: ${name}`,
		problems,
	});
	return [
		check(
			'no item is lost that n8n has not lost',
			outside(result, 'never stored', BEFORE_EXECUTION),
		),
		check(
			'no poll is done again that n8n has not forgotten',
			outside(result, 'polled again', BEFORE_STATE),
		),
		check('lost with an execution that died', accounts.filter(isUnproven).map(described)),
		check('nothing is delivered that was not due', strangers),
		check('executions run on workers alone', [...begunBy.main]),
		check(
			'each execution that succeeded was begun by a worker',
			executions
				.filter(({ id, status }) => status === 'success' && !begunBy.workers.has(id))
				.map(({ id }) => `execution ${id}`),
		),
		check('polls run on main alone', pollProblems(result)),
		check('each result that a disturbance was aimed at has ended', missingProbes(result)),
		check('an unreadable connection is reported', reportProblems(result)),
		check('no secret outside of encrypted credentials', secretProblems(result)),
		check('the search finds what is there', blindSpots(result)),
	];
}

/** Items of that fate that have no excuse: it is one to belong to that disturbance, where n8n stores in two steps. */
function outside(result: CampaignResult, fate: Fate, disturbance: string): string[] {
	const { configuration, accounts, outcomes } = result;
	const position = outcomes.findIndex(({ name }) => name === disturbance);
	const from = outcomes[position]?.from ?? Infinity;
	const to = outcomes[position + 1]?.from ?? Infinity;
	const isExcused = ({ endedAt }: Account) =>
		!configuration.isAtomic && endedAt >= from && endedAt < to;
	return accounts.filter((each) => each.fate === fate && !isExcused(each)).map(described);
}

function isUnproven({ fate, executions }: Account): boolean {
	const hasDied = executions.every(({ status }) => DEAD.includes(status));
	return fate === 'died with its execution' && !hasDied;
}

function pollProblems({ polls, pollLines }: CampaignResult): string[] {
	if (polls === 0 || pollLines.main === 0) return ['there were none'];
	return pollLines.workers === 0 ? [] : [`${pollLines.workers} lines in the logs of workers`];
}

function reportProblems({ unreadable }: CampaignResult): string[] {
	return unreadable === 1 ? [] : [`it was ${unreadable} times`];
}

function missingProbes({ outcomes }: CampaignResult): string[] {
	return outcomes.filter(({ accounts }) => accounts.length === 0).map(({ name }) => name);
}

function secretProblems({ secrets }: CampaignResult): string[] {
	return secrets.finds.map(({ canary, file }) => `${canary} in ${file}`);
}

/** The connection has to be found in the database, the workflow in the traffic of Redis and in each log. */
function blindSpots({ controls, configuration }: CampaignResult): string[] {
	const wanted = [
		['connection', 'database.sql'],
		['workflow', 'traffic.log'],
		...['main.log', 'worker1.log', 'worker2.log'].map((log) => ['workflow', log]),
	];
	const missing = wanted.filter(
		([canary, name]) =>
			!controls.finds.some((find) => find.canary === canary && find.file.endsWith(`/${name}`)),
	);
	return missing.map(([canary, name]) => `${configuration.name}: no ${canary} in ${name}`);
}

function described({ key, endedAt, executions }: Account): string {
	const each = executions.map(({ id, status }) => `execution ${id} ${status}`);
	return [key, `ended ${new Date(endedAt).toISOString()}`, ...each].join(', ');
}
