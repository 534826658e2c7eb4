import { fork } from 'node:child_process';
import { join } from 'node:path';
import { writeFigures } from '../../support/cli/figures.cts';
import { main } from '../../support/cli/main.cts';
import { markdownTable } from '../../support/cli/markdownTable.cts';
import { engineVersion } from '../helpers/engineVersion.cts';
import { Figures } from './report/figures.cts';
import { readFlags, type Flags } from './flags.cts';
import { Progress } from './report/progress.cts';
import type { RequestCount } from './report/requestCount.cts';
import type { ShardMessage, ShardTask } from './shard.cts';

/**
 * Runs the suite in several processes, adds up their figures, and prints what they found.
 *
 * @returns the exit code
 */
async function runSuite(args: string[], signal: AbortSignal): Promise<number> {
	const flags = readFlags(args);
	const started = performance.now();
	const figures = new Figures();
	const progress = new Progress();
	let requests: RequestCount | undefined;
	const shardCount = flags.processes;
	const shards = Array.from({ length: shardCount }, (_, shard) =>
		runShard({ flags, shard, shardCount }, signal, (message) => {
			if ('figures' in message) {
				figures.merge(message.figures);
				requests ??= message.requests;
			} else {
				progress.show(shard, message);
			}
		}),
	);
	const codes = await Promise.all(shards);
	progress.end();
	signal.throwIfAborted();
	const seconds = Math.round((performance.now() - started) / 1000);
	const more = [...(requests?.figures ?? []), ['seed', flags.seed], ['time, s', seconds]] as const;
	// Only a run of all cases counts requests.
	const ofRequests = requests
		? `\n\n${markdownTable(['operation', 'requests'], requests.rows)}`
		: '';
	const tables = figures.table(more) + ofRequests;
	for (const { id, texts } of figures.findings) {
		console.log(`FINDING ${id}\n  ${texts.join('\n  ')}`);
		console.log(`  again: npm run test:faults -- ${argumentsOf(flags)} --only '${id}'`);
	}
	console.log(`\n${tables}\n`);
	const broken = codes.filter((code) => code !== 0).length;
	const isGood = figures.isGood && figures.cases > 0 && broken === 0;
	if (isGood && flags.write) await writeFigures(__dirname, tables, { n8n: engineVersion });
	const outcome = isGood ? 'passed' : 'FAILED';
	const tried = figures.cases === 0 ? 'no case fits' : `${figures.cases} cases tried`;
	const wrong = `${figures.findings.length} went wrong, ${broken} processes broke`;
	console.log(`${outcome}: ${tried}, ${wrong}`);
	return isGood ? 0 : 1;
}

/** What chooses the same cases again. */
function argumentsOf({ seed, mixes, without }: Flags): string {
	const left = without.length > 0 ? ` --without '${without.join(',')}'` : '';
	return `--seed ${seed} --mixes ${mixes}${left}`;
}

/** Runs one process of the suite. Ctrl-C reaches it too; other signals are passed on. */
async function runShard(
	task: ShardTask,
	signal: AbortSignal,
	listen: (message: ShardMessage) => void,
): Promise<number | null> {
	const child = fork(join(__dirname, 'shard.cts'), [JSON.stringify(task)], {
		execArgv: ['--require', 'tsx/cjs'],
	});
	const stop = () => child.kill('SIGTERM');
	signal.addEventListener('abort', stop, { once: true });
	child.on('message', listen);
	const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
	signal.removeEventListener('abort', stop);
	return code;
}

void main({
	name: 'test:faults',
	run: runSuite,
	afterError: () => 'FAILED: the suite itself broke',
});
