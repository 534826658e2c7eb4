import { randomBytes } from 'node:crypto';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { PackageClock } from '../../../support/n8n/packageClock.cts';
import { N8nTestBed, type TestBedImports } from '../../../support/n8n/testBed.cts';
import type { CredentialImport } from '../../../support/n8n/workflow.cts';
import { credentialFor } from '../../../support/sandbox/credential.cts';
import { type Canary, markOfTokens } from '../../../support/secrets/searchFolder.cts';
import type { Configuration } from '../../../support/n8n/configurations.cts';
import { N8nCluster, queueVariables } from './n8nCluster.cts';
import { Postgres } from './postgres.cts';
import { Redis } from './redis.cts';
import { ResultInbox } from './resultInbox.cts';
import type { ServerPrograms } from './serverPrograms.cts';
import { Team } from './team.cts';
import { deliveryWorkflow, reportWorkflow, rotationWorkflow } from './workflows.cts';

export interface QueueTestBedSettings {
	n8nVersion: string;
	programs: ServerPrograms;
	/** Of the simulated team and its runs. */
	seed: number;
	signal: AbortSignal;
}

/** The database that each configuration starts with a copy of. */
const template = 'imported';

/** What all configurations share: the servers, the team, and an n8n that only imports and is never started. */
export class QueueTestBed {
	readonly inbox = new ResultInbox();
	readonly team: Team;
	readonly postgres: Postgres;
	readonly servicePassword = `Canary-${randomBytes(18).toString('hex')}`;
	connectionId = '';
	private pastedToken = '';
	canaries: Canary[] = [];
	/** What `createCluster` has made, the newest first. */
	private readonly started: { stop(): Promise<void> }[] = [];

	private constructor(
		readonly base: N8nTestBed,
		private readonly programs: ServerPrograms,
		private readonly seed: number,
	) {
		this.team = new Team(base.sandbox);
		this.postgres = new Postgres(programs.postgresFolder);
	}

	/** Nothing is started yet; `base` has the steps. */
	static async create(settings: QueueTestBedSettings): Promise<QueueTestBed> {
		const { n8nVersion, programs, seed, signal } = settings;
		const base = await N8nTestBed.create({
			...{ name: 'queue', n8nVersion, signal },
			variables: () => queueVariables(testBed.postgres, template, redis),
			prepareSandbox: () => testBed.resetTeam(),
			imports: () => testBed.imports(),
		});
		const testBed = new QueueTestBed(base, programs, seed);
		const { postgres, inbox } = testBed;
		const redis = new Redis(programs, join(base.folder, 'redis'));
		base.use({ open: () => startPostgres(postgres, signal), close: () => postgres.stop() });
		base.use({ open: () => redis.start(signal), close: () => redis.stop() });
		base.use(inbox);
		return testBed;
	}

	/** Starts the team over: each configuration has the same one, whichever ran before. */
	async resetTeam(): Promise<void> {
		this.pastedToken = await this.team.reset(this.seed);
	}

	/** The folder of everything that a configuration leaves behind. */
	folderOf({ name }: Configuration): string {
		return join(this.base.folder, name);
	}

	/** An n8n in queue mode with a clock, and its own Redis, which is started; `close` stops both. */
	async createCluster(
		configuration: Configuration,
	): Promise<{ cluster: N8nCluster; clock: PackageClock; redis: Redis }> {
		const { install, n8n, signal } = this.base;
		const folder = this.folderOf(configuration);
		const userFolder = join(folder, 'n8n');
		const nodes = join('.n8n', 'nodes');
		await cp(join(n8n.userFolder, nodes), join(userFolder, nodes), { recursive: true });
		const redis = new Redis(this.programs, join(folder, 'redis'));
		this.started.unshift(redis);
		await redis.start(signal);
		const { postgres } = this;
		const database = configuration.name;
		await postgres.createDatabase(database, template, signal);
		const { encryptionKey } = n8n;
		const clock = await PackageClock.create(join(folder, 'clock'));
		const settings = { install, configuration, userFolder, encryptionKey, clock };
		const cluster = await N8nCluster.create({ ...settings, database, postgres, redis });
		this.started.unshift(cluster);
		return { cluster, clock, redis };
	}

	/** Copies the logs of everything that n8n ran to a folder that stays. */
	async keepLogs(folder: string): Promise<void> {
		const filter = (path: string) => !/node_modules$|\.rdb$/.test(path);
		await cp(this.base.folder, folder, { recursive: true, filter });
	}

	/** Stops all processes and removes all temporary files; can be called at any time. */
	async close(): Promise<void> {
		for (const each of this.started.splice(0)) await each.stop();
		await this.base.close();
	}

	private async imports(): Promise<TestBedImports> {
		const { inbox, team } = this;
		this.connectionId = (await team.state()).connections[0]?.id ?? '';
		const { minting, pasted } = this.createCredentials();
		return {
			credentials: [minting, pasted],
			workflows: [
				deliveryWorkflow(minting, inbox.url),
				reportWorkflow(inbox.url),
				rotationWorkflow(pasted, this.connectionId),
			],
		};
	}

	/** One that mints its tokens, and one with a pasted token and the service account. */
	private createCredentials(): Record<'minting' | 'pasted', CredentialImport> {
		const { sandbox } = this.base;
		const minting = credentialFor(sandbox);
		const token = this.pastedToken;
		const { id, secret } = sandbox.key;
		this.canaries = [
			{ name: 'key secret', text: secret },
			{ name: 'team token, minted or pasted', text: markOfTokens(id, token) },
			{ name: 'service account password', text: this.servicePassword },
		];
		const data = {
			...minting.data,
			...{ authentication: 'teamToken', token, keyId: '', keySecret: '' },
			serviceAccountUsername: 'svc-asa@example.com',
			serviceAccountPassword: this.servicePassword,
		};
		return {
			minting,
			pasted: { ...minting, id: 'pastedToken', name: 'Pasted token', data },
		};
	}
}

async function startPostgres(postgres: Postgres, signal: AbortSignal): Promise<void> {
	await postgres.start(signal);
	await postgres.createDatabase(template);
}
