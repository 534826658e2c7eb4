import type { Finding } from '../finding.cts';
import type { GetManyResult } from '../programs/getMany.cts';
import type { MemoryResult } from '../programs/memory.cts';
import { runProgram } from '../runProgram.cts';
import { median, ratios } from '../statistics.cts';
import type { Setting } from './measure.cts';

const latencyMs = 5;
const work = `Get Many of 20,000 results, pages of 100 at ${latencyMs} ms`;
const inShort = '20,000 results read page by page';

/** How the node reads them: as it does by default, and each result with all of its fields. */
const ways = { node: '', nodeWhole: ', Simplify off' };

type Way = keyof typeof ways;

/** The time to read a long list. */
export async function measureGetMany(setting: Setting): Promise<Finding[]> {
	const { packageFolder, rounds: count } = setting;
	const input = { packageFolder, rounds: count, latencyMs };
	const milliseconds = await runProgram<GetManyResult>('getMany', input, setting);
	const compare = (way: Way): Finding => {
		const rounds = ratios(milliseconds[way], milliseconds.axios);
		return {
			measure: `${work}${ways[way]}: time`,
			against: 'bare axios paging',
			figure: median(milliseconds[way]),
			peer: median(milliseconds.axios),
			unit: 'ms',
			ratio: median(rounds),
			rounds,
			target: { of: 'ratio', is: 'at most', limit: 1.2 },
			headline: `${inShort}${ways[way]}: time against bare axios`,
		};
	};
	return [compare('node'), compare('nodeWhole')];
}

/** The memory it takes, each reader in a process of its own. */
export async function measureMemory(setting: Setting): Promise<Finding[]> {
	const { packageFolder } = setting;
	const read = async (who: Way | 'axios') =>
		await runProgram<MemoryResult>('memory', { packageFolder, who }, setting);
	const parsed = await read('axios');
	const compare = async (way: Way): Promise<Finding> => {
		const { peak } = await read(way);
		return {
			measure: `${work}${ways[way]}: memory at its most`,
			against: 'the parsed objects',
			figure: peak / 1e6,
			peer: parsed.retained / 1e6,
			unit: 'MB',
			ratio: peak / parsed.retained,
			target: { of: 'ratio', is: 'at most', limit: 1.6 },
			headline: `${inShort}${ways[way]}: memory against the parsed objects`,
		};
	};
	return [await compare('node'), await compare('nodeWhole')];
}
