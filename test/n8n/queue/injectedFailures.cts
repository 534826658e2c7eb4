import { isPoll } from '../../../support/sandbox/polls.cts';
import { CliError } from '../../../support/cli/errors.cts';
import { pause, waitUntil, withTimeLimit } from '../../../support/system/wait.cts';
import type { PackageClock } from '../../../support/n8n/packageClock.cts';
import type { Configuration } from '../../../support/n8n/configurations.cts';
import type { N8nCluster } from './n8nCluster.cts';
import type { Postgres, TableLock } from './postgres.cts';
import { keyOf, type Records } from './records.cts';
import type { Redis } from './redis.cts';
import type { ResultInbox, Step } from './resultInbox.cts';
import type { Team } from './team.cts';
import { pollSeconds } from './workflows.cts';

/** What a failure is injected into. */
export interface SuiteContext {
	configuration: Configuration;
	cluster: N8nCluster;
	/** n8n's clock as the trigger reads it. */
	clock: PackageClock;
	team: Team;
	inbox: ResultInbox;
	postgres: Postgres;
	database: string;
	redis: Redis;
	records: Records;
	signal: AbortSignal;
}

/** Something that goes wrong with n8n while results keep coming. It begins soon after a poll. */
export interface InjectedFailure {
	name: string;
	/** @returns the results that are affected */
	inject(context: SuiteContext): Promise<string[]>;
}

/** For one failure. */
const limitMs = 120_000;

/** After this time without a request a poll is over and its outcome stored. */
const idleMs = 1_500;

/** The trigger reports a connection that could not be read for ten minutes by ASA's clock and by n8n's. */
const unreadableSeconds = 11 * 60;

export const unreadableText = 'a connection cannot be read';

/** In configurations that store both in one step, the same two locks stop the whole step. */
export const beforeExecution = 'main killed, state stored, execution not yet';
export const beforeState = 'main killed, execution stored, state not yet';

export const injectedFailures: InjectedFailure[] = [
	{ name: 'nothing happens', inject: deliver },
	{ name: unreadableText, inject: breakConnection },
	{ name: 'worker killed before it delivers', inject: (context) => killWorker(context, 'lookUp') },
	{ name: 'worker killed while it delivers', inject: (context) => killWorker(context, 'deliver') },
	{ name: 'Redis restarted', inject: restartRedis },
	{ name: 'main killed in the middle of a poll', inject: killMainInPoll },
	{ name: beforeExecution, inject: killMainBeforeExecution },
	{ name: beforeState, inject: killMainBeforeState },
	{ name: 'main killed, execution stored, not yet in Redis', inject: killMainBeforeQueue },
];

/**
 * The failures to inject.
 *
 * @param only text in their names; all of them when absent
 * @throws CliError if no name has it
 */
export function chosenFailures(only = ''): InjectedFailure[] {
	const chosen = injectedFailures.filter(({ name }) => name.includes(only));
	if (chosen.length > 0) return chosen;
	throw new CliError(`no injected failure has "${only}" in its name; --help lists them`);
}

/**
 * Injects a failure. n8n may be starting again afterwards.
 *
 * @throws CliError when what the failure waits for doesn't happen
 */
export async function inject(failure: InjectedFailure, context: SuiteContext): Promise<string[]> {
	const late = `"${failure.name}" did not happen within ${limitMs / 1_000} s`;
	try {
		return await withTimeLimit(limitMs, late, context.signal, (signal) =>
			failure.inject({ ...context, signal }),
		);
	} finally {
		await context.records.remember();
	}
}

/**
 * Waits until n8n is up, has polled again, and has stored the outcome.
 *
 * @returns when that poll began, in milliseconds of the virtual clock
 */
export async function recover({ cluster, team, signal }: SuiteContext): Promise<number> {
	await cluster.untilReady(signal);
	const polledAt = await team.untilPolls(1, signal);
	await team.untilIdle(idleMs, signal);
	return polledAt;
}

async function deliver({ team, inbox, signal }: SuiteContext): Promise<string[]> {
	const probe = await team.startProbe();
	await inbox.waitFor('deliver', probe, signal);
	return [probe];
}

/** Its first failed poll must be stored although it has no items: not every n8n stores the state of such a poll. */
async function breakConnection(context: SuiteContext): Promise<string[]> {
	const { team, clock } = context;
	await team.stop();
	await team.breakConnection();
	await untilNextPolls(context);
	await team.advance(unreadableSeconds);
	await clock.advance(unreadableSeconds);
	await untilNextPolls(context);
	await team.repair();
	await team.go();
	return await deliver(context);
}

/** Waits for two polls, the second of which began after now, and for what is stored of them. */
async function untilNextPolls({ team, signal }: SuiteContext): Promise<void> {
	await team.untilPolls(2, signal);
	await team.untilIdle(idleMs, signal);
}

async function killWorker(context: SuiteContext, step: Step): Promise<string[]> {
	const { cluster, team, inbox, records, signal } = context;
	const probe = await team.startProbe();
	inbox.hold(step, probe);
	const { execution } = await inbox.waitFor(step, probe, signal);
	const worker = await cluster.workerOf(execution, signal);
	await records.remember();
	await worker.stop(0);
	inbox.release();
	await worker.start();
	return [probe];
}

/** One result is being delivered when Redis stops, another run ends while it is down. */
async function restartRedis({ team, inbox, redis, signal }: SuiteContext): Promise<string[]> {
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

async function killMainInPoll({ cluster, team, signal }: SuiteContext): Promise<string[]> {
	const probe = await team.runProbe(signal);
	const before = await team.lastRequest();
	await team.slowDown(idleMs);
	const hasBegun = async () => (await team.requests(before)).some(isPoll);
	await waitUntil(hasBegun, 50, signal);
	await cluster.main.stop(0);
	await team.repair();
	await assertSilence(team, signal);
	await cluster.main.start();
	return [probe];
}

/** Workers alone don't poll: no request for longer than the polling interval. */
async function assertSilence(team: Team, signal: AbortSignal): Promise<void> {
	const before = await team.lastRequest();
	await pause((pollSeconds + 1) * 1_000, signal);
	const requests = await team.requests(before);
	if (requests.length > 0) throw new CliError(`${requests.length} requests without a main`);
}

async function killMainBeforeExecution(context: SuiteContext): Promise<string[]> {
	return await killMainAtLock(
		context,
		'execution_entity',
		'INSERT INTO "public"."execution_entity"',
	);
}

async function killMainBeforeState(context: SuiteContext): Promise<string[]> {
	const { stateTable } = context.configuration;
	return await killMainAtLock(context, stateTable, `UPDATE "public"."${stateTable}"`);
}

/** Main is killed while its statement waits for a table. */
async function killMainAtLock(
	context: SuiteContext,
	table: string,
	statement: string,
): Promise<string[]> {
	const { cluster, team, inbox, configuration, signal } = context;
	const lock = await lockAtRest(context, table);
	try {
		const probe = await team.runProbe(signal);
		await team.untilPolls(1, signal);
		const isWaiting = async () => (await lock.waiting()).some((each) => each.includes(statement));
		await waitUntil(isWaiting, 100, signal);
		const continues = table === configuration.stateTable && !configuration.isAtomic;
		if (continues) await inbox.waitFor('deliver', probe, signal);
		await cluster.main.stop(0);
		await waitUntil(async () => !(await isWaiting()), 100, signal);
		await cluster.main.start();
		return [probe];
	} finally {
		await lock.release();
	}
}

/** Locks a table while no statement waits to write to it. */
async function lockAtRest(context: SuiteContext, table: string): Promise<TableLock> {
	const { postgres, database, signal } = context;
	for (;;) {
		const lock = await postgres.lock(database, table, signal);
		await pause(idleMs, signal);
		if ((await lock.waiting()).length === 0) return lock;
		await lock.release();
		await recover(context);
	}
}

async function killMainBeforeQueue(context: SuiteContext): Promise<string[]> {
	const { cluster, team, redis, records, signal } = context;
	await redis.pauseWrites(limitMs / 1_000);
	const probe = await team.startProbe();
	const isStored = async () => {
		await records.remember();
		return records.executionsOf(keyOf('newResult', probe)).length > 0;
	};
	await waitUntil(isStored, 200, signal);
	await cluster.main.stop(0);
	await redis.resumeWrites();
	await cluster.main.start();
	return [probe];
}
