import { subscribe } from 'node:diagnostics_channel';
import { execute } from './execution.cts';
import { program } from './program.cts';
import { bareList, resultCount, startResultWorld } from './resultPages.cts';
import { asaNode, firstJobs, itemsFor } from './team.cts';

interface Input {
	packageFolder: string;
	/** `nodeWhole`: with Simplify off. */
	who: 'node' | 'nodeWhole' | 'axios';
}

/** Bytes of the heap that were added. */
export interface MemoryResult {
	/** The most that was alive at one time: looked at when every tenth page was answered. */
	peak: number;
	/** What was alive at the end, with the results in hand. */
	retained: number;
}

/** The bytes of the heap that are alive: everything else is collected first. */
async function aliveBytes(): Promise<number> {
	// What was awaited last is let go of only then.
	await new Promise((done) => setTimeout(done, 20));
	return collectedBytes();
}

function collectedBytes(): number {
	globalThis.gc?.();
	return process.memoryUsage().heapUsed;
}

/** Reads once and throws it away, so that all that is loaded or compiled once is there. */
async function warmUp(read: () => Promise<unknown[]>): Promise<void> {
	await read();
}

program<Input, MemoryResult>(async ({ packageFolder, who }) => {
	const world = await startResultWorld(packageFolder);
	try {
		const jobs = await firstJobs(world);
		const node = asaNode(world, jobs, 'getAllResults', {
			returnAll: true,
			simplify: who === 'node',
		});
		const address = `${jobs.address}/${jobs.ids[0]}/task_results?descending=true`;
		const read = async () =>
			who === 'axios'
				? await bareList(world, address)
				: await execute(world.host, node, itemsFor(jobs, 1));
		await warmUp(read);
		const before = await aliveBytes();
		let peak = 0;
		let pages = 0;
		subscribe('http.client.response.finish', () => {
			if (++pages % 10 === 0) peak = Math.max(peak, collectedBytes());
		});
		const results = await read();
		const retained = await aliveBytes();
		if (results.length !== resultCount) throw new Error(`${who}: ${results.length} results`);
		return { peak: Math.max(peak, retained) - before, retained: retained - before };
	} finally {
		await world.close();
	}
});
