import type { IDataObject } from 'n8n-workflow';
import type { HistoryEvent } from '../../../sandbox/history.cts';
import type { LoggedRequest } from '../../../sandbox/requestLog.cts';
import type { State } from '../../../sandbox/state.cts';
import type { Fixture } from '../../engine/operationRow.cts';
import type { RunResult } from '../../engine/harness/engine.cts';
import { speed } from '../../helpers/fastTime.cts';
import {
	smallTeam,
	type Dialect,
	type FaultRig,
	type InjectedFault,
	type SignIn,
} from '../rig/faultRig.cts';
import type { NetworkLog, SentRequest } from '../rig/networkLog.cts';
import { jobOf, type Operation } from '../cases/operations.cts';
import { HangError, withinLimit } from './timeLimit.cts';

/** An operation and the faults that are injected while it runs. */
export interface OperationCase {
	operation: Operation;
	dialect: Dialect;
	signIn: SignIn;
	injectedFaults: InjectedFault[];
}

/** The outcome of an operation for one input item. */
export interface Outcome {
	/** Output items; empty if it failed. */
	done: IDataObject[];
	/** Message and description of the error; absent if there was none. */
	failure?: string;
}

/** Everything that the assertions on a run need. */
export interface OperationEvidence {
	resource: string;
	operation: string;
	/** Whether its job was chosen by name. */
	isByName: boolean;
	/** One for each input item, in order. */
	outcomes: Outcome[];
	/** The team before the run, before each change by another client, and after the run. */
	states: State[];
	/** What happened in the team during the run, without the changes by another client. */
	events: HistoryEvent[];
	/** What another client did in it meanwhile. */
	concurrentEvents: HistoryEvent[];
	/** Requests that left the process. */
	sent: SentRequest[];
	/** Tokens that were minted, whether or not they were sent. */
	minted: string[];
	/** The API's own log of requests. */
	logged: LoggedRequest[];
	/** The faults, and how many requests they affected. */
	injectedFaults: InjectedFault[];
	faultedRequests: number;
	/** Everything that n8n stores or passes on: items with their errors, and execution data. */
	result: RunResult | undefined;
	/** How long it took, by the node's clock. */
	virtualSeconds: number;
}

const dataset = smallTeam(0.1);

/** Runs an operation on its own team with its faults. @throws HangError */
export async function runOperationCase(
	rig: FaultRig,
	network: NetworkLog,
	{ operation, dialect, signIn, injectedFaults }: OperationCase,
	password: string,
): Promise<OperationEvidence> {
	const { sandbox, proxy } = rig;
	const team = await rig.resetTeam(dialect, { dataset });
	const fixture = fixtureOf(team, dialect);
	await operation.prepare?.(rig, fixture);
	const credential = await rig.credential(signIn, { username: 'svc-new', password });
	const before = operation.prepare ? sandbox.getState() : team;
	const history = sandbox.getHistory().length - 1;
	sandbox.clearRequests();
	network.take(proxy.url);
	rig.injectFaults(injectedFaults, jobOf(fixture, operation.resource));
	if (operation.needsTime) sandbox.setSpeed(speed);
	const inputs = operation.items?.(fixture) ?? [{}];
	const parameters = operation.parameters(fixture);
	const started = Date.now();
	const [settled] = await Promise.allSettled([
		withinLimit(
			rig.engine.run({
				type: 'asaActiveDirectory',
				parameters: {
					resource: operation.resource,
					operation: operation.operation,
					...parameters,
				},
				items: inputs,
				credentials: [credential],
				continueOnFail: true,
			}),
		),
	]);
	const virtualSeconds = (Date.now() - started) / 1000;
	const faultedRequests = await rig.clearFaults();
	if (settled.status === 'rejected' && settled.reason instanceof HangError) throw settled.reason;
	sandbox.setSpeed(0);
	const after = sandbox.getState();
	const events = sandbox.getHistory(history);
	return {
		resource: operation.resource,
		operation: operation.operation,
		isByName: (parameters.job as { mode?: string } | undefined)?.mode === 'name',
		outcomes: outcomesOf(settled, inputs.length),
		states: [before, ...rig.statesBetween, after],
		events: events.filter(({ index }) => !rig.concurrentEventIndexes.has(index)),
		concurrentEvents: events.filter(({ index }) => rig.concurrentEventIndexes.has(index)),
		sent: network.take(proxy.url),
		minted: [...proxy.minted],
		logged: sandbox.getRequests(),
		injectedFaults,
		faultedRequests,
		result: settled.status === 'fulfilled' ? settled.value : undefined,
		virtualSeconds,
	};
}

function fixtureOf({ connections, gateways, projects }: State, dialect: Dialect): Fixture {
	const [connection] = connections;
	return {
		dialect,
		connection,
		server: connection.serverSyncJobs[0],
		user: connection.userSyncJobs[0],
		gateway: gateways[1].id,
		project: projects[2].id,
	};
}

function outcomesOf(run: PromiseSettledResult<RunResult>, inputs: number): Outcome[] {
	if (run.status === 'rejected') return repeat(inputs, { done: [], failure: String(run.reason) });
	const { items, error } = run.value;
	if (error) {
		const failure = `${error.message} ${error.description ?? ''}`;
		return repeat(inputs, { done: [], failure });
	}
	return Array.from({ length: inputs }, (_, index) => {
		const own = items.filter(({ pairedItem }) => (pairedItem as { item: number }).item === index);
		const failed = own.find(({ json }) => typeof json.error === 'string');
		if (!failed) return { done: own.map(({ json }) => json) };
		const { error: message, description } = failed.json as Record<string, string | undefined>;
		return { done: [], failure: `${message} ${description ?? ''}` };
	});
}

function repeat<Entry>(times: number, entry: Entry): Entry[] {
	return Array.from({ length: times }, () => entry);
}
