import type { SyncItem } from '../../../nodes/AsaActiveDirectory/monitor/output/items.ts';
import { createRandom } from '../../../sandbox/random.cts';
import type { LoggedRequest } from '../../../sandbox/requestLog.cts';
import type { HistoryEvent } from '../../../sandbox/history.cts';
import type { State } from '../../../sandbox/state.cts';
import type { Poller } from '../../engine/harness/engine.cts';
import type { PollEngine } from '../../engine/harness/poller.cts';
import { everyEvent, itemsOf } from '../../engine/triggerTeam.cts';
import type { Dialect, Lane, Strike } from '../rig/faultRig.cts';
import type { NetworkLog, SentRequest } from '../rig/networkLog.cts';
import { Hung, withinLimit } from './operationRun.cts';
import { jobsOf } from '../assertions/expectedState.cts';

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
	/** Whether the user has chosen to be told of what can't be read. */
	tellsTrouble: boolean;
}

/** One poll and what came of it, or several at the same time. */
export interface Poll {
	ticks: number;
	/** Whether n8n activates the trigger by it. */
	isActivation: boolean;
	/** Whether n8n forgets what it remembers: with durable cursors, that of an activation without items. */
	isForgotten: boolean;
	/** When it began, by the team's clock: milliseconds since 1970. */
	at: number;
	/** How long it took, by n8n's clock. */
	durationMs: number;
	items: SyncItem[];
	/** What it threw. */
	thrown: unknown[];
	/** What n8n shows as failed executions: the poll itself went through. */
	errors: unknown[];
	/** How many of its requests were struck by a fault. */
	struck: number;
	/** What left the process. */
	sent: SentRequest[];
	/** The API's own log of it: what is refused on the way isn't in it. */
	requests: LoggedRequest[];
	/** Where the history stood when it was over. */
	until: number;
}

/** Everything there is to judge a trigger's life by. */
export interface TriggerEvidence {
	case: Pick<TriggerCase, 'engine' | 'strikes' | 'fromActivation' | 'tellsTrouble'>;
	/** The poll at the activation first, again until it goes through; nothing is wrong at the last ones. */
	polls: Poll[];
	/** Everything that happened in the team. */
	history: HistoryEvent[];
	/** The team at the end. */
	state: State;
	/** Tokens that were minted, whether or not they were sent. */
	minted: string[];
	/** The static data that n8n keeps, what it stores of errors, and what the trigger writes to the log. */
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

/** In seconds. */
const minute = 60;

/**
 * How long it is between polls that meet faults. The shortest is so long that a poll whose time is up (5 minutes of
 * n8n's clock, while the team's stands still) leaves more than the 10 minutes for which trouble has to last.
 */
const betweenPolls = [16 * minute, 50 * minute] as const;

/** How many polls with nothing wrong there are at the end, until one has nothing to tell. */
const mostLastPolls = 5;

/** What n8n keeps of a trigger and knows of its ticks. */
interface Life {
	lane: Lane;
	network: NetworkLog;
	poller: Poller;
	engine: TriggerCase['engine'];
	polls: Poll[];
	stored: string[];
	isPublished: boolean;
	/** Whether n8n has kept what a poll remembers: until then each is a first poll. */
	isKept: boolean;
}

/** Lets a trigger live through polls with faults, and through others until it has nothing to tell. @throws Hung */
export async function runTriggerCase(
	lane: Lane,
	network: NetworkLog,
	trigger: TriggerCase,
): Promise<TriggerEvidence> {
	const { sandbox, gate } = lane;
	const { engine, strikes, fromActivation, tellsTrouble } = trigger;
	const random = createRandom(trigger.seed);
	const life = await begin(lane, network, trigger);
	if (!fromActivation) await live(life);
	for (let number = 0; number < trigger.polls; number++) {
		pass(lane, random.integer(...betweenPolls));
		const [victim] = sandbox.getState().connections.flatMap(jobsOf);
		lane.arm(strikes, victim);
		await live(life, trigger.overlaps && life.isPublished ? 2 : 1);
	}
	// Only now it may take its baseline: what comes then is news.
	if (fromActivation) await live(life);
	pass(lane, 60 * minute);
	for (let poll = 0; poll < mostLastPolls; poll++) {
		await live(life);
		if (poll > 0 && life.polls[life.polls.length - 1].items.length === 0) break;
		pass(lane, minute);
	}
	return {
		case: { engine, strikes, fromActivation, tellsTrouble },
		polls: life.polls,
		history: sandbox.getHistory(),
		state: sandbox.getState(),
		minted: [...gate.minted],
		stored: [...life.stored, ...life.poller.warnings],
	};
}

async function begin(
	lane: Lane,
	network: NetworkLog,
	{ engine, dialect, seed, tellsTrouble }: TriggerCase,
): Promise<Life> {
	await lane.begin(dialect, { dataset, seed, switches: { failProbability: 0.3 } });
	lane.clock.set(lane.sandbox.now());
	network.take(lane.gate.url);
	const untold = tellsTrouble ? [] : ['connectionUnreadable', 'syncRecovered'];
	const poller = lane.engine.poller({
		type: 'asaActiveDirectoryTrigger',
		parameters: { events: everyEvent.filter((event) => !untold.includes(event)) },
		credentials: [await lane.credential('without a session')],
		engine,
	});
	return {
		lane,
		network,
		poller,
		engine,
		polls: [],
		stored: [],
		isPublished: false,
		isKept: false,
	};
}

/** Lets time pass. n8n's clock, which goes on while a poll takes its time, is set by the team's. */
function pass({ sandbox, clock }: Lane, seconds: number): void {
	sandbox.advance(seconds);
	clock.set(sandbox.now());
}

/** Polls, and writes down what comes of it. @throws Hung */
async function live(life: Life, ticks = 1): Promise<void> {
	const { lane, network, poller, polls, stored } = life;
	const { sandbox, gate } = lane;
	sandbox.clearRequests();
	const isActivation = !life.isKept;
	const at = Date.parse(sandbox.now());
	const began = Date.now();
	// Of ticks that overlap, the one that ends first is the one that n8n passes on first.
	const items: SyncItem[] = [];
	const outcomes = await Promise.allSettled(
		Array.from({ length: ticks }, async () => {
			items.push(...itemsOf(await withinLimit(tick(life))));
		}),
	);
	const durationMs = Date.now() - began;
	const requests = sandbox.getRequests();
	const struck = await lane.disarm();
	const thrown = outcomes.flatMap((one): unknown[] =>
		one.status === 'rejected' ? [one.reason] : [],
	);
	const errors = poller.errors.splice(0);
	stored.push(JSON.stringify(poller.storedState));
	stored.push(...[...thrown, ...errors].map((error) => poller.storedFailure(error)));
	const hung = thrown.find((error) => error instanceof Hung);
	if (hung) throw hung;
	const sent = network.take(gate.url);
	const until = sandbox.getHistory().length - 1;
	polls.push({
		ticks,
		isActivation,
		isForgotten: !life.isKept,
		at,
		durationMs,
		items,
		thrown,
		errors,
		struck,
		sent,
		requests,
		until,
	});
}

/** n8n publishes nothing where the first poll throws: then somebody tries again. */
async function tick(life: Life): ReturnType<Poller['poll']> {
	const { poller, engine } = life;
	const isTick = life.isPublished;
	const items = isTick ? await poller.poll() : await poller.activate();
	life.isPublished = true;
	life.isKept ||= isTick || engine !== 'durable' || items !== null;
	return items;
}
