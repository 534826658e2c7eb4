import { createRandom, seedOf } from '../../sandbox/random.cts';
import type { SandboxOptions } from '../../sandbox/sandbox.cts';
import type { SwitchChanges } from '../../sandbox/switches.cts';
import type { PollEngine } from '../engine/harness/poller.cts';
import { Figures } from './figures.cts';
import { pollsPerDay, restDays, type Injection } from './injections/injection.cts';
import { injectionKinds } from './injections/kinds.cts';
import { nameLength, Scene, usualPlan, type PollPlan } from './injections/scene.cts';
import type { N8nClock } from './n8nClock.cts';
import { noKnowledge, type Knowledge } from './oracle/knowledge.cts';
import { Oracle } from './oracle/oracle.cts';
import { parametersOf, usualSettings, type Settings } from './oracle/settings.cts';
import type { Delivery } from './stream.cts';
import { startSandboxThread, type SandboxThread } from './team/sandboxThread.cts';
import { viewOf, type Answers, type View } from './team/view.cts';
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

const startTime = Date.parse('2026-01-05T00:00:00Z');
const hourMs = 3_600_000;

/** A poll comes up to so many seconds early or late. */
const jitterSeconds = 300;

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

const otherDataset = { connections: 2, historyDays: 2, frequencies: { 1: 2, 6: 4 } };

const usualSwitches: SwitchChanges = {
	failProbability: 0.1,
	drawRuns: 'job',
	keepRequests: 0,
	rateLimitPerHour: 1_000_000,
	tokenLifetimeSeconds: 30 * 86_400,
};

/** Lets the trigger watch the simulated team and compares what it puts out with what the oracle wants. */
export async function simulate(options: SimulationOptions, clock: N8nClock): Promise<Figures> {
	const switches = { ...usualSwitches, ...switchesOfKinds(options), dialect: options.dialect };
	const start = (changes: SandboxOptions) =>
		startSandboxThread({
			startTime: new Date(startTime).toISOString(),
			seed: options.seed,
			switches,
			...changes,
		});
	const team = await start({ dataset: datasetOf(options.connections) });
	// Of the same seed its results would have the ids of the first team's.
	const seed = options.seed + 1_000_000;
	const otherTeam = await start({ dataset: otherDataset, team: 'other-team', seed });
	try {
		return await new Simulation(options, clock, team, otherTeam).run();
	} finally {
		await Promise.all([team.close(), otherTeam.close()]);
	}
}

function switchesOfKinds({ injections }: SimulationOptions): SwitchChanges {
	const kinds = new Set(injections.map(({ kind }) => kind));
	return Object.assign({}, ...[...kinds].map((kind) => injectionKinds[kind].switches ?? {}));
}

class Simulation {
	private readonly figures = new Figures();

	private readonly oracle = new Oracle();

	private readonly scene: Scene;

	private readonly otherScene: Scene;

	private readonly trigger: TriggerUnderTest;

	/** What the oracle takes the trigger to know after a restart. */
	private saved: Knowledge = noKnowledge;

	private settings: Settings = usualSettings;

	private usesOtherTeam = false;

	/** Switches and faults as they are set. */
	private applied = '';

	constructor(
		private readonly options: SimulationOptions,
		private readonly clock: N8nClock,
		team: SandboxThread,
		otherTeam: SandboxThread,
	) {
		this.scene = new Scene(team, startTime, options.connections);
		this.otherScene = new Scene(otherTeam, startTime, otherDataset.connections);
		this.trigger = new TriggerUnderTest(team, parametersOf(usualSettings), options.engine);
	}

	async run(): Promise<Figures> {
		const { options, figures, scene } = this;
		const polls = options.days * pollsPerDay;
		const lastPoll = options.lastPoll ?? polls;
		const jitter = createRandom(seedOf(`${options.seed}/jitter`));
		await scene.refresh();
		figures.begin(scene.truth.runsEnded);
		await this.takePoll(usualPlan(), () => this.trigger.activate('activate'), true);
		for (let poll = 1; poll <= lastPoll; poll++) {
			if (options.signal.aborted) break;
			figures.lastPoll = poll;
			const offset = jitter.integer(-jitterSeconds, jitterSeconds);
			if (poll === polls - (restDays - 1) * pollsPerDay) await this.comeToRest();
			const plan = await this.approach(poll, startTime + poll * hourMs + offset * 1000);
			await this.live(plan);
			if (poll % pollsPerDay === 0) options.onDay?.(poll / pollsPerDay);
			if (options.stopsAtFinding && figures.hasFailed) break;
		}
		figures.finish = {
			requests: await scene.sandbox.control('countRequests'),
			runsEnded: scene.truth.runsEnded,
			stateBytes: this.trigger.stateBytes,
		};
		if (!options.signal.aborted && lastPoll === polls) figures.settle(this.oracle.knowledge);
		return figures;
	}

	/** From here on every run succeeds, so that all incidents end. */
	private async comeToRest(): Promise<void> {
		const { sandbox, truth } = this.scene;
		await sandbox.control('setSwitches', { failProbability: 0 });
		for (const job of truth.connections.flatMap(({ jobs }) => jobs)) {
			await sandbox.control('planRuns', job.id, []);
			for (const { id, endedAt } of job.results) {
				if (endedAt === null) await this.scene.tryControl('endRun', job.id, 'succeed', id);
			}
		}
	}

	/** Moves the team's clock to a poll, with all that happens on the way. */
	private async approach(poll: number, timeMs: number): Promise<PollPlan> {
		const { scene, options } = this;
		const before = scene.now;
		const beginning = options.injections.filter((injection) => injection.poll === poll);
		const ending = options.injections.filter(({ poll: first, polls }) => first + polls === poll);
		const actions = [
			...beginning.map((injection) => ({ injection, act: injectionKinds[injection.kind].begin })),
			...ending.map((injection) => ({ injection, act: injectionKinds[injection.kind].end })),
		].sort((one, other) => one.injection.moment - other.injection.moment);
		for (const { injection, act } of actions) {
			if (!act) continue;
			const seconds = Math.floor(((timeMs - before) * injection.moment) / 1000);
			await scene.moveTo(before + seconds * 1000);
			await act(scene, injection);
			await scene.refresh();
		}
		await scene.moveTo(timeMs);
		return this.planOf(poll);
	}

	private planOf(poll: number): PollPlan {
		const plan = usualPlan();
		for (const injection of this.options.injections) {
			if (poll < injection.poll || poll >= injection.poll + injection.polls) continue;
			injectionKinds[injection.kind].during?.(this.scene, injection, plan);
		}
		return plan;
	}

	/** One poll of n8n, with what happens to n8n before and after it. */
	private async live(plan: PollPlan): Promise<void> {
		const { trigger, options } = this;
		await this.applyPlan(plan);
		if (plan.isMissed) {
			this.figures.missedPolls++;
			return;
		}
		const settings = { ...usualSettings, ...plan.settings };
		const isEdited = JSON.stringify(textOf(settings)) !== JSON.stringify(textOf(this.settings));
		const isSwapped = plan.usesOtherTeam !== this.usesOtherTeam;
		if (isEdited || isSwapped) {
			if (isEdited) this.settings = settings;
			if (isSwapped) this.figures.changeTeam();
			this.usesOtherTeam = plan.usesOtherTeam;
			trigger.edit(parametersOf(settings));
			trigger.use(plan.usesOtherTeam ? this.otherScene.sandbox : this.scene.sandbox);
			this.oracle.knowledge = this.saved;
			await this.takePoll(plan, () => trigger.activate('update'), true);
			return;
		}
		if (plan.restarts) {
			this.restart(false);
			if (options.engine === 'classic') {
				await this.takePoll(plan, () => trigger.activate('init'), true);
				return;
			}
		}
		await this.takePoll(plan, () => trigger.poll(), false);
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
		const { figures, oracle, options, scene } = this;
		this.clock.set(scene.now + plan.n8nAheadMs);
		const savedBefore = this.saved;
		const result = await figures.time(poll);
		const view = this.viewOf(plan);
		const teamKey = this.usesOtherTeam ? 'other' : 'main';
		const verdict = oracle.judge(view, this.settings, result.items ?? [], teamKey);
		options.onPoll?.(scene.now, view, result);
		figures.addPoll(scene.now, result, verdict, this.isDelivered(plan));
		if (isSaved(options.engine, result, isActivation)) this.saved = oracle.knowledge;
		// With durable cursors an activation that starts no execution is forgotten at once.
		else if (isActivation && options.engine === 'durable') oracle.knowledge = this.saved;
		if (plan.crash === 'no') return;
		this.saved = savedBefore;
		this.restart(true);
		if (options.engine === 'classic') {
			await this.takePoll({ ...plan, crash: 'no' }, () => this.trigger.activate('init'), true);
		}
	}

	/** In the durable engine items and state are one transaction: a crash takes both. */
	private isDelivered({ crash }: PollPlan): Delivery {
		if (crash === 'no') return 'delivered';
		const isAtOnce = this.options.engine === 'durable' || crash === 'lost';
		return isAtOnce ? 'lost' : 'deliveredUnsaved';
	}

	private async applyPlan({ faults, switches, usesOtherTeam }: PollPlan): Promise<void> {
		const { scene, otherScene } = this;
		const wanted = JSON.stringify([faults, switches]);
		if (wanted !== this.applied) {
			await scene.sandbox.control('setFaults', faults);
			await scene.sandbox.control('setSwitches', { ...usualForms, ...switches });
			this.applied = wanted;
			this.answers = { ...usualForms, ...switches };
		}
		if (usesOtherTeam) await otherScene.moveTo(scene.now);
	}

	private answers: SwitchChanges = usualForms;

	private viewOf({ obstacles, n8nAheadMs }: PollPlan): View {
		const { scene, otherScene, answers, options } = this;
		const { zeroValues = false, resultsAppear = 'atStart', dateOffsetSeconds = 0 } = answers;
		const forms: Answers = {
			zeroValues,
			resultsAppear,
			keepResults: 10,
			omitsHourZero: zeroValues && options.dialect === 'client',
		};
		const { truth } = this.usesOtherTeam ? otherScene : scene;
		const ownObstacles = this.usesOtherTeam ? usualPlan().obstacles : obstacles;
		const offset = this.usesOtherTeam ? 0 : dateOffsetSeconds;
		return {
			now: scene.now - (scene.now % 1000) + offset * 1000,
			n8nNow: scene.now + n8nAheadMs,
			connections: viewOf(truth, scene.now, forms, ownObstacles),
		};
	}
}

/** The switches that injections change, as they usually are. */
const usualForms: SwitchChanges = {
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
function isSaved(engine: PollEngine, { items, threw }: Poll, isActivation: boolean): boolean {
	if (items !== null) return true;
	// The durable scheduler alone forgets a poll without items, but the rules name what must outlast it all the same.
	if (engine === 'scheduler') return !threw;
	return isActivation === (engine === 'classic') && !threw;
}

function textOf({ events, ...others }: Settings) {
	return { events: [...events], ...others };
}
