import { createVirtualClock, type VirtualClock } from './clock.cts';
import { fillTeam, type Dataset } from './datasets.cts';
import { createDirectory, type Directory } from './directory.cts';
import { createFaults, type Faults } from './faults.cts';
import { createHistory, type History } from './history.cts';
import type { NumericIds } from './idForms.cts';
import { createRandom, type Random } from './random.cts';
import { createRateLimit, type RateLimit } from './rateLimit.cts';
import { createRequestLog, type RequestLog } from './requestLog.cts';
import { createRunPlans, type RunPlans } from './runPlans.cts';
import { changedSwitches, defaultSwitches, type Switches } from './switches.cts';
import { createTeam, type Team } from './team.cts';
import { createTokens, type Tokens } from './tokens.cts';

export interface WorldOptions {
	teamName: string;
	keyId: string;
	keySecret: string;
	seed: number;
	/** Milliseconds since 1970. */
	startTime: number;
	/** Virtual seconds per real second. */
	speed: number;
	dataset: Dataset;
	/** Changes to the default switches. */
	switches: unknown;
}

/** The simulated team and everything that acts on it. A reset makes a new one. */
export interface World {
	team: Team;
	clock: VirtualClock;
	random: Random;
	seed: number;
	/** How many jobs were made so far of each domain, kind and name. */
	jobsMade: Map<string, number>;
	switches: Switches;
	plans: RunPlans;
	history: History;
	tokens: Tokens;
	rateLimit: RateLimit;
	faults: Faults;
	requests: RequestLog;
	directory: Directory;
	numericIds: NumericIds;
}

/**
 * Builds the team of a dataset and runs it up to the start time.
 * @throws ControlError when the switches don't fit
 */
export function createWorld(options: WorldOptions): World {
	const { seed, dataset, startTime } = options;
	const clock = createVirtualClock(startTime - dataset.historyMilliseconds, 0);
	const random = createRandom(seed);
	const world: World = {
		team: createTeam(options.teamName),
		clock,
		random,
		seed,
		jobsMade: new Map(),
		switches: changedSwitches(defaultSwitches(), options.switches),
		plans: createRunPlans(),
		history: createHistory(clock.now),
		tokens: createTokens(options, clock.now, random),
		rateLimit: createRateLimit(clock.now),
		faults: createFaults(),
		requests: createRequestLog(),
		directory: createDirectory(dataset.directory, ~seed),
		numericIds: new Map(),
	};
	fillTeam(world, dataset);
	clock.advanceTo(startTime);
	clock.setSpeed(options.speed);
	return world;
}
