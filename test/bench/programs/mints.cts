import { startWorld, type World } from './world.cts';
import type { INode } from 'n8n-workflow';
import { DeclarativeNode } from '../nodes/declarativeNode.cts';
import { execute } from './execution.cts';
import { program } from './program.cts';
import { firstJobs, getNode, itemsFor, nodeOf } from './team.cts';

interface Input {
	packageFolder: string;
	items: number;
}

/** Tokens that were minted, by who sent the items with an expired one. */
export type MintsResult = Record<'node' | 'declarative', number>;

interface LoggedRequests {
	requests: Array<{ endpoint: unknown }>;
}

async function mintsOf({ sandbox, host }: World, node: INode, items: ReturnType<typeof itemsFor>) {
	await execute(host, node, items.slice(0, 1));
	await sandbox.control('POST', 'tokens/expire', {});
	await sandbox.control('DELETE', 'requests');
	const answers = await execute(host, node, items);
	if (answers.length !== items.length) throw new Error(`${answers.length} answers`);
	const { requests } = (await sandbox.control('GET', 'requests')) as LoggedRequests;
	return requests.filter(({ endpoint }) => endpoint === 'token').length;
}

program<Input, MintsResult>(async ({ packageFolder, items: count }) => {
	const world = await startWorld({
		packageFolder,
		dataset: { connections: 1, serverJobsPerConnection: 20, userJobsPerConnection: 0 },
		ownNodes: [new DeclarativeNode()],
	});
	try {
		const jobs = await firstJobs(world);
		const items = itemsFor(jobs, count);
		const parameters = { jobs: jobs.address, job: '={{ $json.job }}' };
		return {
			node: await mintsOf(world, getNode(world, jobs, 8), items),
			declarative: await mintsOf(world, nodeOf(world, 'declarative', parameters), items),
		};
	} finally {
		await world.close();
	}
});
