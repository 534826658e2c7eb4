import '../engine/harness/outsideJest.cts';
import { Lane } from './lane.cts';
import { Interrupted, listenForInterruption } from '../../demo/interruption.cts';
import { Campaign, type Tools } from './campaign.cts';
import { referencesOf } from './cases.cts';
import { speedUpTime } from './fastTime.cts';
import type { Figures } from './figures.cts';
import type { Flags } from './flags.cts';
import { isRelayed } from './gate.cts';
import { LogLines } from './logLines.cts';
import { NetworkLog } from './networkLog.cts';
import { operationsWith } from './operations.cts';
import { countRequests, type RequestCount } from './requestCount.cts';
import { Search } from './search.cts';

/** What a process of a campaign is told to do, as its argument. */
export interface Task {
	flags: Flags;
	/** Which share of the cases is its own, from 0, and of how many. */
	share: number;
	of: number;
}

/** What it tells of itself. */
export type News =
	| { what: string; done: number; total: number }
	| { figures: ReturnType<Figures['toData']>; requests?: RequestCount };

/** Characters that each way to write a text writes in another way. */
const odd = 'ü+/ "%&=?';

const keySecret = `Canary-of-the-key ${odd} 5tRl4gK9wQz7`;

const password = `Canary-of-the-password ${odd} m3XcV8bN1hJ6`;

const tell = (news: News) => process.send?.(news);

/** Runs a share of a campaign. */
async function main({ flags, share, of }: Task, signal: AbortSignal): Promise<void> {
	const origins = new Set<string>();
	const sandboxes = new Set<string>();
	const openLane = async () => {
		const lane = await Lane.open({ keySecret });
		origins.add(lane.gate.url);
		sandboxes.add(new URL(lane.sandbox.url).host);
		return lane;
	};
	const lanes = await Promise.all(Array.from({ length: Math.max(1, flags.lanes) }, openLane));
	const network = new NetworkLog(
		(request) => isRelayed(request) || sandboxes.has(String(request.getHeader('host'))),
	);
	const log = new LogLines();
	const search = new Search(keySecret, password, log);
	const report: Tools['report'] = (what, done, total) => tell({ what, done, total });
	const operations = operationsWith(password);
	const tools = { lanes, openLane, network, search, flags, share, of, signal, report };
	const campaign = new Campaign(tools, operations);
	const { figures } = campaign;
	process.on('unhandledRejection', (error) => campaign.addUnhandled(error));
	process.on('uncaughtException', (error) => campaign.addUnhandled(error));
	const stops = [speedUpTime(), network.start(), log.start()];
	try {
		const { planted, found } = search.tryOut(lanes[0].gate.url);
		figures.add('secrets planted to try the search', planted);
		figures.add('planted secrets found', found);
		const references = referencesOf(operations);
		await campaign.runReferences(references);
		await campaign.runOperations(references);
		await campaign.runTriggers();
		await campaign.runMixes();
		const isFirst = share === 0;
		const requests = isFirst
			? await countRequests(lanes[0], network, campaign.references)
			: undefined;
		campaign.addElsewhere(network.elsewhere(origins));
		figures.add('places searched for secrets', search.searched);
		tell({ figures: figures.toData(), requests });
	} finally {
		for (const stop of stops) stop();
		await Promise.all(lanes.map((lane) => lane.close()));
	}
}

main(JSON.parse(process.argv[2]) as Task, listenForInterruption()).then(
	() => process.exit(0),
	(error: unknown) => {
		const isInterrupted = error instanceof Interrupted;
		if (!isInterrupted) console.error(error instanceof Error ? error.stack : error);
		process.exit(isInterrupted ? error.exitCode : 1);
	},
);
