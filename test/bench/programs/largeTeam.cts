import { delayAnswers, startWorld } from './world.cts';
import { subscribe } from 'node:diagnostics_channel';
import { program, report } from './program.cts';
import { startPoller } from './team.cts';

interface Input {
	packageFolder: string;
	connections: number;
	latencyMs: number;
}

/** One idle poll of a large team. */
export interface LargeTeamResult {
	connections: number;
	jobs: number;
	latencyMs: number;
	requests: number;
	milliseconds: number;
	cpuMilliseconds: number;
	stateBytes: number;
	/** The most bytes of the heap that were alive at one time of the poll, beyond those before it. */
	peakBytes: number;
}

function collectedBytes(): number {
	globalThis.gc?.();
	return process.memoryUsage().heapUsed;
}

program<Input, LargeTeamResult>(async ({ packageFolder, connections, latencyMs }) => {
	const world = await startWorld({
		packageFolder,
		dataset: { connections, serverJobsPerConnection: 1, userJobsPerConnection: 1, historyDays: 2 },
	});
	try {
		const poller = startPoller(world, { events: ['newResult', 'syncFailed', 'syncOverdue'] });
		report('first poll');
		await poller.activate();
		await world.sandbox.control('POST', 'clock', { advanceSeconds: 300 });
		await poller.poll();
		await delayAnswers(world.sandbox, latencyMs);
		report('timed poll');
		const requestsBefore = (await world.sandbox.state()).requests;
		const cpuBefore = process.cpuUsage();
		const before = performance.now();
		await poller.poll();
		const milliseconds = performance.now() - before;
		const { user, system } = process.cpuUsage(cpuBefore);
		const requests = (await world.sandbox.state()).requests - requestsBefore;
		await delayAnswers(world.sandbox, 0);
		report('poll under watch');
		const bytesBefore = collectedBytes();
		let peak = 0;
		let answers = 0;
		subscribe('http.client.response.finish', () => {
			if (++answers % 100 === 0) peak = Math.max(peak, collectedBytes());
		});
		await poller.poll();
		return {
			connections,
			jobs: connections * 2,
			latencyMs,
			requests,
			milliseconds,
			cpuMilliseconds: (user + system) / 1000,
			stateBytes: Buffer.byteLength(JSON.stringify(poller.storedState)),
			peakBytes: peak - bytesBefore,
		};
	} finally {
		await world.close();
	}
});
