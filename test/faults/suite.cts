import type { SyncItem } from '../../nodes/AsaActiveDirectory/monitor/output/items.ts';
import type { Named, Reference } from './cases/cases.cts';
import {
	mixedCase,
	operationCases,
	referenceId,
	sample,
	shuffled,
	triggerCases,
} from './cases/cases.cts';
import type { Leak } from './secrets/canaries.cts';
import { Figures } from './report/figures.cts';
import type { Flags } from './flags.cts';
import type { Lane } from './rig/faultRig.cts';
import type { NetworkLog, SentRequest } from './rig/networkLog.cts';
import { judgeOperation } from './assertions/operation/check.cts';
import {
	Hung,
	runOperationCase,
	type OperationCase,
	type OperationEvidence,
} from './runs/operationRun.cts';
import type { Operation } from './cases/operations.cts';
import type { Search } from './secrets/search.cts';
import { judgeTrigger, type TriggerVerdict } from './assertions/trigger/check.cts';
import {
	runTriggerCase,
	type Poll,
	type TriggerCase,
	type TriggerEvidence,
} from './runs/triggerRun.cts';

/** What a campaign works with. */
export interface Tools {
	/** One of them is replaced where a run hangs in it. */
	lanes: Lane[];
	openLane: () => Promise<Lane>;
	network: NetworkLog;
	search: Search;
	flags: Flags;
	/** Which share of the cases is run here, from 0, and of how many. */
	share: number;
	of: number;
	/** Ends the campaign before its time. */
	signal: AbortSignal;
	/** Tells how far it is. */
	report: (what: string, done: number, total: number) => void;
}

/** How often a case is tried that goes wrong on a busy machine. */
const mostTries = 3;

/** How long a poll may take with which nothing is wrong, by n8n's clock: far less than it has. */
const slowPollMs = 8_000;

/** Runs cases, judges them and counts what they came to. */
export class Campaign {
	readonly figures = new Figures();

	/** What operations do with nothing wrong, by the names of their references. */
	readonly references = new Map<string, OperationEvidence>();

	/** Names of the cases that run now. */
	private readonly running = new Set<string>();

	constructor(
		private readonly tools: Tools,
		private readonly operations: readonly Operation[],
	) {}

	/** Runs every operation with nothing wrong; what is wrong then is a mistake as well. */
	async runReferences(references: ReadonlyArray<Named<Reference>>): Promise<void> {
		await this.forEach('with nothing wrong', references, async (lane, { id, case: reference }) => {
			const evidence = await this.runOperation(lane, id, { ...reference, strikes: [] });
			this.references.set(id, evidence);
			const failures = evidence.outcomes.flatMap(({ failure }) => failure ?? []);
			this.figures.addMistakes('wrong answers', id, failures);
			this.figures.addVerdict(id, judgeOperation(evidence, evidence));
		});
	}

	/** Every operation under each fault. */
	async runOperations(references: ReadonlyArray<Named<Reference>>): Promise<void> {
		const { seed, whole } = this.tools.flags;
		const all = references.flatMap(({ id, case: reference }) => {
			const evidence = this.references.get(id);
			const own = this.references.get(referenceId({ ...reference, signIn: 'with a session' }));
			return evidence && own ? operationCases(reference, evidence, own.logged.length) : [];
		});
		const cases = whole ? all : sample(all, seed, groupOfOperation);
		await this.forEach('operations', this.chosen(cases, all), async (lane, { id, case: one }) =>
			this.judgeOperation(lane, id, one),
		);
	}

	/** The trigger under each fault. */
	async runTriggers(): Promise<void> {
		const { seed, whole } = this.tools.flags;
		const all = triggerCases(seed);
		const cases = whole ? all : sample(all, seed, groupOfTrigger);
		await this.forEach('trigger', this.chosen(cases, all), async (lane, { id, case: one }) =>
			this.judgeTrigger(lane, id, one),
		);
	}

	/** Operations and the trigger under several faults at once. */
	async runMixes(): Promise<void> {
		const { seed, mixes } = this.tools.flags;
		const numbers = Array.from({ length: mixes }, (_, index) => index + 1);
		const cases = numbers.map((number) => mixedCase(number, seed, this.operations));
		await this.forEach('mixes', this.chosen(cases, cases), async (lane, { id, case: one }) =>
			'operation' in one
				? await this.judgeOperation(lane, id, one)
				: await this.judgeTrigger(lane, id, one),
		);
	}

	/** An error that nobody caught counts for the cases that run now. */
	addUnhandled(error: unknown): void {
		const id = [...this.running].join(' | ');
		this.figures.addMistakes('unhandled rejections', id, [String(error)]);
	}

	/** Requests that went to no team: there must be none, and no secret in them least of all. */
	addElsewhere(sent: readonly SentRequest[]): void {
		const texts = sent.map(({ method, origin, path }) => `${method} ${origin}${path}`);
		this.figures.addMistakes('requests to other origins', 'all cases', texts);
		this.addLeaks('requests elsewhere', this.tools.search.ofOthers(sent));
	}

	/** The cases of the command line: those that are named, or those that were drawn. */
	private chosen<Case>(
		drawn: ReadonlyArray<Named<Case>>,
		all: ReadonlyArray<Named<Case>>,
	): ReadonlyArray<Named<Case>> {
		const { only, seed } = this.tools.flags;
		const cases = only === undefined ? drawn : all.filter(({ id }) => id.includes(only));
		const { share, of } = this.tools;
		const isOwn = (_: unknown, index: number) => index % of === share;
		const own = shuffled(cases, seed).filter(isOwn);
		this.figures.add('cases', own.length);
		this.figures.add('cases in all', all.filter(isOwn).length);
		return own;
	}

	private async judgeOperation(lane: Lane, id: string, one: OperationCase): Promise<void> {
		const evidence = await this.runOperation(lane, id, one);
		const reference = this.references.get(referenceId(one));
		if (!reference) return;
		this.figures.addVerdict(id, judgeOperation(evidence, reference));
	}

	private async runOperation(
		lane: Lane,
		id: string,
		one: OperationCase,
	): Promise<OperationEvidence> {
		const { figures, tools } = this;
		const { network, search } = tools;
		const evidence = await runOperationCase(lane, network, one, search.password);
		figures.add('operations run');
		figures.add('faults injected', evidence.struck);
		figures.add('requests', evidence.sent.length);
		figures.longestRun = Math.max(figures.longestRun, evidence.virtualSeconds);
		const isDone = evidence.outcomes.every(({ failure }) => failure === undefined);
		if (isDone) figures.add('operations that succeeded');
		this.addLeaks(id, [...search.ofOperation(evidence, lane.gate.url), ...search.ofLog()]);
		return evidence;
	}

	/** A case that went wrong on a machine that was too busy for it is tried again. */
	private async judgeTrigger(lane: Lane, id: string, one: TriggerCase): Promise<void> {
		const { figures, tools } = this;
		const { network, search } = tools;
		for (let triesLeft = mostTries - 1; ; triesLeft--) {
			const evidence = await runTriggerCase(lane, network, one);
			this.addLeaks(id, [...search.ofTrigger(evidence, lane.gate.url), ...search.ofLog()]);
			const verdict = judgeTrigger(evidence);
			if (triesLeft > 0 && isWrong(verdict) && evidence.polls.some(isTooSlow)) {
				figures.add('cases tried again on a busy machine');
				continue;
			}
			this.countPolls(evidence);
			figures.addTriggerVerdict(id, verdict);
			return;
		}
	}

	private countPolls({ polls }: TriggerEvidence): void {
		const { figures } = this;
		figures.add('polls', polls.length);
		for (const { thrown, errors, items, struck, sent } of polls) {
			figures.add('refusals to publish', thrown.length);
			figures.add('error executions', errors.length);
			figures.add('incidents', items.filter(opens).length);
			figures.add('faults injected', struck);
			figures.add('requests', sent.length);
		}
	}

	/** Counts secrets that were found where they have no place. */
	private addLeaks(id: string, leaks: readonly Leak[]): void {
		this.figures.addMistakes(
			'secrets found elsewhere',
			id,
			leaks.map(({ secret, place }) => `the ${secret} stands in ${place}`),
		);
	}

	/** Does work for each case, as many at the same time as there are lanes. */
	private async forEach<Case>(
		what: string,
		cases: ReadonlyArray<Named<Case>>,
		work: (lane: Lane, named: Named<Case>) => Promise<void>,
	): Promise<void> {
		const { lanes, signal, report } = this.tools;
		const waiting = [...cases];
		const takeTurns = async (index: number) => {
			for (let next = waiting.shift(); next; next = waiting.shift()) {
				signal.throwIfAborted();
				this.running.add(next.id);
				const lane = lanes[index];
				const [outcome] = await Promise.allSettled([lane.clock.run(() => work(lane, next))]);
				this.running.delete(next.id);
				if (outcome.status === 'rejected') await this.clearAfter(next.id, outcome.reason, index);
				report(what, cases.length - waiting.length, cases.length);
			}
		};
		await Promise.all(lanes.map((_, index) => takeTurns(index)));
	}

	/** A run that hangs is counted, and its lane left to it. @throws every other error, as it is */
	private async clearAfter(id: string, error: unknown, index: number): Promise<void> {
		if (!(error instanceof Hung)) throw error;
		this.figures.addMistakes('hung runs', id, [error.message]);
		const { lanes, openLane } = this.tools;
		await lanes[index].close();
		lanes[index] = await openLane();
	}
}

/** The same fault at the same request of an operation, in either dialect, once and from there on. */
function groupOfOperation({ case: { operation, signIn, strikes } }: Named<OperationCase>): string {
	const [{ fault, at }] = strikes;
	const isSigningIn = signIn !== 'with a session';
	return [isSigningIn ? 'any' : operation.title, signIn, fault.name, at].join();
}

function isTooSlow({ struck, durationMs }: Poll): boolean {
	return struck === 0 && durationMs > slowPollMs;
}

function isWrong(verdict: TriggerVerdict): boolean {
	return Object.values(verdict).some((texts) => Array.isArray(texts) && texts.length > 0);
}

function opens({ incident_action }: SyncItem): boolean {
	return incident_action === 'trigger';
}

function groupOfTrigger({ case: one }: Named<TriggerCase>): string {
	const [{ fault, lasts }] = one.strikes;
	return [one.engine, one.fromActivation, one.tellsTrouble, fault.name, lasts].join();
}
