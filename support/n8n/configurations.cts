import type { N8nRelease } from './releases.cts';
import { CliError } from '../cli/errors.cts';

export type ConfigurationName = 'classic' | 'scheduler' | 'cursors';

/** One of the ways in which n8n runs polling triggers. */
export interface Configuration {
	name: ConfigurationName;
	/** Over its column of figures. */
	title: string;
	/** One line for `--help`. */
	summary: string;
	/** Environment variables of main and workers. */
	variables: Record<string, string>;
	/** The table that n8n stores the state of polls in. */
	stateTable: 'workflow_entity' | 'poller_state';
	/**
	 * Whether a poll's state and the execution that it starts are stored in one transaction. Else n8n
	 * stores them side by side, and what is cut off in between is lost or repeated.
	 */
	isAtomic: boolean;
	/** Whether n8n has a scheduler that records its polls. */
	hasScheduler: boolean;
}

const scheduler = {
	N8N_SCHEDULER_ENABLED: 'true',
	N8N_SCHEDULER_POLL_TRIGGERS_ENABLED: 'true',
	N8N_USE_WORKFLOW_PUBLICATION_SERVICE: 'true',
	// How late a poll may be made up for: n8n's own minute is the shortest time between two polls of
	// most workflows. Here it is as many polls; all that were missed would be made up for at once.
	N8N_SCHEDULER_MISFIRE_GRACE: '6',
};

export const n8nConfigurations: Configuration[] = [
	{
		name: 'classic',
		title: 'classic engine',
		summary: "polls by timers of main, their state with the workflow (n8n's own setting)",
		variables: {},
		stateTable: 'workflow_entity',
		isAtomic: false,
		hasScheduler: false,
	},
	{
		name: 'scheduler',
		title: 'durable scheduler',
		summary: 'polls kept in the database',
		variables: scheduler,
		stateTable: 'workflow_entity',
		isAtomic: false,
		hasScheduler: true,
	},
	{
		name: 'cursors',
		title: 'durable cursors',
		summary: 'polls kept in the database, their state committed with the executions',
		variables: { ...scheduler, N8N_POLLER_DURABLE_CURSORS_ENABLED: 'true' },
		stateTable: 'poller_state',
		isAtomic: true,
		hasScheduler: true,
	},
];

/**
 * The configurations to run.
 *
 * @param name one alone; all that the release has when absent
 * @throws CliError for one that the release doesn't have
 */
export function chosenConfigurations(
	{ version, hasDurableScheduler }: N8nRelease,
	name?: ConfigurationName,
): Configuration[] {
	const had = n8nConfigurations.filter((each) => hasDurableScheduler || each.name === 'classic');
	const chosen = had.filter((each) => name === undefined || each.name === name);
	if (chosen.length > 0) return chosen;
	throw new CliError(`n8n ${version} has no durable scheduler; it can run "classic" alone`);
}
