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

export interface CheckResult {
	jobs: number;
	/** Events that each round with changes came to. */
	events: number;
	/**
	 * Milliseconds of CPU time in each warm round: to read the state twice, as a poll does, to check a snapshot, and to
	 * write the state. `idle`: nothing has changed since. `changed`: six hours later.
	 */
	cpu: { idle: number[]; changed: number[] };
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

program<Input, CheckResult>(async ({ packageFolder, rounds }) => {
	const { check } = moduleOf(packageFolder, 'monitor/index');
	const { readState, writeState } = moduleOf(packageFolder, 'monitor/state/storage');
	const world = await startWorld({ packageFolder, dataset, switches: { failProbability: 0.1 } });
	try {
		const { settings, read } = readerOf(world, packageFolder);
		const stored = writeState(check(undefined, await read(undefined), settings).state);
		const measure = (snapshot: Parameters<typeof check>[1]) =>
			cpuOf(rounds, () => {
				readState(stored);
				const { state, events } = check(readState(stored), snapshot, settings);
				return { written: writeState(state), events };
			});
		const idle = measure(await read(readState(stored)));
		await world.sandbox.control('POST', 'clock', { advanceSeconds: 6 * 3600 });
		const changed = measure(await read(readState(stored)));
		return {
			jobs: dataset.connections * (dataset.serverJobsPerConnection + dataset.userJobsPerConnection),
			events: changed.last.events.length,
			cpu: { idle: idle.cpu, changed: changed.cpu },
			stateBytes: Buffer.byteLength(JSON.stringify(changed.last.written)),
		};
	} finally {
		await world.close();
	}
});

/** CPU time of each warm round, in milliseconds, and what the last one came to. */
function cpuOf<Result>(rounds: number, round: () => Result): { cpu: number[]; last: Result } {
	const cpu: number[] = [];
	for (let number = 0; number < warmUps + rounds; number++) {
		const before = process.cpuUsage();
		round();
		const { user, system } = process.cpuUsage(before);
		if (number >= warmUps) cpu.push((user + system) / 1000);
	}
	return { cpu, last: round() };
}

/** Reads as a poll does, with the package's own modules. */
function readerOf(world: World, packageFolder: string) {
	const { openClient } = moduleOf(packageFolder, 'asa/client');
	const { readSnapshot } = moduleOf(packageFolder, 'monitor/snapshot/reader');
	const { readSettings } = moduleOf(packageFolder, 'trigger/parameters');
	const node = triggerNode(world, { events: everyEvent });
	const workflow = chain(world.host, [node]);
	const data = additionalData(world.host, 'trigger');
	const context = new PollContext(workflow, node, data, 'trigger', 'activate');
	const settings = readSettings(context);
	return {
		settings,
		read: async (state: Parameters<typeof readSnapshot>[1]) =>
			await readSnapshot(await openClient(context), state, settings),
	};
}
