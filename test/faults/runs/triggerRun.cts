import type { SyncItem } from '../../../nodes/AsaActiveDirectory/monitor/output/items.ts';
import { createRandom } from '../../../sandbox/random.cts';
import type { LoggedRequest } from '../../../sandbox/requestLog.cts';
import type { HistoryEvent } from '../../../sandbox/history.cts';
import type { State } from '../../../sandbox/state.cts';
import type { Poller } from '../../engine/harness/engine.cts';
import type { PollEngine } from '../../engine/harness/poller.cts';
import { everyEvent, itemsOf } from '../../engine/triggerTeam.cts';
import { smallTeam, type Dialect, type FaultRig, type InjectedFault } from '../rig/faultRig.cts';
import type { NetworkLog, SentRequest } from '../rig/networkLog.cts';
import { HangError, withinLimit } from './timeLimit.cts';
import { jobsOf } from '../assertions/expectedState.cts';

/** A trigger and the faults that are injected while it polls. */
export interface TriggerCase {
	engine: PollEngine;
	dialect: Dialect;
	/** Positions are counted from the start of each poll. */
	injectedFaults: InjectedFault[];
	seed: number;
	/** How many polls have the faults. */
	polls: number;
	/** Whether ticks overlap. */
	overlaps: boolean;
	/** Whether the first of them is the activation. */
	fromActivation: boolean;
	/** Whether the user has chosen the events of connections that can't be read. */
	reportsOutages: boolean;
}

/** One poll and its outcome, or several at the same time. */
export interface Poll {
	ticks: number;
	/** Whether it is the activation of the trigger. */
	isActivation: boolean;
	/** Whether n8n discards its state: with durable cursors, that of an activation without items. */
	isForgotten: boolean;
	/** When it started, by the team's clock: milliseconds since 1970. */
	at: number;
	/** How long it took, by n8n's clock. */
	durationMs: number;
	items: SyncItem[];
	/** Errors that it threw. */
	thrown: unknown[];
	/** Errors that n8n shows as failed executions, although the poll itself succeeded. */
	errors: unknown[];
	/** How many of its requests were affected by a fault. */
	faultedRequests: number;
	/** Requests that left the process. */
	sent: SentRequest[];
	/** The API's own log of requests, without those that are refused on the way. */
	requests: LoggedRequest[];
	/** Index of the last history event when it ended. */
	until: number;
}

/** Everything that the assertions on a trigger need. */
export interface TriggerEvidence {
	case: Pick<TriggerCase, 'engine' | 'injectedFaults' | 'fromActivation' | 'reportsOutages'>;
	/** First the activation, repeated until it succeeds; the last polls have no faults. */
	polls: Poll[];
	/** Everything that happened in the team. */
	history: HistoryEvent[];
	/** The team at the end. */
	state: State;
	/** Tokens that were minted, whether or not they were sent. */
	minted: string[];
	/** Static data and stored errors in n8n, and what the trigger logged. */
	stored: string[];
}

const dataset = smallTeam(0.2);

const minuteSeconds = 60;

/**
 * Seconds between polls with faults. Even after a poll that used up its time (5 minutes by n8n's clock, while the
 * team's clock stands still), the shortest leaves more than the 10 minutes that an outage must last to be reported.
 */
const pollGapSeconds = [16 * minuteSeconds, 50 * minuteSeconds] as const;

/** Max number of polls without faults at the end, until one has no items. */
const maxLastPolls = 5;

/** A trigger in n8n with its polls so far. */
interface TriggerRun {
	rig: FaultRig;
	network: NetworkLog;
	poller: Poller;
	engine: TriggerCase['engine'];
	polls: Poll[];
	stored: string[];
	isPublished: boolean;
	/** Whether n8n has stored a poll's state: until then, each poll is a first poll. */
	isKept: boolean;
}

/** Runs a trigger through polls with faults, then without faults until one has no items. @throws HangError */
export async function runTriggerCase(
	rig: FaultRig,
	network: NetworkLog,
	trigger: TriggerCase,
): Promise<TriggerEvidence> {
	const { sandbox, proxy } = rig;
	const { engine, injectedFaults, fromActivation, reportsOutages } = trigger;
	const random = createRandom(trigger.seed);
	const run = await startTrigger(rig, network, trigger);
	if (!fromActivation) await pollAndRecord(run);
	for (let number = 0; number < trigger.polls; number++) {
		advanceTime(rig, random.integer(...pollGapSeconds));
		const [targetJob] = sandbox.getState().connections.flatMap(jobsOf);
		rig.injectFaults(injectedFaults, targetJob);
		await pollAndRecord(run, trigger.overlaps && run.isPublished ? 2 : 1);
	}
	// It may take its baseline as late as now: runs after this poll are new.
	if (fromActivation) await pollAndRecord(run);
	advanceTime(rig, 60 * minuteSeconds);
	for (let count = 0; count < maxLastPolls; count++) {
		await pollAndRecord(run);
		if (count > 0 && run.polls[run.polls.length - 1].items.length === 0) break;
		advanceTime(rig, minuteSeconds);
	}
	return {
		case: { engine, injectedFaults, fromActivation, reportsOutages },
		polls: run.polls,
		history: sandbox.getHistory(),
		state: sandbox.getState(),
		minted: [...proxy.minted],
		stored: [...run.stored, ...run.poller.warnings],
	};
}

async function startTrigger(
	rig: FaultRig,
	network: NetworkLog,
	{ engine, dialect, seed, reportsOutages }: TriggerCase,
): Promise<TriggerRun> {
	await rig.resetTeam(dialect, { dataset, seed, switches: { failProbability: 0.3 } });
	rig.clock.set(rig.sandbox.now());
	network.take(rig.proxy.url);
	const notChosen = reportsOutages ? [] : ['connectionUnreadable', 'syncRecovered'];
	const poller = rig.engine.poller({
		type: 'asaActiveDirectoryTrigger',
		parameters: { events: everyEvent.filter((event) => !notChosen.includes(event)) },
		credentials: [await rig.credential('without a session')],
		engine,
	});
	return {
		rig,
		network,
		poller,
		engine,
		polls: [],
		stored: [],
		isPublished: false,
		isKept: false,
	};
}

/** Advances the team's clock, and sets n8n's, which also ran during the poll, to the same time. */
function advanceTime({ sandbox, clock }: FaultRig, seconds: number): void {
	sandbox.advance(seconds);
	clock.set(sandbox.now());
}

/** Polls, and records the outcome. @throws HangError */
async function pollAndRecord(run: TriggerRun, ticks = 1): Promise<void> {
	const { rig, network, poller, polls, stored } = run;
	const { sandbox, proxy } = rig;
	sandbox.clearRequests();
	const isActivation = !run.isKept;
	const at = Date.parse(sandbox.now());
	const startedMs = Date.now();
	// If ticks overlap, n8n passes on the items of the one that ends first.
	const items: SyncItem[] = [];
	const outcomes = await Promise.allSettled(
		Array.from({ length: ticks }, async () => {
			items.push(...itemsOf(await withinLimit(tick(run))));
		}),
	);
	const durationMs = Date.now() - startedMs;
	const requests = sandbox.getRequests();
	const faultedRequests = await rig.clearFaults();
	const thrown = outcomes.flatMap((one): unknown[] =>
		one.status === 'rejected' ? [one.reason] : [],
	);
	const errors = poller.errors.splice(0);
	stored.push(JSON.stringify(poller.storedState));
	stored.push(...[...thrown, ...errors].map((error) => poller.storedFailure(error)));
	const hung = thrown.find((error) => error instanceof HangError);
	if (hung) throw hung;
	const sent = network.take(proxy.url);
	const until = sandbox.getHistory().length - 1;
	polls.push({
		ticks,
		isActivation,
		isForgotten: !run.isKept,
		at,
		durationMs,
		items,
		thrown,
		errors,
		faultedRequests,
		sent,
		requests,
		until,
	});
}

/** If the activation throws, n8n does not publish the workflow: the user tries again. */
async function tick(run: TriggerRun): ReturnType<Poller['poll']> {
	const { poller, engine } = run;
	const isTick = run.isPublished;
	const items = isTick ? await poller.poll() : await poller.activate();
	run.isPublished = true;
	run.isKept ||= isTick || engine !== 'cursors' || items !== null;
	return items;
}
