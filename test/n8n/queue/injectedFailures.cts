import { withDeadline } from '../../../support/cli/interruption.cts';
import { pause, pollUntil } from '../../../support/system/wait.cts';
import { Trouble } from '../../../support/cli/errors.cts';
import type { Configuration } from './configurations.cts';
import type { Fleet } from './n8nCluster.cts';
import type { Postgres, TableLock } from './postgres.cts';
import { keyOf, type Records } from './records.cts';
import type { Redis } from './redis.cts';
import type { ResultInbox, Step } from './resultInbox.cts';
import { isPoll, type Team } from './team.cts';
import { POLL_SECONDS } from './workflows.cts';

/** What a disturbance works on. */
export interface Stage {
	configuration: Configuration;
	fleet: Fleet;
	team: Team;
	inbox: ResultInbox;
	postgres: Postgres;
	database: string;
	redis: Redis;
	records: Records;
	signal: AbortSignal;
}

/** Something bad that happens to n8n while results go on ending. It begins soon after a poll. */
export interface Disturbance {
	name: string;
	/** @returns the results that it was aimed at */
	play(stage: Stage): Promise<string[]>;
}

/** How long a disturbance may wait for what has to happen. */
const LIMIT_MS = 120_000;

/** Where nothing is asked of the API for so long, a poll is over and what came of it is stored. */
const QUIET_MS = 1_500;

/** The trigger reports a connection that could not be read at so many polls in a row. */
const UNREADABLE_POLLS = 3;

/** In configurations that store both in one step, the same two locks stop the step as a whole. */
export const BEFORE_EXECUTION = 'main killed, state stored, execution not yet';
export const BEFORE_STATE = 'main killed, execution stored, state not yet';

export const DISTURBANCES: Disturbance[] = [
	{ name: 'nothing happens', play: deliver },
	{ name: 'a connection can’t be read', play: hideConnection },
	{ name: 'worker killed before it delivers', play: (stage) => killWorker(stage, 'lookUp') },
	{ name: 'worker killed while it delivers', play: (stage) => killWorker(stage, 'deliver') },
	{ name: 'Redis restarted', play: restartRedis },
	{ name: 'main killed in the middle of a poll', play: killMainInPoll },
	{ name: BEFORE_EXECUTION, play: killMainBeforeExecution },
	{ name: BEFORE_STATE, play: killMainBeforeState },
	{ name: 'main killed, execution stored, not yet in Redis', play: killMainBeforeQueue },
];

/**
 * Plays a disturbance. n8n may be starting again when it is over.
 *
 * @throws Trouble when what the disturbance waits for doesn't happen
 */
export async function play(disturbance: Disturbance, stage: Stage): Promise<string[]> {
	const late = new Trouble(`"${disturbance.name}" didn't come about within ${LIMIT_MS / 1_000} s`);
	const deadline = withDeadline(stage.signal, LIMIT_MS, late);
	try {
		return await disturbance.play({ ...stage, signal: deadline.signal });
	} finally {
		deadline.clear();
		await stage.records.remember();
	}
}

/**
 * Waits until n8n is up, has polled once more, and has settled what came of it.
 *
 * @returns when that poll began, in milliseconds of the virtual clock
 */
export async function recover({ fleet, team, signal }: Stage): Promise<number> {
	await fleet.untilReady(signal);
	const polledAt = await team.untilPolls(1, signal);
	await team.untilQuiet(QUIET_MS, signal);
	return polledAt;
}

async function deliver({ team, inbox, signal }: Stage): Promise<string[]> {
	const probe = await team.startProbe();
	await inbox.waitFor('deliver', probe, signal);
	return [probe];
}

/** It is to be told although nothing else happens: not every n8n keeps the state of a poll without items. */
async function hideConnection(stage: Stage): Promise<string[]> {
	const { team, signal } = stage;
	await team.stop();
	await team.hideConnection();
	await team.untilPolls(UNREADABLE_POLLS + 1, signal);
	await team.untilQuiet(QUIET_MS, signal);
	await team.mend();
	await team.go();
	return await deliver(stage);
}

async function killWorker(stage: Stage, step: Step): Promise<string[]> {
	const { fleet, team, inbox, records, signal } = stage;
	const probe = await team.startProbe();
	inbox.hold(step, probe);
	const { execution } = await inbox.waitFor(step, probe, signal);
	const worker = await fleet.workerOf(execution, signal);
	await records.remember();
	await worker.stop(0);
	inbox.release();
	await worker.start();
	return [probe];
}

/** One result is being delivered while Redis goes, another one ends while there is none. */
async function restartRedis({ team, inbox, redis, signal }: Stage): Promise<string[]> {
	const first = await team.startProbe();
	inbox.hold('lookUp', first);
	await inbox.waitFor('lookUp', first, signal);
	await redis.stop();
	const second = await team.startProbe();
	// n8n gives up after ten seconds without Redis.
	await pause(4_000, signal);
	await redis.start(signal);
	inbox.release();
	return [first, second];
}

async function killMainInPoll({ fleet, team, signal }: Stage): Promise<string[]> {
	const probe = await team.runProbe(signal);
	const before = await team.lastRequest();
	await team.slowDown(QUIET_MS);
	const hasBegun = async () => (await team.requests(before)).some(isPoll) || undefined;
	await pollUntil(hasBegun, 50, signal);
	await fleet.main.stop(0);
	await team.mend();
	await assertSilence(team, signal);
	await fleet.main.start();
	return [probe];
}

/** Workers alone don't poll: a time of polling passes without a request. */
async function assertSilence(team: Team, signal: AbortSignal): Promise<void> {
	const before = await team.lastRequest();
	await pause((POLL_SECONDS + 1) * 1_000, signal);
	const requests = await team.requests(before);
	if (requests.length > 0) throw new Trouble(`${requests.length} requests came without a main`);
}

async function killMainBeforeExecution(stage: Stage): Promise<string[]> {
	return await killMainAtLock(stage, 'execution_entity', 'INSERT INTO "public"."execution_entity"');
}

async function killMainBeforeState(stage: Stage): Promise<string[]> {
	const { stateTable } = stage.configuration;
	return await killMainAtLock(stage, stateTable, `UPDATE "public"."${stateTable}"`);
}

/** Main waits for a table with its statement, which it then never gets done. */
async function killMainAtLock(stage: Stage, table: string, statement: string): Promise<string[]> {
	const { fleet, team, inbox, configuration, signal } = stage;
	const lock = await lockAtRest(stage, table);
	try {
		const probe = await team.runProbe(signal);
		await team.untilPolls(1, signal);
		const isThere = async () => (await lock.waiting()).some((each) => each.includes(statement));
		await pollUntil(async () => (await isThere()) || undefined, 100, signal);
		const goesOn = table === configuration.stateTable && !configuration.isAtomic;
		if (goesOn) await inbox.waitFor('deliver', probe, signal);
		await fleet.main.stop(0);
		await pollUntil(async () => !(await isThere()) || undefined, 100, signal);
		await fleet.main.start();
		return [probe];
	} finally {
		await lock.release();
	}
}

/** Locks a table while nobody is about to write to it. */
async function lockAtRest(stage: Stage, table: string): Promise<TableLock> {
	const { postgres, database, signal } = stage;
	for (;;) {
		const lock = await postgres.lock(database, table, signal);
		await pause(QUIET_MS, signal);
		if ((await lock.waiting()).length === 0) return lock;
		await lock.release();
		await recover(stage);
	}
}

async function killMainBeforeQueue(stage: Stage): Promise<string[]> {
	const { fleet, team, redis, records, signal } = stage;
	await redis.pauseWrites(LIMIT_MS / 1_000);
	const probe = await team.startProbe();
	const isStored = async () => {
		await records.remember();
		return records.executionsOf(keyOf('newResult', probe)).length > 0 || undefined;
	};
	await pollUntil(isStored, 200, signal);
	await fleet.main.stop(0);
	await redis.letWrite();
	await fleet.main.start();
	return [probe];
}
