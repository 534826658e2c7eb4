import { startWorld } from './world.cts';
import type { Profiler } from 'node:inspector';
import { cpuProfileOf } from './cpuProfile.cts';
import { execute } from './execution.cts';
import { program } from './program.cts';
import { asaNode, firstJobs, getNode, itemsFor } from './team.cts';

interface Input {
	packageFolder: string;
	/** What is done: jobs are read one by one, or the 20,000 results of a job page by page. */
	work: 'getJobs' | 'getMany';
}

program<Input, Profiler.Profile>(async ({ packageFolder, work }) => {
	const isMany = work === 'getMany';
	const world = await startWorld({
		packageFolder,
		dataset: {
			connections: 1,
			serverJobsPerConnection: isMany ? 1 : 20,
			userJobsPerConnection: 0,
			frequencies: { 1: 1 },
			historyDays: isMany ? 840 : 1,
		},
		switches: { keepResults: 20_000 },
	});
	try {
		const jobs = await firstJobs(world);
		const node = isMany
			? asaNode(world, jobs, 'getAllResults', { returnAll: true })
			: getNode(world, jobs, 8);
		const items = itemsFor(jobs, isMany ? 1 : 2000);
		await execute(world.host, node, items);
		return await cpuProfileOf(() => execute(world.host, node, items));
	} finally {
		await world.close();
	}
});
