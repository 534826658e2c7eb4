import { parseDataset } from './datasets.cts';
import { ControlError } from './errors.cts';
import type { FaultReport, FaultRule } from './faults.cts';
import type { HistoryEvent } from './history.cts';
import type { LoggedRequest } from './requestLog.cts';
import type { RunPlanInput } from './runPlans.cts';
import { describeState, type State } from './state.cts';
import { changedSwitches, type SwitchChanges, type Switches } from './switches.cts';
import { endRun, startRun, type EndedOutcome } from './syncRuns.cts';
import { allJobs, type Connection, type Job } from './team.cts';
import { fromRfc3339, SECOND, toRfc3339 } from './time.cts';
import type { MintedToken } from './tokens.cts';
import { createWorld, type World, type WorldOptions } from './world.cts';

/** Where the clock stands: RFC 3339 and virtual seconds per real second. */
export interface ClockState {
	now: string;
	speed: number;
}

export interface ResetOptions {
	seed?: number;
	/** empty, demo or an object for the generator. */
	dataset?: unknown;
	/** RFC 3339. */
	startTime?: string;
	switches?: SwitchChanges;
}

/** Everything that can be done to the sandbox from outside the simulated API. All times are virtual. */
export interface Control {
	/** RFC 3339. */
	now(): string;
	getSwitches(): Switches;
	/** Changes the given switches, leaves the others. @throws ControlError */
	setSwitches(changes: SwitchChanges): Switches;
	getFaults(): FaultReport[];
	/** Replaces all rules. @throws ControlError */
	setFaults(rules: FaultRule[]): FaultReport[];
	addFault(rule: FaultRule): FaultReport[];
	clearFaults(): void;
	/** Moves the clock on and runs everything due, in order. */
	advance(seconds: number): ClockState;
	/** @param time RFC 3339, not before now */
	advanceTo(time: string): ClockState;
	setSpeed(speed: number): ClockState;
	getState(): State;
	/** Replaces what the next runs of a job will come to; plans follow the job when its id changes. */
	planRuns(jobId: string, plans: RunPlanInput | RunPlanInput[]): void;
	/** Starts a run now, beside whatever runs. @returns the result's id */
	runJob(jobId: string, options?: { isTest?: boolean }): string;
	/** Ends the oldest running run of a job now, or the one of that result. @returns the result's id */
	endRun(jobId: string, outcome: EndedOutcome, resultId?: string): string;
	/** Whether this is the service account password that the team holds: it is never handed out. */
	isPassword(connectionId: string, password: string): boolean;
	/** Expires all tokens now. @returns how many were valid */
	expireTokens(): number;
	/** A token as minting gives it, for those who paste one. */
	mintToken(lifetimeSeconds?: number): MintedToken;
	/** @param after index of the last event known; all without it */
	getHistory(after?: number): HistoryEvent[];
	/** @param after index of the last request known; all without it */
	getRequests(after?: number): LoggedRequest[];
	/** How many requests came since the start or the last reset, kept in the log or not. */
	countRequests(): number;
	clearRequests(): void;
	/** Starts anew: other objects, clock back at the start, no faults, tokens, plans, log. The key stays. */
	reset(options?: ResetOptions): State;
}

/** Holds the world of the moment; a reset puts another in its place. */
export interface WorldHolder {
	world: World;
}

/** @param options what the first world was made of */
export function createControl(holder: WorldHolder, options: WorldOptions): Control {
	const world = () => {
		holder.world.clock.catchUp();
		return holder.world;
	};
	const clockState = (): ClockState => ({
		now: toRfc3339(world().clock.now()),
		speed: world().clock.speed(),
	});

	return {
		now: () => clockState().now,
		getSwitches: () => structuredClone(world().switches),
		setSwitches(changes) {
			world().switches = changedSwitches(world().switches, changes);
			return structuredClone(world().switches);
		},
		getFaults: () => world().faults.report(),
		setFaults(rules) {
			world().faults.replace(rules);
			return world().faults.report();
		},
		addFault(rule) {
			world().faults.add(rule);
			return world().faults.report();
		},
		clearFaults: () => world().faults.replace([]),
		advance(seconds) {
			if (!(seconds >= 0)) throw new ControlError('Clock: advanceSeconds must be 0 or more');
			const { clock } = world();
			clock.advanceTo(clock.now() + Math.round(seconds * SECOND));
			return clockState();
		},
		advanceTo(time) {
			const target = timeOf(time);
			const { clock } = world();
			if (target < clock.now()) throw new ControlError(`Clock: ${time} is in the past`);
			clock.advanceTo(target);
			return clockState();
		},
		setSpeed(speed) {
			if (!(speed >= 0)) throw new ControlError('Clock: speed must be 0 or more');
			world().clock.setSpeed(speed);
			return clockState();
		},
		getState: () => describeState(world()),
		planRuns: (jobId, plans) => world().plans.set(jobById(world(), jobId), plans),
		runJob: (jobId, runOptions) => startRun(world(), jobById(world(), jobId), runOptions).id,
		endRun: (jobId, outcome, resultId) => endRunOf(world(), jobId, outcome, resultId),
		isPassword: (connectionId, password) =>
			connectionById(world(), connectionId).service_account_password === password,
		expireTokens: () => world().tokens.expireAll(),
		mintToken: (lifetimeSeconds) => mintToken(world(), lifetimeSeconds),
		getHistory: (after = -1) => world().history.after(after),
		getRequests: (after = -1) =>
			world()
				.requests.after(after)
				.map((request) => ({ ...request })),
		countRequests: () => world().requests.total(),
		clearRequests: () => world().requests.clear(),
		reset(changes = {}) {
			const old = world();
			holder.world = createWorld(resetOptions(options, old, changes));
			old.clock.stop();
			return describeState(holder.world);
		},
	};
}

function resetOptions(options: WorldOptions, old: World, changes: ResetOptions): WorldOptions {
	return {
		...options,
		seed: changes.seed ?? options.seed,
		speed: old.clock.speed(),
		startTime: changes.startTime === undefined ? options.startTime : timeOf(changes.startTime),
		dataset: changes.dataset === undefined ? options.dataset : parseDataset(changes.dataset),
		switches: changes.switches ?? options.switches,
	};
}

function timeOf(text: string): number {
	try {
		return fromRfc3339(text);
	} catch (error) {
		throw new ControlError(error instanceof Error ? error.message : String(error));
	}
}

function jobById(world: World, id: string): Job {
	const job = allJobs(world.team).find((candidate) => candidate.id === id);
	if (!job) throw new ControlError(`There is no job ${id}`, 404);
	return job;
}

function connectionById({ team }: World, id: string): Connection {
	const connection = team.connections.get(id);
	if (!connection) throw new ControlError(`There is no connection ${id}`, 404);
	return connection;
}

function endRunOf(world: World, jobId: string, outcome: EndedOutcome, resultId?: string): string {
	const job = jobById(world, jobId);
	const run = job.running.find(({ result }) => resultId === undefined || result.id === resultId);
	if (!run) throw new ControlError(`Job ${jobId} has no such run now`, 404);
	endRun(world, job, run, outcome);
	return run.result.id;
}

function mintToken(world: World, lifetimeSeconds?: number): MintedToken {
	const lifetime = lifetimeSeconds ?? world.switches.tokenLifetimeSeconds;
	if (!(lifetime > 0)) throw new ControlError('Tokens: lifetimeSeconds must be more than 0');
	return world.tokens.mint(lifetime);
}
