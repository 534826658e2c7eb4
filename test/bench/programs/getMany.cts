import { delayAnswers } from './world.cts';
import { execute } from './execution.cts';
import { program, tell } from './program.cts';
import { bareList, resultCount, startResultWorld } from './resultPages.cts';
import { asaNode, firstJobs, itemsFor } from './team.cts';

interface Input {
	packageFolder: string;
	rounds: number;
	latencyMs: number;
}

/** Milliseconds of each round, by who reads. */
export type GetManyResult = Record<'node' | 'axios', number[]>;

program<Input, GetManyResult>(async ({ packageFolder, rounds, latencyMs }) => {
	const world = await startResultWorld(packageFolder);
	try {
		const jobs = await firstJobs(world);
		const node = asaNode(world, jobs, 'getAllResults', { returnAll: true });
		const address = `${jobs.address}/${jobs.ids[0]}/task_results?descending=true`;
		const ways = {
			node: () => execute(world.host, node, itemsFor(jobs, 1)),
			axios: () => bareList(world, address),
		};
		const result: GetManyResult = { node: [], axios: [] };
		const time = async (name: 'node' | 'axios') => {
			const before = performance.now();
			const { length } = await ways[name]();
			if (length !== resultCount) throw new Error(`${name}: ${length} results`);
			return performance.now() - before;
		};
		await time('node');
		await time('axios');
		await delayAnswers(world.sandbox, latencyMs);
		for (let round = 1; round <= rounds; round++) {
			tell(`round ${round} of ${rounds}`);
			result.node.push(await time('node'));
			result.axios.push(await time('axios'));
		}
		return result;
	} finally {
		await world.close();
	}
});
