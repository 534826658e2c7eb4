import { join } from 'node:path';
import { N8nApi } from '../../../support/n8n/n8nApi.cts';
import { pollUntil } from '../../../support/system/wait.cts';
import { Trouble } from '../../../support/cli/errors.cts';
import { type Search, searchFolder } from '../../../support/secrets/searchFolder.cts';
import type { Configuration } from './configurations.cts';
import { DISTURBANCES, play, recover, type Stage } from './injectedFailures.cts';
import { pollLinesIn, startedIn } from './n8nCluster.cts';
import type { House } from './house.cts';
import { type Account, dueItems, settle, strangers } from './deliveryAudit.cts';
import { Records, type StoredExecution } from './records.cts';
import { isPoll } from './team.cts';
import { DELIVERY_ID, REPORT_ID, ROTATION_ID, ROTATION_TRIGGER } from './workflows.cts';

/** What a disturbance came to. */
export interface Outcome {
	name: string;
	/** What became of the results that it was aimed at. */
	accounts: Account[];
	/** When the last poll before it began, in milliseconds of the virtual clock. */
	from: number;
}

/** All that is known of the run of one configuration. */
export interface CampaignResult {
	configuration: Configuration;
	accounts: Account[];
	/** Items that were delivered though nobody owed them. */
	strangers: string[];
	/** How often a connection was reported that could not be read. */
	unreadable: number;
	/** The executions that n8n told its error workflow about. */
	reported: Set<string>;
	outcomes: Outcome[];
	executions: StoredExecution[];
	/** The executions that main, and that the workers, say to have begun. */
	begunBy: { main: Set<string>; workers: Set<string> };
	polls: number;
	pollLines: { main: number; workers: number };
	/** What of the secrets was found, and of what must be found: see `searchAll`. */
	secrets: Search;
	controls: Search;
	seconds: number;
}

/** Executions that have not ended are waited for so long: dead ones are noticed by then. */
const SETTLE_MS = 45_000;

/** Runs all disturbances in one configuration. */
export async function runCampaign(
	house: House,
	configuration: Configuration,
	signal: AbortSignal,
): Promise<CampaignResult> {
	const started = performance.now();
	const say = (what: string) => {
		const seconds = Math.round((performance.now() - started) / 1_000);
		console.log(`${configuration.name}, ${seconds} s: ${what} ...`);
	};
	const { team, inbox, postgres } = house;
	await team.calmDown();
	const { fleet, redis } = await house.openFleet(configuration);
	const database = configuration.name;
	const records = new Records(postgres, database);
	const stage: Stage = {
		...{ configuration, fleet, team, inbox, postgres, database, redis },
		records,
		signal,
	};
	say('start main and workers');
	await fleet.start(signal);
	const api = new N8nApi(fleet.main.url);
	await api.setUpOwner(house.owner);

	inbox.forget();
	const firstRequest = await team.lastRequest();
	const firstEvent = await team.lastEvent();
	const baselineEnd = await beginDelivery(stage, api);
	await rotate(house, api, signal);
	const played: { name: string; probes: string[]; from: number }[] = [];
	for (const disturbance of DISTURBANCES) {
		const from = await recover(stage);
		say(disturbance.name);
		played.push({ name: disturbance.name, probes: await play(disturbance, stage), from });
	}
	await recover(stage);
	await team.stop();
	say('let the last results arrive');
	await recover(stage);
	await recover(stage);
	const executions = await untilSettled(records, signal);
	const polls = (await team.requests(firstRequest)).filter(isPoll).length;
	await fleet.stop();

	const due = dueItems(await team.history(firstEvent));
	const { delivered } = inbox;
	const executionsOf = (key: string) => records.executionsOf(key);
	const recorded = configuration.hasScheduler ? await records.polls() : [];
	const evidence = {
		due,
		delivered,
		stored: executions,
		polls: recorded,
		executionsOf,
		baselineEnd,
	};
	const accounts = settle(evidence);
	say('search for secrets');
	const logs = fleet.workers.map(({ logFile }) => logFile);
	const begun = await Promise.all(logs.map(startedIn));
	const lines = await Promise.all(logs.map(pollLinesIn));
	const { secrets, controls } = await searchAll(house, configuration, stage);
	return {
		configuration,
		accounts,
		strangers: strangers(due, delivered),
		unreadable: delivered.filter(({ event }) => event === 'connectionUnreadable').length,
		reported: new Set(inbox.reported),
		outcomes: played.map(({ probes, ...rest }) => ({
			...rest,
			accounts: accounts.filter(({ isResult, resultId }) => isResult && probes.includes(resultId)),
		})),
		executions,
		begunBy: {
			main: await startedIn(fleet.main.logFile),
			workers: new Set(begun.flatMap((ids) => [...ids])),
		},
		polls,
		pollLines: {
			main: await pollLinesIn(fleet.main.logFile),
			workers: lines.reduce((sum, each) => sum + each, 0),
		},
		secrets,
		controls,
		seconds: Math.round((performance.now() - started) / 1_000),
	};
}

/**
 * Publishes the workflow and lets the team live.
 *
 * @returns the time before which what ended may be part of the baseline, in milliseconds of the virtual
 * clock: with durable cursors n8n may forget the poll at the publication, and the next one takes the
 * baseline anew
 */
async function beginDelivery({ configuration, team, signal }: Stage, api: N8nApi): Promise<number> {
	const firstPoll = team.untilPolls(1, signal);
	await api.activate(REPORT_ID);
	await api.activate(DELIVERY_ID);
	const polledAt = await firstPoll;
	await team.untilQuiet(1_000, signal);
	await team.go();
	if (!configuration.isAtomic) return polledAt;
	await team.untilPolls(1, signal);
	return await team.untilQuiet(1_000, signal);
}

/** Lets a worker send the service account to the team. */
async function rotate(
	{ team, connectionId, servicePassword }: House,
	api: N8nApi,
	signal: AbortSignal,
) {
	const id = await api.run(ROTATION_ID, ROTATION_TRIGGER);
	const ended = async () => {
		const execution = (await api.executions(ROTATION_ID)).find((each) => each.id === id);
		return execution?.stoppedAt ? execution : undefined;
	};
	const { status } = await pollUntil(ended, 250, signal);
	if (status !== 'error') throw new Trouble(`an update of no connection ended as ${status}`);
	if (await team.isPassword(connectionId, servicePassword)) return;
	throw new Trouble('the service account did not reach the team');
}

async function untilSettled(records: Records, signal: AbortSignal): Promise<StoredExecution[]> {
	const end = performance.now() + SETTLE_MS;
	return await pollUntil(
		async () => {
			const executions = await records.remember();
			const open = executions.some(({ status }) => ['new', 'running'].includes(status));
			return open && performance.now() < end ? undefined : executions;
		},
		1_000,
		signal,
	);
}

/** Looks for the secrets, and for what has to be found, in all that the configuration left behind. */
async function searchAll(house: House, configuration: Configuration, { redis, postgres }: Stage) {
	const folder = house.folderOf(configuration);
	await postgres.dump(configuration.name, join(folder, 'database.sql'));
	await redis.stop();
	const search = (canaries: House['canaries']) => searchFolder(folder, canaries, ['node_modules']);
	return {
		secrets: await search(house.canaries),
		controls: await search([
			{ name: 'connection', text: house.connectionId },
			{ name: 'workflow', text: DELIVERY_ID },
		]),
	};
}
