import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { N8nInstall } from '../../../support/n8n/install.cts';
import { N8nProcess } from '../../../support/n8n/n8nProcess.cts';
import { pollUntil } from '../../../support/system/wait.cts';
import { freePort } from '../../../support/system/ports.cts';
import type { PackageClock } from '../../../support/n8n/packageClock.cts';
import type { Configuration } from '../../../support/n8n/configurations.cts';
import type { Postgres } from './postgres.cts';
import type { Redis } from './redis.cts';

const workerCount = 2;

/**
 * A worker that is silent for 15 s counts as dead, instead of a minute: n8n's own settings, shortened
 * for the suite.
 */
const stalledVariables = {
	QUEUE_WORKER_LOCK_DURATION: '15000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '5000',
	QUEUE_WORKER_STALLED_INTERVAL: '5000',
};

export interface ClusterSettings {
	install: N8nInstall;
	configuration: Configuration;
	userFolder: string;
	encryptionKey: string;
	database: string;
	postgres: Postgres;
	redis: Redis;
	clock: PackageClock;
}

/** n8n in queue mode: a main, which polls, and workers, which execute. */
export class N8nCluster {
	private constructor(
		readonly main: N8nProcess,
		readonly workers: N8nProcess[],
	) {}

	/** Creates the processes; none is started yet. */
	static async create(settings: ClusterSettings): Promise<N8nCluster> {
		const main = new N8nProcess(settings.install, {
			...sharedSettings(settings, 'main'),
			port: await freePort(),
		});
		const workers: N8nProcess[] = [];
		for (let number = 1; number <= workerCount; number++) {
			workers.push(await createWorker(settings, `worker${number}`));
		}
		return new N8nCluster(main, workers);
	}

	async start(signal: AbortSignal): Promise<void> {
		for (const process of this.all) await process.start();
		await this.untilReady(signal);
	}

	/** Waits until all of them can be used. */
	async untilReady(signal: AbortSignal): Promise<void> {
		await Promise.all(this.all.map((process) => process.untilReady(undefined, signal)));
	}

	/** The worker that has begun an execution. */
	async workerOf(execution: string, signal: AbortSignal): Promise<N8nProcess> {
		const worker = async () => {
			const logs = await Promise.all(this.workers.map(({ logFile }) => startedIn(logFile)));
			return this.workers.find((_worker, index) => logs[index]?.has(execution));
		};
		return await pollUntil(worker, 100, signal);
	}

	async stop(): Promise<void> {
		await Promise.all(this.all.map((process) => process.stop()));
	}

	private get all(): N8nProcess[] {
		return [this.main, ...this.workers];
	}
}

/** The executions that a process has begun, by what it wrote into its log. */
export async function startedIn(logFile: string): Promise<Set<string>> {
	const log = await readFile(logFile, 'utf8').catch(() => '');
	return new Set(Array.from(log.matchAll(/Worker started execution (\d+)/g), ([, id]) => id!));
}

/** How many polls a process has done, by what it wrote into its log; each may leave more than one line. */
export async function pollLinesIn(logFile: string): Promise<number> {
	const log = await readFile(logFile, 'utf8').catch(() => '');
	return log.match(/Poll(ing)? trigger initiated|Poll returned (no )?new data/g)?.length ?? 0;
}

async function createWorker(settings: ClusterSettings, name: string): Promise<N8nProcess> {
	const common = sharedSettings(settings, name);
	const healthPort = await freePort();
	return new N8nProcess(settings.install, {
		...common,
		port: await freePort(),
		command: ['worker', '--concurrency=5'],
		readyUrls: [`http://127.0.0.1:${healthPort}/healthz/readiness`],
		variables: {
			...common.variables,
			QUEUE_HEALTH_CHECK_ACTIVE: 'true',
			QUEUE_HEALTH_CHECK_PORT: String(healthPort),
			N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
		},
	});
}

function sharedSettings(settings: ClusterSettings, name: string) {
	const { userFolder, encryptionKey, database, postgres, redis, clock, configuration } = settings;
	return {
		userFolder,
		encryptionKey,
		logFile: join(userFolder, `${name}.log`),
		variables: {
			...queueVariables(postgres, database, redis),
			...clock.variables,
			...configuration.variables,
		},
	};
}

/** The environment variables of an n8n process in queue mode. */
export function queueVariables(
	postgres: Postgres,
	database: string,
	redis: Redis,
): Record<string, string> {
	return {
		EXECUTIONS_MODE: 'queue',
		OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
		QUEUE_BULL_REDIS_HOST: '127.0.0.1',
		QUEUE_BULL_REDIS_PORT: String(redis.port),
		...stalledVariables,
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: postgres.host,
		DB_POSTGRESDB_DATABASE: database,
		DB_POSTGRESDB_USER: postgres.role,
		// With n8n's own two connections, one locked table stops all of it.
		DB_POSTGRESDB_POOL_SIZE: '10',
		// Polls are logged at this level only; and a longer log could give away more.
		N8N_LOG_LEVEL: 'debug',
	};
}
