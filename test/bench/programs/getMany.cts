import { rotated } from '../statistics.cts';
import { delayAnswers } from './world.cts';
import { execute } from './execution.cts';
import { program, report } from './program.cts';
import { bareList, resultCount, startResultWorld } from './resultPages.cts';
import { asaNode, firstJobs, itemsFor } from './team.cts';

interface Input {
	packageFolder: string;
	rounds: number;
	latencyMs: number;
}

/** Milliseconds of each round, by who reads. */
export type GetManyResult = Record<'node' | 'nodeWhole' | 'axios', number[]>;

program<Input, GetManyResult>(async ({ packageFolder, rounds, latencyMs }) => {
	const world = await startResultWorld(packageFolder);
	try {
		const jobs = await firstJobs(world);
		const read = (simplify: boolean) => async () => {
			const node = asaNode(world, jobs, 'getAllResults', { returnAll: true, simplify });
			return await execute(world.host, node, itemsFor(jobs, 1));
		};
		const address = `${jobs.address}/${jobs.ids[0]}/task_results?descending=true`;
		const ways = {
			node: read(true),
			nodeWhole: read(false),
			axios: () => bareList(world, address),
		};
		const names = Object.keys(ways) as (keyof GetManyResult)[];
		const result: GetManyResult = { node: [], nodeWhole: [], axios: [] };
		const time = async (name: keyof GetManyResult) => {
			const before = performance.now();
			const { length } = await ways[name]();
			if (length !== resultCount) throw new Error(`${name}: ${length} results`);
			return performance.now() - before;
		};
		for (const name of names) await time(name);
		await delayAnswers(world.sandbox, latencyMs);
		for (let round = 1; round <= rounds; round++) {
			report(`round ${round} of ${rounds}`);
			for (const name of rotated(names, round)) result[name].push(await time(name));
		}
		return result;
	} finally {
		await world.close();
	}
});
