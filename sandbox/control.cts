import {
	amendResult,
	connectionById,
	endRunOf,
	jobById,
	mintToken,
	recreateConnection,
	recreateJob,
	renameConnection,
	renameJob,
	setGatewayOnline,
	timeOf,
	type ResultChanges,
} from './controlActions.cts';
import { moveOu } from './directory.cts';
import { parseDataset } from './datasets.cts';
import { ControlError } from './errors.cts';
import type { FaultReport, FaultRule } from './faults.cts';
import type { HistoryEvent } from './history.cts';
import type { LoggedRequest } from './requestLog.cts';
import type { RunPlanInput } from './runPlans.cts';
import { describeState, type State } from './state.cts';
import { changedSwitches, type SwitchChanges, type Switches } from './switches.cts';
import { startRun, type EndedOutcome } from './syncRuns.cts';
import { secondMs, toRfc3339 } from './time.cts';
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
	/** Replaces the planned outcomes of a job's next runs; they follow the job when an update changes its id. */
	planRuns(jobId: string, plans: RunPlanInput | RunPlanInput[]): void;
	/** Starts a run now, even if another is under way. @returns the result's id */
	runJob(jobId: string, options?: { isTest?: boolean }): string;
	/** Ends the oldest running run of a job now, or the one of that result. @returns the result's id */
	endRun(jobId: string, outcome: EndedOutcome, resultId?: string): string;
	/** Changes a result after the fact: its times, its words, its texts. */
	amendResult(resultId: string, changes: ResultChanges): void;
	/** Renames a job without an update: its id, results and plans stay. */
	renameJob(jobId: string, name: string): void;
	/** Deletes a job and makes another of the same settings. @returns its id */
	recreateJob(jobId: string): string;
	renameConnection(connectionId: string, name: string): void;
	/** Deletes a connection and makes another of the same settings and jobs. @returns its id */
	recreateConnection(connectionId: string): string;
	/** A gateway that is offline lets every run through it fail. */
	setGatewayOnline(gatewayId: string, isOnline: boolean): void;
	/** Moves an organizational unit away, so that syncs succeed and find nothing in it, or back. */
	moveOu(connectionId: string, baseDn: string, options?: { back?: boolean }): void;
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
	/** Makes a new team: new objects, clock back at the start, no faults, tokens, plans, log. The key stays. */
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
			clock.advanceTo(clock.now() + Math.round(seconds * secondMs));
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
		runJob: (jobId, runOptions) => startRun(world(), jobById(world(), jobId), runOptions).result.id,
		endRun: (jobId, outcome, resultId) => endRunOf(world(), jobId, outcome, resultId),
		amendResult: (resultId, changes) => amendResult(world(), resultId, changes),
		renameJob: (jobId, name) => renameJob(world(), jobById(world(), jobId), name),
		recreateJob: (jobId) => recreateJob(world(), jobById(world(), jobId)).id,
		renameConnection: (connectionId, name) =>
			renameConnection(world(), connectionById(world(), connectionId), name),
		recreateConnection: (connectionId) =>
			recreateConnection(world(), connectionById(world(), connectionId)).id,
		setGatewayOnline: (gatewayId, isOnline) => setGatewayOnline(world(), gatewayId, isOnline),
		moveOu: (connectionId, baseDn, { back = false } = {}) =>
			moveOu(world().directory, connectionById(world(), connectionId), baseDn, back),
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
