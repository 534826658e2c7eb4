import type { Finding } from '../finding.cts';
import type { GetManyResult } from '../programs/getMany.cts';
import type { MemoryResult } from '../programs/memory.cts';
import { runProgram } from '../runProgram.cts';
import { median, medianRatio } from '../statistics.cts';
import type { Setting } from './measure.cts';

const latencyMs = 5;
const work = `Get Many of 20,000 results, pages of 100 at ${latencyMs} ms`;

/** The time to read a long list. */
export async function measureGetMany(setting: Setting): Promise<Finding[]> {
	const { packageFolder, rounds } = setting;
	const input = { packageFolder, rounds, latencyMs };
	const { node, axios } = await runProgram<GetManyResult>('getMany', input, setting);
	return [
		{
			measure: `${work}, time`,
			against: 'bare axios paging',
			figure: median(node),
			peer: median(axios),
			unit: 'ms',
			ratio: medianRatio(node, axios),
			target: { of: 'ratio', is: 'at most', limit: 1.2 },
			headline: '20,000 results read page by page: time against bare axios',
		},
	];
}

/** The memory it takes, each reader in a process of its own. */
export async function measureMemory(setting: Setting): Promise<Finding[]> {
	const { packageFolder } = setting;
	const read = async (who: 'node' | 'axios') =>
		await runProgram<MemoryResult>('memory', { packageFolder, who }, setting);
	const own = await read('node');
	const parsed = await read('axios');
	return [
		{
			measure: `${work}, memory at its most`,
			against: 'the parsed objects',
			figure: own.peak / 1e6,
			peer: parsed.retained / 1e6,
			unit: 'MB',
			ratio: own.peak / parsed.retained,
			target: { of: 'ratio', is: 'at most', limit: 1.6 },
			headline: '20,000 results read page by page: memory against the parsed objects',
		},
	];
}
