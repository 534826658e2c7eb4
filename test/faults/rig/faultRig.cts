import { createEngine, type StoredCredential } from '../../engine/harness/engine.cts';
import { isAxiosError } from 'axios';
import { setTimeout as wait } from 'node:timers/promises';
import { OktaAsaApi } from '../../../credentials/OktaAsaApi.credentials';
import { AsaActiveDirectory } from '../../../nodes/AsaActiveDirectory/AsaActiveDirectory.node.ts';
import { AsaActiveDirectoryTrigger } from '../../../nodes/AsaActiveDirectory/AsaActiveDirectoryTrigger.node.ts';
import type { FaultRule } from '../../../sandbox/faults.cts';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../../sandbox/sandbox.cts';
import type { JobState, State } from '../../../sandbox/state.cts';
import type { Switches } from '../../../sandbox/switches.cts';
import type { Fault } from '../faults/kinds.cts';
import { FaultProxy } from '../../helpers/faultProxy.cts';
import { RigClock } from './rigClock.cts';
import { applyConcurrentChange, type ConcurrentChange } from '../faults/concurrentChange.cts';

export type Dialect = Switches['dialect'];

/** A fault with the requests that it affects, counted from 0 since it was set. */
export interface InjectedFault {
	fault: Fault;
	at: number;
	/** Whether it affects all requests from there on, or only that one. */
	lasts: boolean;
	/** How likely it is to affect each of them, 0 to 1. */
	probability?: number;
	seed?: number;
}

/** How the node signs in. */
export type SignIn = 'with a session' | 'without a session' | 'with a pasted token';

/**
 * Two connections with hourly jobs: no run is overdue or long.
 *
 * @param historyDays short, as each result takes time to be read
 */
export function smallTeam(historyDays: number): SandboxOptions['dataset'] {
	return {
		connections: 2,
		serverJobsPerConnection: 1,
		userJobsPerConnection: 2,
		frequencies: { 1: 1 },
		historyDays,
	};
}

/** A simulated team with a proxy in front of it, and n8n's engine: one run at a time. */
export class FaultRig {
	readonly engine = createEngine({
		nodeTypes: [new AsaActiveDirectory(), new AsaActiveDirectoryTrigger()],
		credentialTypes: [new OktaAsaApi()],
	});

	/** n8n's clock; use the rig only within its `run`. */
	readonly clock = new RigClock();

	/** Positions in the sandbox's history of what another client did. */
	readonly concurrentEventIndexes = new Set<number>();

	/** The team before each change by another client. */
	readonly statesBetween: State[] = [];

	/** The last change by another client. */
	private pendingChange = Promise.resolve();

	private constructor(
		readonly sandbox: Sandbox,
		readonly proxy: FaultProxy,
	) {}

	static async open(options: SandboxOptions): Promise<FaultRig> {
		const sandbox = await startSandbox({ dataset: 'demo', ...options });
		const proxy = new FaultProxy(sandbox.url);
		await proxy.open();
		return new FaultRig(sandbox, proxy);
	}

	async close(): Promise<void> {
		await this.proxy.close();
		await this.sandbox.close();
	}

	/** Starts with another team without faults. @returns the team */
	async resetTeam(dialect: Dialect, options: Parameters<Sandbox['reset']>[0] = {}): Promise<State> {
		await this.proxy.clearFault();
		this.clock.reset();
		this.concurrentEventIndexes.clear();
		this.statesBetween.length = 0;
		this.proxy.minted.clear();
		return this.sandbox.reset({ ...options, switches: { dialect, ...options.switches } });
	}

	/** A credential of the team, and whether it holds a session already. */
	async credential(
		signIn: SignIn,
		account = { username: '', password: '' },
	): Promise<StoredCredential> {
		const { sandbox, engine } = this;
		const credential = engine.storeCredential('oktaAsaApi', {
			teamName: sandbox.team,
			baseUrl: this.proxy.url,
			serviceAccountUsername: account.username,
			serviceAccountPassword: account.password,
			...(signIn === 'with a pasted token'
				? { authentication: 'teamToken', token: sandbox.mintToken().bearer_token }
				: {
						authentication: 'serviceUserKey',
						keyId: sandbox.keyId,
						keySecret: sandbox.keySecret,
					}),
		});
		if (signIn === 'with a session') {
			const parameters = { resource: 'connection', operation: 'getAll', limit: 1 };
			await engine.run({ type: 'asaActiveDirectory', parameters, credentials: [credential] });
		}
		return credential;
	}

	/** @param targetJob the job that another client changes, if that is the fault */
	injectFaults(injectedFaults: readonly InjectedFault[], targetJob: JobState | undefined): void {
		this.sandbox.setFaults(injectedFaults.flatMap(toRule));
		for (const { fault } of injectedFaults) this.sandbox.setSwitches(fault.switches ?? {});
		const ofProxy = injectedFaults.find(({ fault }) => fault.act ?? fault.concurrentChange);
		if (!ofProxy) return;
		const { act, concurrentChange } = ofProxy.fault;
		const changeJob = async () => {
			// One change at a time, even if several requests arrive at once.
			if (concurrentChange && targetJob) {
				this.pendingChange = this.pendingChange.then(() =>
					this.changeConcurrently(concurrentChange, targetJob),
				);
				await this.pendingChange;
			}
			return false;
		};
		this.proxy.setFault({ at: ofProxy.at, lasts: ofProxy.lasts, act: act ?? changeJob });
	}

	/** Removes all faults. @returns how many requests they affected */
	async clearFaults(): Promise<number> {
		await this.waitForRequests();
		const applied = this.sandbox.getFaults().map((rule) => rule.applied);
		const { faultedRequests: byProxy } = this.proxy;
		this.sandbox.clearFaults();
		this.sandbox.setSwitches({ zeroValues: false });
		this.proxy.faultedRequests = 0;
		await this.proxy.clearFault();
		return applied.reduce((sum, one) => sum + one, byProxy);
	}

	private async changeConcurrently(change: ConcurrentChange, targetJob: JobState): Promise<void> {
		const { sandbox, concurrentEventIndexes } = this;
		this.statesBetween.push(sandbox.getState());
		const before = sandbox.getHistory().length;
		try {
			await applyConcurrentChange(sandbox, change, targetJob);
		} catch (error) {
			// Other faults of a mix may affect these requests too.
			if (!isAxiosError(error)) throw error;
		} finally {
			for (let index = before; index < sandbox.getHistory().length; index++)
				concurrentEventIndexes.add(index);
		}
	}

	/** Waits for requests that are still handled although their sender has given up. */
	private async waitForRequests(): Promise<void> {
		await this.pendingChange;
		const isInFlight = () =>
			this.sandbox
				.getRequests()
				.some(({ faults, status }) => faults.includes('latency') && status === null);
		for (let attempt = 0; attempt < 100 && isInFlight(); attempt++) await wait(20);
	}
}

function toRule({ fault, at, lasts, probability, seed }: InjectedFault): FaultRule[] {
	if (!fault.effect) return [];
	const times = lasts ? null : 1;
	return [{ effect: fault.effect, afterRequests: at, times, probability, seed }];
}
