import '../engine/harness/outsideJest.cts';
import { FaultRig } from './rig/faultRig.cts';
import { main } from '../../support/cli/main.cts';
import { FaultSuite, type SuiteContext } from './suite.cts';
import { referencesOf, triggerCases } from './cases/cases.cts';
import { speedUpTime } from '../helpers/fastTime.cts';
import type { Figures } from './report/figures.cts';
import type { Flags } from './flags.cts';
import { isForwarded } from '../helpers/faultProxy.cts';
import { startRigClocks } from './rig/rigClock.cts';
import { LogLines } from './rig/logLines.cts';
import { NetworkLog } from './rig/networkLog.cts';
import { operationsWith } from './cases/operations.cts';
import { countRequests, type RequestCount } from './report/requestCount.cts';
import { Search } from './secrets/search.cts';

/** The task of one process of the suite, as its argument. */
export interface ShardTask {
	flags: Flags;
	/** Which shard of the cases it runs, from 0, and of how many. */
	shard: number;
	shardCount: number;
}

/** What it reports to the process that started it. */
export type ShardMessage =
	| { what: string; done: number; total: number }
	| { figures: ReturnType<Figures['toData']>; requests?: RequestCount };

/** Characters that every encoding writes differently. */
const specialCharacters = 'ü+/ "%&=?';

const keySecret = `Canary-of-the-key ${specialCharacters} 5tRl4gK9wQz7`;

const password = `Canary-of-the-password ${specialCharacters} m3XcV8bN1hJ6`;

const send = (message: ShardMessage) => process.send?.(message);

/** Runs a shard of the suite. */
async function runShard(args: string[], signal: AbortSignal): Promise<number> {
	const { flags, shard, shardCount } = JSON.parse(args[0]) as ShardTask;
	const origins = new Set<string>();
	const sandboxes = new Set<string>();
	const openRig = async () => {
		const rig = await FaultRig.open({ keySecret });
		origins.add(rig.proxy.url);
		sandboxes.add(new URL(rig.sandbox.url).host);
		return rig;
	};
	const rigs = await Promise.all(Array.from({ length: flags.concurrency }, openRig));
	const network = new NetworkLog(
		(request) => isForwarded(request) || sandboxes.has(String(request.getHeader('host'))),
	);
	const log = new LogLines();
	const search = new Search(keySecret, password, log);
	const report: SuiteContext['report'] = (what, done, total) => send({ what, done, total });
	const operations = operationsWith(password);
	const context = { rigs, openRig, network, search, flags, shard, shardCount, signal, report };
	const suite = new FaultSuite(context, operations);
	const { figures } = suite;
	process.on('unhandledRejection', (error) => suite.addUnhandled(error));
	process.on('uncaughtException', (error) => suite.addUnhandled(error));
	const stops = [speedUpTime(), startRigClocks(), network.start(), log.start()];
	try {
		const { planted, found } = search.selfTest(rigs[0].proxy.url);
		figures.add('secrets planted to try the search', planted);
		figures.add('planted secrets found', found);
		const isOfTrigger = ({ id }: { id: string }) =>
			flags.only !== undefined && id.includes(flags.only);
		// Cases of the trigger don't need the reference runs of the operations, which take a minute.
		const isNeeded = !triggerCases(flags.seed).some(isOfTrigger);
		const references = isNeeded ? referencesOf(operations) : [];
		await suite.runReferences(references);
		await suite.runOperations(references);
		await suite.runTriggers();
		await suite.runMixes();
		const isCounting = shard === 0 && flags.only === undefined;
		const requests = isCounting
			? await countRequests(rigs[0], network, suite.references)
			: undefined;
		suite.addElsewhere(network.elsewhere(origins));
		figures.add('places searched for secrets', search.searched);
		send({ figures: figures.toData(), requests });
		return 0;
	} finally {
		for (const stop of stops.reverse()) stop();
		await Promise.all(rigs.map((rig) => rig.close()));
	}
}

// The process that started this one prints the outcome.
void main({ name: 'test:faults', run: runShard, log: () => {} });
