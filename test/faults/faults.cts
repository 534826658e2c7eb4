import '../quarter/outsideJest.cts';
import { Lane } from './lane.cts';
import { writeFile } from 'node:fs/promises';
import { Interrupted, listenForInterruption } from '../../demo/interruption.cts';
import { Campaign, type Tools } from './campaign.cts';
import { referencesOf } from './cases.cts';
import { speedUpTime } from './fastTime.cts';
import { toTable } from './figures.cts';
import { readFlags, type Flags } from './flags.cts';
import { isRelayed } from './gate.cts';
import { LogLines } from './logLines.cts';
import { NetworkLog } from './networkLog.cts';
import { operationsWith } from './operations.cts';
import { showProgress } from './progress.cts';
import { countRequests } from './requestCount.cts';
import { Search } from './search.cts';

/** Characters that each way to write a text writes in another way. */
const odd = 'ü+/ "%&=?';

const keySecret = `Canary-of-the-key ${odd} 5tRl4gK9wQz7`;

const password = `Canary-of-the-password ${odd} m3XcV8bN1hJ6`;

/** @returns the exit code */
async function main(flags: Flags, signal: AbortSignal): Promise<number> {
	const started = performance.now();
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
	const progress = showProgress();
	const search = new Search(keySecret, password, log);
	const stops = [speedUpTime(), network.start(), log.start()];
	const tools: Tools = { lanes, openLane, network, search, flags, signal, report: progress.report };
	const operations = operationsWith(password);
	const campaign = new Campaign(tools, operations);
	process.on('unhandledRejection', (error) => campaign.addUnhandled(error));
	process.on('uncaughtException', (error) => campaign.addUnhandled(error));
	try {
		const { figures } = campaign;
		const { planted, found } = search.tryOut(lanes[0].gate.url);
		Object.assign(figures, { planted, plantedFound: found });
		const references = referencesOf(operations);
		await campaign.runReferences(references);
		await campaign.runOperations(references);
		await campaign.runTriggers();
		await campaign.runMixes();
		const counted = await countRequests(lanes[0], network, campaign.references);
		campaign.addLeaks('requests elsewhere', search.ofOthers(network.elsewhere(origins)));
		figures.searched = search.searched;
		progress.end();
		const seconds = Math.round((performance.now() - started) / 1000);
		const tables = [
			figures.table([...counted.figures, ['seed', flags.seed], ['time, s', seconds]]),
			toTable(counted.rows),
		];
		const text = tables.join('\n\n');
		if (flags.figures) await writeFile(flags.figures, `${text}\n`);
		for (const { id, texts } of figures.mistakes) {
			console.log(`MISTAKE ${id}\n  ${texts.slice(0, 5).join('\n  ')}`);
			console.log(`  again: npm run test:faults -- --seed ${flags.seed} --only '${id}'`);
		}
		console.log(`\n${text}\n`);
		console.log(`${figures.isGood ? 'passed' : 'FAILED'}: ${figures.mistakes.length} mistakes`);
		return figures.isGood ? 0 : 1;
	} finally {
		for (const stop of stops) stop();
		progress.end();
		await Promise.all(lanes.map((lane) => lane.close()));
	}
}

function exitCodeOf(error: unknown): number {
	if (error instanceof Interrupted) {
		console.log('Interrupted; everything is stopped.');
		return error.exitCode;
	}
	console.error(error instanceof Error ? error.stack : error);
	console.log('FAILED: the campaign itself broke');
	return 1;
}

const flags = readFlags(process.argv.slice(2));
main(flags, listenForInterruption())
	.catch(exitCodeOf)
	.then((code) => process.exit(code));
