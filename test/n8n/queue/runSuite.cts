import { isPoll } from '../../../support/sandbox/polls.cts';
import { CliError } from '../../../support/cli/errors.cts';
import { N8nApi } from '../../../support/n8n/n8nApi.cts';
import { pollUntil } from '../../../support/system/wait.cts';
import type { Search } from '../../../support/secrets/searchFolder.cts';
import type { Configuration } from '../../../support/n8n/configurations.cts';
import {
	type AuditedItem,
	classifyDeliveries,
	expectedItems,
	unexpectedDeliveries,
} from './deliveryAudit.cts';
import {
	injectedFailures,
	inject,
	type InjectedFailure,
	recover,
	type SuiteContext,
} from './injectedFailures.cts';
import { pollLinesIn, startedIn } from './n8nCluster.cts';
import { Records, type StoredExecution } from './records.cts';
import { searchSecrets } from './secretSearch.cts';
import type { QueueTestBed } from './queueTestBed.cts';
import { deliveryId, reportId, rotationId, rotationTrigger } from './workflows.cts';

/** An injected failure and its consequences. */
export interface FailureResult {
	name: string;
	/** The results that it affected. */
	items: AuditedItem[];
	/** When the last poll before it began, in milliseconds of the virtual clock. */
	from: number;
}

/** Everything known of the run of one configuration. */
export interface SuiteResult extends LogFindings {
	configuration: Configuration;
	/** Whether all failures were injected. */
	isComplete: boolean;
	items: AuditedItem[];
	/** Items that were delivered though nothing was expected. */
	unexpected: string[];
	/** How often a connection was reported that could not be read. */
	unreadable: number;
	/** The executions that n8n started its error workflow for. */
	reported: Set<string>;
	failures: FailureResult[];
	executions: StoredExecution[];
	polls: number;
	/** The secrets that were found, and what has to be found: see `searchSecrets`. */
	secrets: Search;
	controls: Search;
	seconds: number;
}

/** What the logs of n8n's processes say. */
interface LogFindings {
	/** The executions that main, and that the workers, began. */
	begunBy: { main: Set<string>; workers: Set<string> };
	pollLines: { main: number; workers: number };
}

/** A failure that was injected. */
interface Injection {
	name: string;
	probes: string[];
	from: number;
}

/** The last events and requests before the suite, and the end of the baseline. */
interface Beginning {
	event: number;
	request: number;
	baselineEnd: number;
}

/** Executions that have not ended are waited for this long: dead ones are noticed by then. */
const drainMs = 45_000;

/** Injects the failures in one configuration. */
export async function runSuite(
	testBed: QueueTestBed,
	configuration: Configuration,
	failures: InjectedFailure[],
): Promise<SuiteResult> {
	const started = performance.now();
	const elapsedSeconds = () => Math.round((performance.now() - started) / 1_000);
	const say = (what: string) => {
		console.log(`${configuration.name}, ${elapsedSeconds()} s: ${what} ...`);
	};
	say('start main and workers');
	const context = await startCluster(testBed, configuration);
	const beginning = await begin(testBed, context);
	const injections: Injection[] = [];
	for (const failure of failures) {
		const from = await recover(context);
		say(failure.name);
		injections.push({ name: failure.name, probes: await inject(failure, context), from });
	}
	say('wait for the last results');
	const executions = await finish(context);
	const polls = (await context.team.requests(beginning.request)).filter(isPoll).length;
	await context.cluster.stop();
	say('search for secrets');
	return {
		configuration,
		isComplete: failures.length === injectedFailures.length,
		executions,
		polls,
		...(await auditOf(context, beginning, injections, executions)),
		...(await findingsInLogs(context)),
		...(await searchSecrets(testBed, context)),
		seconds: elapsedSeconds(),
	};
}

async function startCluster(
	testBed: QueueTestBed,
	configuration: Configuration,
): Promise<SuiteContext> {
	const { team, inbox, postgres } = testBed;
	const { signal } = testBed.base;
	await testBed.resetTeam();
	await team.makeHealthy();
	const { cluster, clock, redis } = await testBed.createCluster(configuration);
	const database = configuration.name;
	const records = new Records(postgres, database);
	await cluster.start(signal);
	return { configuration, cluster, clock, team, inbox, postgres, database, redis, records, signal };
}

async function begin(testBed: QueueTestBed, context: SuiteContext): Promise<Beginning> {
	const { cluster, inbox, team } = context;
	const api = new N8nApi(cluster.main.url);
	await api.createOwner(testBed.base.owner);
	inbox.forget();
	const request = await team.lastRequest();
	const event = await team.lastEvent();
	const baselineEnd = await beginDelivery(context, api);
	await rotateServiceAccount(testBed, api);
	return { event, request, baselineEnd };
}

/**
 * Publishes the workflow and starts the team's clock.
 *
 * @returns the time before which runs that ended may be part of the baseline, in milliseconds of the
 * virtual clock: with durable cursors n8n may forget the poll at the publication, and the next one
 * takes the baseline
 */
async function beginDelivery(context: SuiteContext, api: N8nApi): Promise<number> {
	const { configuration, team, signal } = context;
	const firstPoll = team.untilPolls(1, signal);
	await api.activate(reportId);
	await api.activate(deliveryId);
	const polledAt = await firstPoll;
	await team.untilIdle(1_000, signal);
	await team.go();
	if (!configuration.isAtomic) return polledAt;
	await team.untilPolls(1, signal);
	return await team.untilIdle(1_000, signal);
}

/** Lets a worker send the service account to the team. */
async function rotateServiceAccount(testBed: QueueTestBed, api: N8nApi): Promise<void> {
	const { team, connectionId, servicePassword, base } = testBed;
	const { status } = await api.runToEnd(rotationId, rotationTrigger, base.signal);
	if (status !== 'error') throw new CliError(`an update of no connection ended as ${status}`);
	if (await team.isPassword(connectionId, servicePassword)) return;
	throw new CliError('the service account did not reach the team');
}

/**
 * Stops the team and waits for the last results.
 *
 * @returns all executions, with their final status
 */
async function finish(context: SuiteContext): Promise<StoredExecution[]> {
	const { team, records, signal } = context;
	await recover(context);
	await team.stop();
	await recover(context);
	await recover(context);
	const end = performance.now() + drainMs;
	const settled = async () => {
		const executions = await records.remember();
		const open = executions.some(({ status }) => ['new', 'running'].includes(status));
		return open && performance.now() < end ? undefined : executions;
	};
	return await pollUntil(settled, 1_000, signal);
}

async function auditOf(
	{ configuration, inbox, records, team }: SuiteContext,
	{ event, baselineEnd }: Beginning,
	injections: Injection[],
	stored: StoredExecution[],
): Promise<Pick<SuiteResult, 'items' | 'unexpected' | 'unreadable' | 'reported' | 'failures'>> {
	const expected = expectedItems(await team.history(event));
	const { delivered } = inbox;
	const polls = configuration.hasScheduler ? await records.polls() : [];
	const executionsOf = (key: string) => records.executionsOf(key);
	const evidence = { expected, delivered, stored, polls, executionsOf, baselineEnd };
	const items = classifyDeliveries(evidence);
	return {
		items,
		unexpected: unexpectedDeliveries(expected, delivered),
		unreadable: delivered.filter(({ event }) => event === 'connectionUnreadable').length,
		reported: new Set(inbox.reported),
		failures: injections.map(({ name, probes, from }) => ({
			...{ name, from },
			items: items.filter(({ isResult, resultId }) => isResult && probes.includes(resultId)),
		})),
	};
}

async function findingsInLogs({ cluster: { main, workers } }: SuiteContext): Promise<LogFindings> {
	const begun = await Promise.all(workers.map(({ logFile }) => startedIn(logFile)));
	const lines = await Promise.all(workers.map(({ logFile }) => pollLinesIn(logFile)));
	return {
		begunBy: {
			main: await startedIn(main.logFile),
			workers: new Set(begun.flatMap((ids) => [...ids])),
		},
		pollLines: {
			main: await pollLinesIn(main.logFile),
			workers: lines.reduce((sum, each) => sum + each, 0),
		},
	};
}
