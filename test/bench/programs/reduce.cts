import { startWorld, type World } from './world.cts';
import { PollContext } from 'n8n-core';
import { additionalData, chain } from '../../engine/harness/host.cts';
import { everyEvent } from '../../engine/triggerTeam.cts';
import { moduleOf } from './packageModules.cts';
import { program } from './program.cts';
import { triggerNode } from './team.cts';

interface Input {
	packageFolder: string;
	rounds: number;
}

export interface ReduceResult {
	jobs: number;
	/** Events that each round came to. */
	events: number;
	/**
	 * Milliseconds of CPU time in each warm round: to read the state twice, as a poll does, to reduce an observation
	 * into it, and to write it.
	 */
	cpu: number[];
	stateBytes: number;
}

/** 1,000 jobs with the frequencies of a large team and names of 60 characters. */
const dataset = {
	connections: 40,
	serverJobsPerConnection: 1,
	userJobsPerConnection: 24,
	frequencies: { 1: 50, 6: 250, 12: 300, 24: 400 },
	historyDays: 2,
	nameLength: 60,
};

const warmUps = 20;

program<Input, ReduceResult>(async ({ packageFolder, rounds }) => {
	const { reduce } = moduleOf(packageFolder, 'sync/reduce');
	const { readState, writeState } = moduleOf(packageFolder, 'sync/storedState');
	const world = await startWorld({ packageFolder, dataset, switches: { failProbability: 0.1 } });
	try {
		const { settings, observe } = observerOf(world, packageFolder);
		const first = reduce(undefined, await observe(undefined), settings).state;
		await world.sandbox.control('POST', 'clock', { advanceSeconds: 6 * 3600 });
		const observation = await observe(first);
		const stored = writeState(first);
		const round = () => {
			readState(stored);
			const { state, events } = reduce(readState(stored), observation, settings);
			return { written: writeState(state), events };
		};
		const cpu: number[] = [];
		for (let number = 0; number < warmUps + rounds; number++) {
			const before = process.cpuUsage();
			round();
			const { user, system } = process.cpuUsage(before);
			if (number >= warmUps) cpu.push((user + system) / 1000);
		}
		const { written, events } = round();
		const jobs = dataset.connections * 25;
		return {
			jobs,
			events: events.length,
			cpu,
			stateBytes: Buffer.byteLength(JSON.stringify(written)),
		};
	} finally {
		await world.close();
	}
});

/** Observes as a poll does, with the package's own modules. */
function observerOf(world: World, packageFolder: string) {
	const { openClient } = moduleOf(packageFolder, 'asa/client');
	const { planJobs } = moduleOf(packageFolder, 'sync/plan');
	const { observe } = moduleOf(packageFolder, 'watch/observe');
	const { readSettings } = moduleOf(packageFolder, 'trigger/settings');
	const node = triggerNode(world, { events: everyEvent });
	const workflow = chain(world.host, [node]);
	const data = additionalData(world.host, 'trigger');
	const context = new PollContext(workflow, node, data, 'trigger', 'activate');
	const settings = readSettings(context);
	return {
		settings,
		async observe(state: Parameters<typeof planJobs>[0]) {
			return await observe(await openClient(context), {
				selection: settings.selection,
				concurrency: 8,
				plan: (connection, kind, jobs, now) =>
					planJobs(state, connection, kind, jobs, settings, now),
			});
		},
	};
}
