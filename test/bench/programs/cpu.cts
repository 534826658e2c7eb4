import { startWorld, twentyServerJobs } from './world.cts';
import type { IDataObject, INode } from 'n8n-workflow';
import { byId } from '../../engine/runOperation.cts';
import { PlainNode } from '../nodes/plainNode.cts';
import { rotated } from '../statistics.cts';
import { execute } from './execution.cts';
import { program, report } from './program.cts';
import { asaNode, firstJobs, getNode, itemsFor, nodeOf } from './team.cts';

interface Input {
	packageFolder: string;
	rounds: number;
	requests: number;
}

/** Milliseconds of CPU time per request in each round, by who sends them. */
export type CpuResult = Record<
	'node' | 'helper' | 'nodeWithExpression' | 'helperWithExpression',
	number[]
>;

program<Input, CpuResult>(async ({ packageFolder, rounds, requests }) => {
	const world = await startWorld({
		packageFolder,
		dataset: twentyServerJobs,
		ownNodes: [new PlainNode()],
	});
	try {
		const jobs = await firstJobs(world);
		const nodes: Record<keyof CpuResult, INode> = {
			node: asaNode(world, jobs, 'get', { job: byId(jobs.ids[0]) }),
			helper: nodeOf(world, 'plain', { inFlight: 8 }),
			nodeWithExpression: getNode(world, jobs, 8),
			helperWithExpression: nodeOf(world, 'plain', { inFlight: 8, url: '={{ $json.url }}' }),
		};
		const names = Object.keys(nodes) as (keyof CpuResult)[];
		const cpuOf = async (node: INode, items: IDataObject[]) => {
			globalThis.gc?.();
			const before = process.cpuUsage();
			await execute(world.host, node, items);
			const { user, system } = process.cpuUsage(before);
			return (user + system) / 1000 / items.length;
		};
		const result: CpuResult = {
			node: [],
			helper: [],
			nodeWithExpression: [],
			helperWithExpression: [],
		};
		const items = itemsFor(jobs, requests);
		for (const name of names) await cpuOf(nodes[name], items);
		for (let round = 1; round <= rounds; round++) {
			report(`round ${round} of ${rounds}`);
			for (const name of rotated(names, round)) result[name].push(await cpuOf(nodes[name], items));
		}
		return result;
	} finally {
		await world.close();
	}
});
