import type { IDataObject } from 'n8n-workflow';
import type { HistoryEvent } from '../../../sandbox/history.cts';
import type { LoggedRequest } from '../../../sandbox/requestLog.cts';
import type { State } from '../../../sandbox/state.cts';
import type { Place } from '../../engine/operationTable.cts';
import type { RunResult } from '../../engine/harness/engine.cts';
import { speed } from '../rig/fastTime.cts';
import type { Dialect, Lane, SignIn, Strike } from '../rig/faultRig.cts';
import type { NetworkLog, SentRequest } from '../rig/networkLog.cts';
import { jobOf, type Operation } from '../cases/operations.cts';

/** An operation with what goes wrong while it runs. */
export interface OperationCase {
	operation: Operation;
	dialect: Dialect;
	signIn: SignIn;
	strikes: Strike[];
}

/** What came out of one run of an operation, for one item that went in. */
export interface Outcome {
	/** What is reported as done or read; empty where it failed. */
	done: IDataObject[];
	/** All that is said of the failure; absent where there was none. */
	failure?: string;
}

/** Everything there is to judge a run by. */
export interface OperationEvidence {
	resource: string;
	operation: string;
	/** Whether its job was chosen by name. */
	isByName: boolean;
	/** One for each item that went in, in their order. */
	outcomes: Outcome[];
	/** The team before, each time before somebody else changed it, and after. */
	states: State[];
	/** What happened in the team during the run, without what somebody else did. */
	events: HistoryEvent[];
	/** What somebody else did in it meanwhile. */
	foreign: HistoryEvent[];
	/** What left the process. */
	sent: SentRequest[];
	/** Tokens that were minted, whether or not they were sent. */
	minted: string[];
	/** The API's own log of it. */
	logged: LoggedRequest[];
	/** What was wrong, and how many requests it struck. */
	strikes: Strike[];
	struck: number;
	/** All that n8n keeps or passes on: items with their errors, and stored execution data. */
	result: RunResult | undefined;
	/** How long it took, by the node's clock. */
	virtualSeconds: number;
}

/** The run took longer than it may: it hangs. */
export class Hung extends Error {}

/** How long a run may take, in milliseconds of the node's time. */
const longestMs = 30 * 60_000;

/** Each job has a few results: a longer past would only take time. */
const dataset = {
	connections: 2,
	serverJobsPerConnection: 1,
	userJobsPerConnection: 2,
	frequencies: { 1: 1 },
	historyDays: 0.1,
};

/** Runs an operation on a team of its own under its faults. @throws Hung */
export async function runOperationCase(
	lane: Lane,
	network: NetworkLog,
	{ operation, dialect, signIn, strikes }: OperationCase,
	password: string,
): Promise<OperationEvidence> {
	const { sandbox, gate } = lane;
	const team = await lane.begin(dialect, { dataset });
	const place = placeOf(team, dialect);
	await operation.prepare?.(lane, place);
	const credential = await lane.credential(signIn, { username: 'svc-new', password });
	const before = operation.prepare ? sandbox.getState() : team;
	const history = sandbox.getHistory().length - 1;
	sandbox.clearRequests();
	network.take(gate.url);
	lane.arm(strikes, jobOf(place, operation.resource));
	if (operation.needsTime) sandbox.setSpeed(speed);
	const inputs = operation.items?.(place) ?? [{}];
	const parameters = operation.parameters(place);
	const started = Date.now();
	const [settled] = await Promise.allSettled([
		withinLimit(
			lane.engine.run({
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
	const struck = await lane.disarm();
	if (settled.status === 'rejected' && settled.reason instanceof Hung) throw settled.reason;
	sandbox.setSpeed(0);
	const after = sandbox.getState();
	const events = sandbox.getHistory(history);
	return {
		resource: operation.resource,
		operation: operation.operation,
		isByName: (parameters.job as { mode?: string } | undefined)?.mode === 'name',
		outcomes: outcomesOf(settled, inputs.length),
		states: [before, ...lane.statesBetween, after],
		events: events.filter(({ index }) => !lane.foreign.has(index)),
		foreign: events.filter(({ index }) => lane.foreign.has(index)),
		sent: network.take(gate.url),
		minted: [...gate.minted],
		logged: sandbox.getRequests(),
		strikes,
		struck,
		result: settled.status === 'fulfilled' ? settled.value : undefined,
		virtualSeconds,
	};
}

function placeOf({ connections, gateways, projects }: State, dialect: Dialect): Place {
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

/** @throws Hung where it takes too long; what it is about goes on by itself then */
export async function withinLimit<Result>(work: Promise<Result>): Promise<Result> {
	let timer: NodeJS.Timeout | undefined;
	const limit = new Promise<never>((_resolve, reject) => {
		timer = setTimeout(() => reject(new Hung('It hangs')), longestMs);
	});
	try {
		return await Promise.race([work, limit]);
	} finally {
		clearTimeout(timer);
	}
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
