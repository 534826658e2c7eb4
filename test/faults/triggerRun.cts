import { createRandom } from '../../sandbox/random.cts';
import type { LoggedRequest } from '../../sandbox/requestLog.cts';
import type { HistoryEvent } from '../../sandbox/history.cts';
import type { State } from '../../sandbox/state.cts';
import type { SyncItem } from '../../nodes/AsaActiveDirectory/sync/items';
import type { Poller } from '../engine/harness/engine.cts';
import type { PollEngine } from '../engine/harness/poller.cts';
import { everyEvent, itemsOf } from '../engine/triggerTeam.cts';
import type { Dialect, Lane, Strike } from './lane.cts';
import type { NetworkLog, SentRequest } from './networkLog.cts';
import { Hung, withinLimit } from './operationRun.cts';
import { jobsOf } from './truth.cts';

/** A trigger with what goes wrong while it polls. */
export interface TriggerCase {
	engine: PollEngine;
	dialect: Dialect;
	/** Counted anew at each poll. */
	strikes: Strike[];
	seed: number;
	/** How many polls meet the faults. */
	polls: number;
	/** Whether ticks overlap. */
	overlaps: boolean;
	/** Whether the first of them is the one at the activation. */
	fromActivation: boolean;
}

/** One poll and what came of it, or several at the same time. */
export interface Poll {
	ticks: number;
	/** Whether it is the one at the activation: n8n may not keep what it remembers. */
	isActivation: boolean;
	items: SyncItem[];
	/** What it threw. */
	error?: unknown;
	/** How many of its requests were struck by a fault. */
	struck: number;
	/** The API's own log of them. */
	requests: LoggedRequest[];
	/** Where the history stood when it was over. */
	until: number;
}

/** Everything there is to judge a trigger's life by. */
export interface TriggerEvidence {
	engine: PollEngine;
	/** The poll at the activation first, again until it goes through; nothing is wrong at the last ones. */
	polls: Poll[];
	/** Everything that happened in the team. */
	history: HistoryEvent[];
	/** The team at the end. */
	state: State;
	sent: SentRequest[];
	/** Tokens that were minted, whether or not they were sent. */
	minted: string[];
	/** The static data that n8n keeps, and what it stores of polls that failed. */
	stored: string[];
}

/** Two connections with hourly jobs: no run is overdue or long, and every third fails. */
const dataset = {
	connections: 2,
	serverJobsPerConnection: 1,
	userJobsPerConnection: 2,
	frequencies: { 1: 1 },
	historyDays: 0.2,
};

const minute = 60;

/** How many polls with nothing wrong there are at the end, until one has nothing to tell. */
const mostLastPolls = 5;

/** Lets a trigger live through polls with faults, and through others until it has nothing to tell. @throws Hung */
export async function runTriggerCase(
	lane: Lane,
	network: NetworkLog,
	{ engine, dialect, strikes, seed, polls, overlaps, fromActivation }: TriggerCase,
): Promise<TriggerEvidence> {
	const { sandbox, gate } = lane;
	const random = createRandom(seed);
	await lane.begin(dialect, { dataset, seed, switches: { failProbability: 0.3 } });
	network.take(gate.url);
	const poller = lane.engine.poller({
		type: 'asaActiveDirectoryTrigger',
		parameters: { events: everyEvent },
		credentials: [await lane.credential('without a session')],
		engine,
	});
	const stored: string[] = [];
	const lived: Poll[] = [];
	let isPublished = false;
	const live = async (...ticks: Array<() => ReturnType<Poller['poll']>>) => {
		sandbox.clearRequests();
		const isActivation = !isPublished;
		// Of ticks that overlap, the one that ends first is the one that n8n passes on first.
		const items: SyncItem[] = [];
		const outcomes = await Promise.allSettled(
			ticks.map(async (tick) => items.push(...itemsOf(await withinLimit(tick())))),
		);
		const requests = sandbox.getRequests();
		const struck = await lane.disarm();
		stored.push(JSON.stringify(poller.storedState));
		const errors = outcomes.flatMap((one): unknown[] =>
			one.status === 'rejected' ? [one.reason] : [],
		);
		stored.push(...errors.map((error) => poller.storedFailure(error)));
		const hung = errors.find((error) => error instanceof Hung);
		if (hung) throw hung;
		lived.push({
			ticks: ticks.length,
			isActivation,
			items,
			error: errors[0],
			struck,
			requests,
			until: sandbox.getHistory().length - 1,
		});
	};

	/** n8n publishes nothing where the first poll throws: then somebody tries again. */
	const tick = async () => {
		if (isPublished) return await poller.poll();
		const items = await poller.activate();
		isPublished = true;
		return items;
	};

	if (!fromActivation) {
		await live(tick);
		// Durable cursors store no state at an activation: the first tick takes the baseline.
		if (engine === 'durable') await live(tick);
	}
	for (let number = 0; number < polls; number++) {
		sandbox.advance(random.integer(15 * minute, 50 * minute));
		const [victim] = sandbox.getState().connections.flatMap(jobsOf);
		lane.arm(strikes, victim);
		await (overlaps && isPublished ? live(tick, tick) : live(tick));
	}
	// Only now it may take its baseline: what comes then is news.
	if (fromActivation) await live(tick);
	sandbox.advance(60 * minute);
	for (let poll = 0; poll < mostLastPolls; poll++) {
		await live(tick);
		if (poll > 0 && lived[lived.length - 1].items.length === 0) break;
	}
	return {
		engine,
		polls: lived,
		history: sandbox.getHistory(),
		state: sandbox.getState(),
		sent: network.take(gate.url),
		minted: [...gate.minted],
		stored,
	};
}
