import { randomBytes } from 'node:crypto';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { N8nTestBed, type TestBedImports } from '../../../support/n8n/testBed.cts';
import type { CredentialImport } from '../../../support/n8n/workflow.cts';
import { credentialFor } from '../../../support/sandbox/credential.cts';
import { type Canary, markOfTokens } from '../../../support/secrets/searchFolder.cts';
import type { Configuration } from './configurations.cts';
import { N8nCluster, queueVariables } from './n8nCluster.cts';
import { Postgres } from './postgres.cts';
import { Redis } from './redis.cts';
import { ResultInbox } from './resultInbox.cts';
import type { ServerPrograms } from './serverPrograms.cts';
import { Team } from './team.cts';
import { deliveryWorkflow, reportWorkflow, rotationWorkflow } from './workflows.cts';

export interface EnvironmentSettings {
	n8nVersion: string;
	programs: ServerPrograms;
	/** Of the simulated team and its runs. */
	seed: number;
	signal: AbortSignal;
}

/** The database that each configuration starts with a copy of. */
const TEMPLATE = 'imported';

/** What all configurations share: the servers, the team, and an n8n that imports and is never started. */
export class TestEnvironment {
	readonly inbox = new ResultInbox();
	readonly team: Team;
	readonly postgres: Postgres;
	readonly servicePassword = `Canary-${randomBytes(18).toString('hex')}`;
	connectionId = '';
	canaries: Canary[] = [];
	/** What `createCluster` has made, the newest first. */
	private readonly started: { stop(): Promise<void> }[] = [];

	private constructor(
		readonly testBed: N8nTestBed,
		private readonly programs: ServerPrograms,
	) {
		this.team = new Team(testBed.sandbox);
		this.postgres = new Postgres(programs.postgresFolder);
	}

	/** Nothing is started yet; `testBed` has the steps. */
	static async create(settings: EnvironmentSettings): Promise<TestEnvironment> {
		const { n8nVersion, programs, seed, signal } = settings;
		const testBed = await N8nTestBed.create({
			...{ name: 'queue', n8nVersion, signal },
			variables: () => queueVariables(environment.postgres, TEMPLATE, redis),
			prepareSandbox: () => environment.team.reset(seed),
			imports: () => environment.imports(),
		});
		const environment = new TestEnvironment(testBed, programs);
		const { postgres, inbox } = environment;
		const redis = new Redis(programs, join(testBed.folder, 'redis'));
		testBed.use({ open: () => startPostgres(postgres, signal), close: () => postgres.stop() });
		testBed.use({ open: () => redis.start(signal), close: () => redis.stop() });
		testBed.use(inbox);
		return environment;
	}

	/** The folder of everything that a configuration leaves behind. */
	folderOf({ name }: Configuration): string {
		return join(this.testBed.folder, name);
	}

	/** An n8n in queue mode, and its own Redis, which is started; `close` stops both. */
	async createCluster(
		configuration: Configuration,
	): Promise<{ cluster: N8nCluster; redis: Redis }> {
		const { install, n8n, signal } = this.testBed;
		const folder = this.folderOf(configuration);
		const userFolder = join(folder, 'n8n');
		const nodes = join('.n8n', 'nodes');
		await cp(join(n8n.userFolder, nodes), join(userFolder, nodes), { recursive: true });
		const redis = new Redis(this.programs, join(folder, 'redis'));
		this.started.unshift(redis);
		await redis.start(signal);
		const { postgres } = this;
		const database = configuration.name;
		await postgres.createDatabase(database, TEMPLATE, signal);
		const { encryptionKey } = n8n;
		const settings = { install, configuration, userFolder, encryptionKey };
		const cluster = await N8nCluster.create({ ...settings, database, postgres, redis });
		this.started.unshift(cluster);
		return { cluster, redis };
	}

	/** Copies the logs of everything that n8n ran to a folder that stays. */
	async keepLogs(folder: string): Promise<void> {
		const filter = (path: string) => !/node_modules$|\.rdb$/.test(path);
		await cp(this.testBed.folder, folder, { recursive: true, filter });
	}

	/** Stops all processes and removes all temporary files; can be called at any time. */
	async close(): Promise<void> {
		for (const each of this.started.splice(0)) await each.stop();
		await this.testBed.close();
	}

	private async imports(): Promise<TestBedImports> {
		const { inbox, team } = this;
		this.connectionId = (await team.state()).connections[0]?.id ?? '';
		const { minting, pasted } = await this.createCredentials();
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
	private async createCredentials(): Promise<Record<'minting' | 'pasted', CredentialImport>> {
		const { sandbox } = this.testBed;
		const minting = credentialFor(sandbox);
		const token = await this.team.mintToken();
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
	await postgres.createDatabase(TEMPLATE);
}
