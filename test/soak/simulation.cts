import { createRandom, seedOf } from '../../sandbox/random.cts';
import type { SwitchChanges } from '../../sandbox/switches.cts';
import type { PollEngine } from '../engine/harness/poller.cts';
import { Figures } from './figures.cts';
import { pollsPerDay, restDays, type Injection } from './injections/injection.cts';
import { injectionKinds } from './injections/kinds.cts';
import { usualPlan, type PollPlan } from './injections/pollPlan.cts';
import { SimulatedTeam } from './injections/simulatedTeam.cts';
import type { N8nClock } from './n8nClock.cts';
import { noKnowledge, type Knowledge } from './oracle/knowledge.cts';
import { Oracle } from './oracle/oracle.cts';
import { parametersOf, usualSettings, type Settings } from './oracle/settings.cts';
import { healthyJobs } from './healthyJobs.cts';
import type { Delivery } from './deliveryAudit.cts';
import { otherTeamConnections, startTeams, startTime, type Teams } from './team/startTeams.cts';
import { viewOf, type ResponseForm, type View } from './team/view.cts';
import { TriggerUnderTest, type Poll } from './trigger.cts';

export interface SimulationOptions {
	days: number;
	connections: number;
	dialect: 'client' | 'page';
	engine: PollEngine;
	seed: number;
	injections: readonly Injection[];
	/** Ends the simulation after the poll at hand. */
	signal: AbortSignal;
	/** Ends the simulation as soon as a difference is certain. */
	stopsAtFinding?: boolean;
	/** The last poll; absent: to the end of the last day. */
	lastPoll?: number;
	onDay?: (day: number) => void;
	onPoll?: (timeMs: number, view: View, poll: Poll) => void;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** By how many seconds a poll can be early or late. */
const jitterSeconds = 300;

/** Runs the trigger on the simulated team and compares its items with those that the oracle expects. */
export async function simulate(options: SimulationOptions, clock: N8nClock): Promise<Figures> {
	const teams = await startTeams(options);
	try {
		return await new Simulation(options, clock, teams).run();
	} finally {
		await Promise.all([teams.main.close(), teams.other.close()]);
	}
}

class Simulation {
	private readonly figures = new Figures();

	private readonly oracle = new Oracle();

	private readonly team: SimulatedTeam;

	private readonly otherTeam: SimulatedTeam;

	private readonly trigger: TriggerUnderTest;

	/** What the trigger knows after a restart, according to the oracle. */
	private saved: Knowledge = noKnowledge;

	private settings: Settings = usualSettings;

	private usesOtherTeam = false;

	/** Whether n8n was not running at the last poll. */
	private isDown = false;

	/** Switches and faults as they are set. */
	private applied = '';

	constructor(
		private readonly options: SimulationOptions,
		private readonly clock: N8nClock,
		{ main, other }: Teams,
	) {
		this.team = new SimulatedTeam(main, startTime, options.connections);
		this.otherTeam = new SimulatedTeam(other, startTime, otherTeamConnections);
		this.trigger = new TriggerUnderTest(main, parametersOf(usualSettings), options.engine);
	}

	async run(): Promise<Figures> {
		const { options, figures, team } = this;
		const polls = options.days * pollsPerDay;
		const lastPoll = options.lastPoll ?? polls;
		const jitter = createRandom(seedOf(`${options.seed}/jitter`));
		await team.refresh();
		figures.begin(team.state.runsEnded);
		await this.takePoll(usualPlan(), () => this.trigger.activate('activate'), true);
		for (let poll = 1; poll <= lastPoll; poll++) {
			if (options.signal.aborted) break;
			figures.lastPoll = poll;
			const offset = jitter.integer(-jitterSeconds, jitterSeconds);
			if (poll === polls - (restDays - 1) * pollsPerDay) await this.stopFailures();
			const plan = await this.advanceToPoll(poll, startTime + poll * hourMs + offset * 1000);
			await this.runPoll(plan);
			if (poll % pollsPerDay === 0) options.onDay?.(poll / pollsPerDay);
			if (options.stopsAtFinding && figures.hasFailed) break;
		}
		figures.finish = {
			requests: await team.sandbox.control('countRequests'),
			runsEnded: team.state.runsEnded,
			stateBytes: this.trigger.stateBytes,
		};
		if (!options.signal.aborted && lastPoll === polls) {
			figures.close(this.oracle.openKeys(), healthyJobs(team.state));
		}
		return figures;
	}

	/** Lets every run succeed from here on, so that all incidents end. */
	private async stopFailures(): Promise<void> {
		const { sandbox, state } = this.team;
		for (const job of state.connections.flatMap(({ jobs }) => jobs)) {
			await sandbox.control('planRuns', job.id, []);
			for (const { id, endedAt } of job.results) {
				if (endedAt === null) await this.team.tryControl('endRun', job.id, 'succeed', id);
			}
		}
	}

	/** Moves the team's clock to a poll, with all that happens on the way. */
	private async advanceToPoll(poll: number, timeMs: number): Promise<PollPlan> {
		const { team, options } = this;
		const before = team.now;
		const beginning = options.injections.filter((injection) => injection.poll === poll);
		const ending = options.injections.filter(({ poll: first, polls }) => first + polls === poll);
		const actions = [
			...beginning.map((injection) => ({ injection, act: injectionKinds[injection.kind].begin })),
			...ending.map((injection) => ({ injection, act: injectionKinds[injection.kind].end })),
		].sort((one, other) => one.injection.moment - other.injection.moment);
		for (const { injection, act } of actions) {
			if (!act) continue;
			const seconds = Math.floor(((timeMs - before) * injection.moment) / 1000);
			await team.moveTo(before + seconds * 1000);
			await act(team, injection);
			await team.refresh();
		}
		await team.moveTo(timeMs);
		return this.planOf(poll);
	}

	private planOf(poll: number): PollPlan {
		const plan = usualPlan();
		for (const injection of this.options.injections) {
			if (poll < injection.poll || poll >= injection.poll + injection.polls) continue;
			injectionKinds[injection.kind].during?.(this.team, injection, plan);
		}
		return plan;
	}

	/** One poll of n8n, with what happens to n8n before and after it. */
	private async runPoll(plan: PollPlan): Promise<void> {
		const { trigger, options } = this;
		await this.applyPlan(plan);
		if (plan.isMissed) {
			this.figures.missedPolls++;
			this.isDown = true;
			return;
		}
		const restarts = plan.restarts || this.isDown;
		this.isDown = false;
		if (restarts) this.restart(false);
		const settings = { ...usualSettings, ...plan.settings };
		const isEdited = JSON.stringify(textOf(settings)) !== JSON.stringify(textOf(this.settings));
		const isSwapped = plan.usesOtherTeam !== this.usesOtherTeam;
		if (isEdited || isSwapped) {
			// n8n starts with the settings as they were; somebody edits them a minute later.
			if (restarts && options.engine === 'classic') {
				await this.takePoll({ ...plan, crash: 'no' }, () => trigger.activate('init'), true);
				await this.team.moveTo(this.team.now + minuteMs);
				if (plan.usesOtherTeam) await this.otherTeam.moveTo(this.team.now);
			}
			if (isEdited) this.settings = settings;
			if (isSwapped) this.figures.changeTeam();
			this.usesOtherTeam = plan.usesOtherTeam;
			trigger.edit(parametersOf(settings));
			trigger.use(plan.usesOtherTeam ? this.otherTeam.sandbox : this.team.sandbox);
			this.oracle.knowledge = this.saved;
			await this.takePoll(plan, () => trigger.activate('update'), true);
			return;
		}
		if (restarts && options.engine === 'classic') {
			await this.takePoll(plan, () => trigger.activate('init'), true);
		} else {
			await this.takePoll(plan, () => trigger.poll(), false);
		}
	}

	private restart(beforeSave: boolean): void {
		this.figures.restarts++;
		this.trigger.restart({ beforeSave });
		this.oracle.knowledge = this.saved;
	}

	private async takePoll(
		plan: PollPlan,
		poll: () => Promise<Poll>,
		isActivation: boolean,
	): Promise<void> {
		const { figures, oracle, options, team } = this;
		this.clock.set(team.now + plan.n8nAheadMs);
		const savedBefore = this.saved;
		const result = await figures.time(poll);
		const view = this.viewOf(plan);
		const teamKey = this.usesOtherTeam ? 'other' : 'main';
		const { items, errors } = result;
		const findings = oracle.check(view, this.settings, items ?? [], teamKey, errors);
		options.onPoll?.(team.now, view, result);
		figures.addPoll(team.now, result, findings, this.isDelivered(plan));
		if (isSaved(options.engine, result, isActivation)) this.saved = oracle.knowledge;
		// With durable cursors an activation that starts no execution is forgotten at once.
		else if (isActivation && options.engine === 'cursors') oracle.knowledge = this.saved;
		if (plan.crash === 'no') return;
		this.saved = savedBefore;
		this.restart(true);
		if (options.engine === 'classic') {
			await this.takePoll({ ...plan, crash: 'no' }, () => this.trigger.activate('init'), true);
		}
	}

	/** With durable cursors items and state are one transaction: a crash takes both. */
	private isDelivered({ crash }: PollPlan): Delivery {
		if (crash === 'no') return 'delivered';
		const isAtOnce = this.options.engine === 'cursors' || crash === 'lost';
		return isAtOnce ? 'lost' : 'deliveredUnsaved';
	}

	private async applyPlan({ faults, switches, usesOtherTeam }: PollPlan): Promise<void> {
		const { team, otherTeam } = this;
		const wanted = JSON.stringify([faults, switches]);
		if (wanted !== this.applied) {
			await team.sandbox.control('setFaults', faults);
			await team.sandbox.control('setSwitches', { ...usualResponse, ...switches });
			this.applied = wanted;
			this.responseSwitches = { ...usualResponse, ...switches };
		}
		// At a change back, n8n may start with the other team's credential first.
		if (usesOtherTeam || this.usesOtherTeam) await otherTeam.moveTo(team.now);
	}

	private responseSwitches: SwitchChanges = usualResponse;

	private viewOf({ obstacles, n8nAheadMs }: PollPlan): View {
		const { team, otherTeam, responseSwitches, options } = this;
		const {
			zeroValues = false,
			resultsAppear = 'atStart',
			dateOffsetSeconds = 0,
		} = responseSwitches;
		const forms: ResponseForm = {
			zeroValues,
			resultsAppear,
			keepResults: 10,
			omitsHourZero: zeroValues && options.dialect === 'client',
		};
		const { state } = this.usesOtherTeam ? otherTeam : team;
		const ownObstacles = this.usesOtherTeam ? usualPlan().obstacles : obstacles;
		const offset = this.usesOtherTeam ? 0 : dateOffsetSeconds;
		const connections = viewOf(state, team.now, forms, ownObstacles);
		const n8nNowMs = team.now + n8nAheadMs;
		// The Date header of a failed answer doesn't count.
		const nowMs = connections === null ? n8nNowMs : team.now + offset * 1000;
		return { nowMs: nowMs - (nowMs % 1000), n8nNowMs, connections };
	}
}

/** The switches that injections change, as they usually are. */
const usualResponse: SwitchChanges = {
	failProbability: 0,
	overlongRuns: 'skipSlot',
	zeroValues: false,
	descending: 'honoured',
	count: 'honoured',
	resultsOrder: 'oldestFirst',
	details: 'result',
	resultsAppear: 'atStart',
	dateOffsetSeconds: 0,
};

/** Whether n8n keeps the trigger's state after a poll. */
function isSaved(engine: PollEngine, { items, thrown }: Poll, isActivation: boolean): boolean {
	if (items !== null) return true;
	// The durable scheduler alone forgets a poll without items, but the rules name what must outlast it all the same.
	if (engine === 'scheduler') return thrown === null;
	return isActivation === (engine === 'classic') && thrown === null;
}

function textOf({ events, ...others }: Settings) {
	return { events: [...events], ...others };
}
