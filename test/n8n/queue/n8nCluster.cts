import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { N8nInstall } from '../../../support/n8n/install.cts';
import { N8nInstance } from '../../../support/n8n/n8nProcess.cts';
import { pollUntil } from '../../../support/system/wait.cts';
import { freePort } from '../../../support/system/ports.cts';
import type { Configuration } from './configurations.cts';
import type { Postgres } from './postgres.cts';
import type { Redis } from './redis.cts';

/** How many workers there are. */
const WORKERS = 2;

/**
 * A worker that says nothing for 15 s counts as dead, instead of for a minute: n8n's own settings,
 * shortened so that the campaign is.
 */
const STALLED = {
	QUEUE_WORKER_LOCK_DURATION: '15000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '5000',
	QUEUE_WORKER_STALLED_INTERVAL: '5000',
};

export interface FleetSettings {
	install: N8nInstall;
	configuration: Configuration;
	userFolder: string;
	encryptionKey: string;
	database: string;
	postgres: Postgres;
	redis: Redis;
}

/** n8n in queue mode: a main, which polls, and workers, which execute. */
export class Fleet {
	readonly main: N8nInstance;
	readonly workers: N8nInstance[];

	private constructor(main: N8nInstance, workers: N8nInstance[]) {
		this.main = main;
		this.workers = workers;
	}

	/** Makes the processes; none is started yet. */
	static async create(settings: FleetSettings): Promise<Fleet> {
		const main = new N8nInstance(settings.install, {
			...shared(settings, 'main'),
			port: await freePort(),
		});
		const workers: N8nInstance[] = [];
		for (let number = 1; number <= WORKERS; number++) {
			workers.push(await createWorker(settings, `worker${number}`));
		}
		return new Fleet(main, workers);
	}

	async start(signal: AbortSignal): Promise<void> {
		for (const instance of [this.main, ...this.workers]) await instance.start();
		await this.untilReady(signal);
	}

	/** Waits until all of them can be used. */
	async untilReady(signal: AbortSignal): Promise<void> {
		const all = [this.main, ...this.workers];
		await Promise.all(all.map((instance) => instance.untilReady(undefined, signal)));
	}

	/** The worker that has begun an execution. */
	async workerOf(execution: string, signal: AbortSignal): Promise<N8nInstance> {
		return await pollUntil(
			async () => {
				const logs = await Promise.all(this.workers.map(({ logFile }) => startedIn(logFile)));
				return this.workers.find((_worker, index) => logs[index]?.has(execution));
			},
			100,
			signal,
		);
	}

	async stop(): Promise<void> {
		await Promise.all([this.main, ...this.workers].map((instance) => instance.stop()));
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

async function createWorker(settings: FleetSettings, name: string): Promise<N8nInstance> {
	const common = shared(settings, name);
	const healthPort = await freePort();
	return new N8nInstance(settings.install, {
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

function shared(settings: FleetSettings, name: string) {
	const { userFolder, encryptionKey, database, postgres, redis, configuration } = settings;
	return {
		userFolder,
		encryptionKey,
		logFile: join(userFolder, `${name}.log`),
		variables: {
			...queueVariables(postgres, database, redis),
			...configuration.variables,
		},
	};
}

/** What makes an n8n process one of many. */
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
		...STALLED,
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: postgres.host,
		DB_POSTGRESDB_DATABASE: database,
		DB_POSTGRESDB_USER: postgres.role,
		// With n8n's own two connections, one locked table stops all of it.
		DB_POSTGRESDB_POOL_SIZE: '10',
		// The polls leave lines in this log only; and where more is said, more could be given away.
		N8N_LOG_LEVEL: 'debug',
	};
}
