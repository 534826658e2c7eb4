import type { SyncItem } from '../../nodes/AsaActiveDirectory/monitor/output/items.ts';
import type { Named, Reference } from './cases/cases.cts';
import {
	mixedCase,
	operationCases,
	referenceId,
	triggerCases,
	withoutFaults,
} from './cases/cases.cts';
import { sample, shuffled } from './cases/sampling.cts';
import type { Leak } from './secrets/canaries.cts';
import { Figures } from './report/figures.cts';
import type { Flags } from './flags.cts';
import type { FaultRig, InjectedFault } from './rig/faultRig.cts';
import type { NetworkLog, SentRequest } from './rig/networkLog.cts';
import { checkOperation } from './assertions/operation/check.cts';
import {
	runOperationCase,
	type OperationCase,
	type OperationEvidence,
} from './runs/operationRun.cts';
import type { Operation } from './cases/operations.cts';
import type { Search } from './secrets/search.cts';
import { HangError } from './runs/timeLimit.cts';
import { checkTrigger, type TriggerFindings } from './assertions/trigger/check.cts';
import {
	runTriggerCase,
	type Poll,
	type TriggerCase,
	type TriggerEvidence,
} from './runs/triggerRun.cts';

/** What the suite works with. */
export interface SuiteContext {
	/** One of them is replaced if a run hangs in it. */
	rigs: FaultRig[];
	openRig: () => Promise<FaultRig>;
	network: NetworkLog;
	search: Search;
	flags: Flags;
	/** Which shard of the cases this process runs, from 0, and of how many. */
	shard: number;
	shardCount: number;
	/** Ends the suite early. */
	signal: AbortSignal;
	/** Reports the progress. */
	report: (what: string, done: number, total: number) => void;
}

/** How often a case is run that fails on a busy machine. */
const maxAttempts = 3;

/** How long a poll without faults may take by n8n's clock: far less than its time limit. */
const slowPollMs = 8_000;

/** Runs cases, checks the evidence of each, and counts the findings. */
export class FaultSuite {
	readonly figures = new Figures();

	/** Evidence of the operations without faults, by the ids of their references. */
	readonly references = new Map<string, OperationEvidence>();

	/** Ids of the cases that are running. */
	private readonly running = new Set<string>();

	constructor(
		private readonly context: SuiteContext,
		private readonly operations: readonly Operation[],
	) {}

	/** Runs every operation without faults; what is wrong then is a finding as well. */
	async runReferences(references: ReadonlyArray<Named<Reference>>): Promise<void> {
		await this.forEach('without faults', references, async (rig, { id, case: reference }) => {
			const evidence = await this.runOperation(rig, id, { ...reference, injectedFaults: [] });
			this.references.set(id, evidence);
			const failures = evidence.outcomes.flatMap(({ failure }) => failure ?? []);
			this.figures.addFindings('wrong answers', id, failures);
			this.figures.addOperationFindings(id, checkOperation(evidence, evidence));
		});
	}

	/** Every operation under each fault. */
	async runOperations(references: ReadonlyArray<Named<Reference>>): Promise<void> {
		const { seed, whole } = this.context.flags;
		const all = references.flatMap(({ id, case: reference }) => {
			const evidence = this.references.get(id);
			const own = this.references.get(referenceId({ ...reference, signIn: 'with a session' }));
			return evidence && own ? operationCases(reference, evidence, own.logged.length) : [];
		});
		const cases = whole ? all : sample(all, seed, groupOfOperation);
		await this.forEach('operations', this.chosen(cases, all), async (rig, { id, case: one }) =>
			this.checkOperation(rig, id, one),
		);
	}

	/** The trigger under each fault. */
	async runTriggers(): Promise<void> {
		const { seed, whole } = this.context.flags;
		const all = triggerCases(seed);
		const cases = whole ? all : sample(all, seed, groupOfTrigger);
		await this.forEach('trigger', this.chosen(cases, all), async (rig, { id, case: one }) =>
			this.checkTrigger(rig, id, one),
		);
	}

	/** Operations and the trigger under several faults at once. */
	async runMixes(): Promise<void> {
		const { seed, mixes } = this.context.flags;
		const numbers = Array.from({ length: mixes }, (_, index) => index + 1);
		const cases = numbers.map((number) => mixedCase(number, seed, this.operations));
		await this.forEach('mixes', this.chosen(cases, cases), async (rig, { id, case: one }) =>
			'operation' in one
				? await this.checkOperation(rig, id, one)
				: await this.checkTrigger(rig, id, one),
		);
	}

	/** An uncaught error counts for the cases that are running. */
	addUnhandled(error: unknown): void {
		const id = [...this.running].join(' | ');
		this.figures.addFindings('unhandled rejections', id, [String(error)]);
	}

	/** Requests to other hosts than a team: there must be none, least of all with a secret. */
	addElsewhere(sent: readonly SentRequest[]): void {
		const texts = sent.map(({ method, origin, path }) => `${method} ${origin}${path}`);
		this.figures.addFindings('requests to other origins', 'all cases', texts);
		this.addLeaks('requests elsewhere', this.context.search.ofOthers(sent));
	}

	/** The cases to run: those that the command line names, or the sampled ones, without the faults that it leaves out. */
	private chosen<Case extends { injectedFaults: InjectedFault[] }>(
		sampled: ReadonlyArray<Named<Case>>,
		all: ReadonlyArray<Named<Case>>,
	): ReadonlyArray<Named<Case>> {
		const { only, seed, without } = this.context.flags;
		const named = only === undefined ? sampled : all.filter(({ id }) => id.includes(only));
		// What is left out last changes nothing of the choice, so that the other cases stay the same.
		const cases = withoutFaults(named, without);
		const { shard, shardCount } = this.context;
		const isOwn = (_: unknown, index: number) => index % shardCount === shard;
		const own = shuffled(cases, seed).filter(isOwn);
		this.figures.add('cases', own.length);
		this.figures.add('cases in all', withoutFaults(all, without).filter(isOwn).length);
		return own;
	}

	private async checkOperation(rig: FaultRig, id: string, one: OperationCase): Promise<void> {
		const evidence = await this.runOperation(rig, id, one);
		const reference = this.references.get(referenceId(one));
		if (!reference) return;
		this.figures.addOperationFindings(id, checkOperation(evidence, reference));
	}

	private async runOperation(
		rig: FaultRig,
		id: string,
		one: OperationCase,
	): Promise<OperationEvidence> {
		const { figures, context } = this;
		const { network, search } = context;
		const evidence = await runOperationCase(rig, network, one, search.password);
		figures.add('operations run');
		figures.add('faults injected', evidence.faultedRequests);
		figures.add('requests', evidence.sent.length);
		figures.longestRun = Math.max(figures.longestRun, evidence.virtualSeconds);
		const isDone = evidence.outcomes.every(({ failure }) => failure === undefined);
		if (isDone) figures.add('operations that succeeded');
		this.addLeaks(id, [...search.ofOperation(evidence, rig.proxy.url), ...search.ofLog()]);
		return evidence;
	}

	/** A case that fails because the machine is too busy is run again. */
	private async checkTrigger(rig: FaultRig, id: string, one: TriggerCase): Promise<void> {
		const { figures, context } = this;
		const { network, search } = context;
		for (let attemptsLeft = maxAttempts - 1; ; attemptsLeft--) {
			const evidence = await runTriggerCase(rig, network, one);
			this.addLeaks(id, [...search.ofTrigger(evidence, rig.proxy.url), ...search.ofLog()]);
			const findings = checkTrigger(evidence);
			if (attemptsLeft > 0 && isWrong(findings) && evidence.polls.some(isTooSlow)) {
				figures.add('cases tried again on a busy machine');
				continue;
			}
			this.countPolls(evidence);
			figures.addTriggerFindings(id, findings);
			return;
		}
	}

	private countPolls({ polls }: TriggerEvidence): void {
		const { figures } = this;
		figures.add('polls', polls.length);
		for (const { thrown, errors, items, faultedRequests, sent } of polls) {
			figures.add('refusals to publish', thrown.length);
			figures.add('error executions', errors.length);
			figures.add('incidents', items.filter(opens).length);
			figures.add('faults injected', faultedRequests);
			figures.add('requests', sent.length);
		}
	}

	/** Counts secrets that were found where they must not be. */
	private addLeaks(id: string, leaks: readonly Leak[]): void {
		this.figures.addFindings(
			'secrets found elsewhere',
			id,
			leaks.map(({ secret, place }) => `the ${secret} is in ${place}`),
		);
	}

	/** Does work for each case, in all rigs at the same time. */
	private async forEach<Case>(
		what: string,
		cases: ReadonlyArray<Named<Case>>,
		work: (rig: FaultRig, named: Named<Case>) => Promise<void>,
	): Promise<void> {
		const { rigs, signal, report } = this.context;
		const queue = [...cases];
		const runQueue = async (index: number) => {
			for (let next = queue.shift(); next; next = queue.shift()) {
				signal.throwIfAborted();
				this.running.add(next.id);
				const rig = rigs[index];
				const [outcome] = await Promise.allSettled([rig.clock.run(() => work(rig, next))]);
				this.running.delete(next.id);
				if (outcome.status === 'rejected') await this.handleFailure(next.id, outcome.reason, index);
				report(what, cases.length - queue.length, cases.length);
			}
		};
		await Promise.all(rigs.map((_, index) => runQueue(index)));
	}

	/** Counts a run that hangs, and replaces its rig. @throws every other error, as it is */
	private async handleFailure(id: string, error: unknown, index: number): Promise<void> {
		if (!(error instanceof HangError)) throw error;
		this.figures.addFindings('hung runs', id, [error.message]);
		const { rigs, openRig } = this.context;
		await rigs[index].close();
		rigs[index] = await openRig();
	}
}

/** A group has the same fault at the same request of an operation, in either dialect, once or from there on. */
function groupOfOperation({
	case: { operation, signIn, injectedFaults },
}: Named<OperationCase>): string {
	const [{ fault, at }] = injectedFaults;
	const isSigningIn = signIn !== 'with a session';
	return [isSigningIn ? 'any' : operation.title, signIn, fault.name, at].join();
}

function isTooSlow({ faultedRequests, durationMs }: Poll): boolean {
	return faultedRequests === 0 && durationMs > slowPollMs;
}

function isWrong(findings: TriggerFindings): boolean {
	return Object.values(findings).some((texts) => Array.isArray(texts) && texts.length > 0);
}

function opens({ incident_action }: SyncItem): boolean {
	return incident_action === 'trigger';
}

function groupOfTrigger({ case: one }: Named<TriggerCase>): string {
	const [{ fault, lasts }] = one.injectedFaults;
	return [one.engine, one.fromActivation, one.reportsOutages, fault.name, lasts].join();
}
