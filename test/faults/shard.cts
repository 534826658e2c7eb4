import '../engine/harness/outsideJest.cts';
import { Lane } from './rig/faultRig.cts';
import { main } from '../../support/cli/main.cts';
import { Campaign, type Tools } from './suite.cts';
import { referencesOf, triggerCases } from './cases/cases.cts';
import { speedUpTime } from './rig/fastTime.cts';
import type { Figures } from './report/figures.cts';
import type { Flags } from './flags.cts';
import { isRelayed } from './faults/faultProxy.cts';
import { startLaneClocks } from './rig/rigClock.cts';
import { LogLines } from './rig/logLines.cts';
import { NetworkLog } from './rig/networkLog.cts';
import { operationsWith } from './cases/operations.cts';
import { countRequests, type RequestCount } from './report/requestCount.cts';
import { Search } from './secrets/search.cts';

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
async function runShare(args: string[], signal: AbortSignal): Promise<number> {
	const { flags, share, of } = JSON.parse(args[0]) as Task;
	const origins = new Set<string>();
	const sandboxes = new Set<string>();
	const openLane = async () => {
		const lane = await Lane.open({ keySecret });
		origins.add(lane.gate.url);
		sandboxes.add(new URL(lane.sandbox.url).host);
		return lane;
	};
	const lanes = await Promise.all(Array.from({ length: flags.lanes }, openLane));
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
	const stops = [speedUpTime(), startLaneClocks(), network.start(), log.start()];
	try {
		const { planted, found } = search.tryOut(lanes[0].gate.url);
		figures.add('secrets planted to try the search', planted);
		figures.add('planted secrets found', found);
		const isOfTrigger = ({ id }: { id: string }) =>
			flags.only !== undefined && id.includes(flags.only);
		// A case of the trigger has no use for what operations do with nothing wrong, which takes a minute.
		const isNeeded = !triggerCases(flags.seed).some(isOfTrigger);
		const references = isNeeded ? referencesOf(operations) : [];
		await campaign.runReferences(references);
		await campaign.runOperations(references);
		await campaign.runTriggers();
		await campaign.runMixes();
		const isCounting = share === 0 && flags.only === undefined;
		const requests = isCounting
			? await countRequests(lanes[0], network, campaign.references)
			: undefined;
		campaign.addElsewhere(network.elsewhere(origins));
		figures.add('places searched for secrets', search.searched);
		tell({ figures: figures.toData(), requests });
		return 0;
	} finally {
		for (const stop of stops.reverse()) stop();
		await Promise.all(lanes.map((lane) => lane.close()));
	}
}

// The process that started this one says what came of it.
void main({ name: 'test:faults', run: runShare, log: () => {} });
