import { startWorld } from './world.cts';
import { summarise, type ProfileSummary } from '../profileSummary.cts';
import { cpuProfileOf } from './cpuProfile.cts';
import { execute } from './execution.cts';
import { program } from './program.cts';
import { startResultWorld } from './resultPages.cts';
import { asaNode, firstJobs, getNode, itemsFor } from './team.cts';

interface Input {
	packageFolder: string;
	/** What is done: 2,000 jobs are read, or the 20,000 results of a job page by page. */
	work: 'getJobs' | 'getMany';
}

async function worldOf({ packageFolder, work }: Input) {
	if (work === 'getMany') return await startResultWorld(packageFolder);
	const dataset = { connections: 1, serverJobsPerConnection: 20, historyDays: 1 };
	return await startWorld({ packageFolder, dataset });
}

program<Input, ProfileSummary>(async (input) => {
	const world = await worldOf(input);
	try {
		const jobs = await firstJobs(world);
		const [node, items] =
			input.work === 'getMany'
				? [asaNode(world, jobs, 'getAllResults', { returnAll: true }), itemsFor(jobs, 1)]
				: [getNode(world, jobs, 8), itemsFor(jobs, 2_000)];
		await execute(world.host, node, items);
		const profile = await cpuProfileOf(() => execute(world.host, node, items));
		return summarise(profile, input.packageFolder);
	} finally {
		await world.close();
	}
});
