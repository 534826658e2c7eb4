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
import { Gate } from '../faults/faultProxy.cts';
import { LaneClock } from './rigClock.cts';
import { passBy } from '../faults/concurrentChange.cts';

export type Dialect = Switches['dialect'];

/** A fault with the requests that it strikes, counted from 0 since it was set. */
export interface Strike {
	fault: Fault;
	at: number;
	/** Whether it strikes all from there on, or one. */
	lasts: boolean;
	/** The share of them that it strikes, 0 to 1. */
	probability?: number;
	seed?: number;
}

/** How the node signs in. */
export type SignIn = 'with a session' | 'without a session' | 'with a pasted token';

/** A team with a gate before it and n8n's engine: one run at a time. */
export class Lane {
	readonly engine = createEngine({
		nodeTypes: [new AsaActiveDirectory(), new AsaActiveDirectoryTrigger()],
		credentialTypes: [new OktaAsaApi()],
	});

	/** n8n's clock; whoever uses the lane does so within its `run`. */
	readonly clock = new LaneClock();

	/** Positions in the sandbox's history of what somebody else did. */
	readonly foreign = new Set<number>();

	/** The team each time before somebody else changed it. */
	readonly statesBetween: State[] = [];

	/** Until when somebody else is at it. */
	private passing = Promise.resolve();

	private constructor(
		readonly sandbox: Sandbox,
		readonly gate: Gate,
	) {}

	static async open(options: SandboxOptions): Promise<Lane> {
		const sandbox = await startSandbox({ dataset: 'demo', ...options });
		const gate = new Gate(sandbox.url);
		await gate.open();
		return new Lane(sandbox, gate);
	}

	async close(): Promise<void> {
		await this.gate.close();
		await this.sandbox.close();
	}

	/** Begins anew: another team, nothing wrong with it. @returns the team */
	async begin(dialect: Dialect, options: Parameters<Sandbox['reset']>[0] = {}): Promise<State> {
		await this.gate.disarm();
		this.clock.reset();
		this.foreign.clear();
		this.statesBetween.length = 0;
		this.gate.minted.clear();
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
			baseUrl: this.gate.url,
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

	/** @param victim the job that somebody else changes, where the fault is that */
	arm(strikes: readonly Strike[], victim: JobState | undefined): void {
		this.sandbox.setFaults(strikes.flatMap(toRule));
		for (const { fault } of strikes) this.sandbox.setSwitches(fault.switches ?? {});
		const atGate = strikes.find(({ fault }) => fault.act ?? fault.passerby);
		if (!atGate) return;
		const { act, passerby } = atGate.fault;
		const comesBy = async () => {
			// One after the other: requests that go on at the same time are no reason to change a job at once.
			if (passerby && victim) {
				this.passing = this.passing.then(() => this.comeBy(passerby, victim));
				await this.passing;
			}
			return false;
		};
		this.gate.arm({ at: atGate.at, lasts: atGate.lasts, act: act ?? comesBy });
	}

	/** Takes all faults away. @returns how many requests they struck */
	async disarm(): Promise<number> {
		await this.settle();
		const struck = this.sandbox.getFaults().map((rule) => rule.struck);
		const { struck: atGate } = this.gate;
		this.sandbox.clearFaults();
		this.sandbox.setSwitches({ zeroValues: false });
		this.gate.struck = 0;
		await this.gate.disarm();
		return struck.reduce((sum, one) => sum + one, atGate);
	}

	private async comeBy(passerby: NonNullable<Fault['passerby']>, victim: JobState): Promise<void> {
		const { sandbox, foreign } = this;
		this.statesBetween.push(sandbox.getState());
		const before = sandbox.getHistory().length;
		try {
			await passBy(sandbox, passerby, victim);
		} catch (error) {
			// Other faults of a mix may strike these requests too.
			if (!isAxiosError(error)) throw error;
		} finally {
			for (let index = before; index < sandbox.getHistory().length; index++) foreign.add(index);
		}
	}

	/** Waits for what goes on although the sender of a request has given up. */
	private async settle(): Promise<void> {
		await this.passing;
		const isUnderWay = () =>
			this.sandbox
				.getRequests()
				.some(({ faults, status }) => faults.includes('latency') && status === null);
		for (let looks = 0; looks < 100 && isUnderWay(); looks++) await wait(20);
	}
}

function toRule({ fault, at, lasts, probability, seed }: Strike): FaultRule[] {
	if (!fault.effect) return [];
	const times = lasts ? null : 1;
	return [{ effect: fault.effect, afterRequests: at, times, probability, seed }];
}
