import type { SandboxOptions } from '../../../sandbox/sandbox.cts';
import type { SwitchChanges } from '../../../sandbox/switches.cts';
import type { Injection } from '../injections/injection.cts';
import { injectionKinds } from '../injections/kinds.cts';
import { nameLength } from '../injections/simulatedTeam.cts';
import { startSandboxThread, type SandboxThread } from './sandboxThread.cts';

export interface TeamOptions {
	connections: number;
	dialect: 'client' | 'page';
	seed: number;
	/** Some kinds need switches for the whole run. */
	injections: readonly Injection[];
}

/** The team that the trigger watches, and another one whose credential it can be given. */
export interface Teams {
	main: SandboxThread;
	other: SandboxThread;
}

export const startTime = Date.parse('2026-01-05T00:00:00Z');

/** Ten jobs a connection; of 400, 20 are hourly, 100 run every 6 hours, 120 every 12, 160 daily. */
const datasetOf = (connections: number) => ({
	connections,
	serverJobsPerConnection: 1,
	userJobsPerConnection: 9,
	frequencies: {
		1: Math.ceil(connections * 0.5),
		6: Math.ceil(connections * 2.5),
		12: connections * 3,
		24: connections * 4,
	},
	historyDays: 2,
	nameLength,
});

export const otherTeamConnections = 2;

const otherDataset = {
	connections: otherTeamConnections,
	historyDays: 2,
	frequencies: { 1: 2, 6: 4 },
};

const usualSwitches: SwitchChanges = {
	drawRuns: 'job',
	keepRequests: 0,
	rateLimitPerHour: 1_000_000,
	tokenLifetimeSeconds: 30 * 86_400,
};

export async function startTeams(options: TeamOptions): Promise<Teams> {
	const { connections, dialect, seed, injections } = options;
	const switches = { ...usualSwitches, ...switchesOfKinds(injections), dialect };
	const start = (changes: SandboxOptions) =>
		startSandboxThread({
			startTime: new Date(startTime).toISOString(),
			seed,
			switches,
			...changes,
		});
	const main = await start({ dataset: datasetOf(connections) });
	// With the same seed, its results would have the ids of the first team's.
	const otherSeed = seed + 1_000_000;
	const other = await start({ dataset: otherDataset, team: 'other-team', seed: otherSeed });
	return { main, other };
}

function switchesOfKinds(injections: readonly Injection[]): SwitchChanges {
	const kinds = new Set(injections.map(({ kind }) => kind));
	return Object.assign({}, ...[...kinds].map((kind) => injectionKinds[kind].switches ?? {}));
}
