import { randomBytes } from 'node:crypto';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Owner } from '../../../support/n8n/n8nApi.cts';
import { cacheFolder } from '../../../support/system/cache.cts';
import { installN8n, type N8nInstall } from '../../../support/n8n/install.cts';
import { type CredentialImport, N8nInstance } from '../../../support/n8n/n8nProcess.cts';
import { freePort } from '../../../support/system/ports.cts';
import type { N8nRelease } from '../../../support/n8n/releases.cts';
import { build, pack } from '../../../support/system/packPackage.cts';
import type { Report, Step } from '../../../support/cli/progress.cts';
import { Sandbox } from '../../../support/sandbox/sandboxProcess.cts';
import { credentialFor } from '../../../support/sandbox/credential.cts';
import { type Canary, markOfTokens } from '../../../support/secrets/searchFolder.cts';
import type { Configuration } from './configurations.cts';
import { type ServerPrograms, serverPrograms } from '../../../support/system/debianPackages.cts';
import { Fleet, queueVariables } from './n8nCluster.cts';
import { Postgres } from './postgres.cts';
import { Redis } from './redis.cts';
import { ResultInbox } from './resultInbox.cts';
import { Team } from './team.cts';
import { deliveryWorkflow, reportWorkflow, rotationWorkflow } from './workflows.cts';

export interface HouseSettings {
	release: N8nRelease;
	mayInstall: boolean;
	/** Of the simulated team and its runs. */
	seed: number;
	signal: AbortSignal;
}

/** The database that each configuration begins with a copy of. */
const TEMPLATE = 'imported';

/** What all configurations share: the servers, the team, and an n8n that was never started. */
export class House {
	readonly inbox = new ResultInbox();
	readonly servicePassword = `Canary-${randomBytes(18).toString('hex')}`;
	readonly owner: Owner = {
		email: 'owner@example.com',
		firstName: 'Test',
		lastName: 'Owner',
		password: `Test-${randomBytes(6).toString('hex')}-1`,
	};
	connectionId = '';
	canaries: Canary[] = [];
	private readonly encryptionKey = randomBytes(24).toString('hex');
	private temporary = '';
	private programs: ServerPrograms | undefined;
	private server: Postgres | undefined;
	private install: N8nInstall | undefined;
	private sandbox: Sandbox | undefined;
	private watched: Team | undefined;
	private readonly closers: (() => Promise<void>)[] = [];

	constructor(private readonly settings: HouseSettings) {}

	/** What makes it ready, in order. */
	steps(): Step[] {
		const { version } = this.settings.release;
		return [
			{ title: 'Look for Redis and PostgreSQL', run: () => this.findPrograms() },
			{ title: 'Build this package', run: () => build(this.settings.signal) },
			{ title: `Install n8n ${version}`, run: (report) => this.installN8n(report) },
			{ title: 'Install the packed package in n8n', run: () => this.installPackage() },
			{ title: 'Start PostgreSQL, the sandbox and the inbox', run: () => this.startServices() },
			{ title: 'Import credentials and workflows', run: () => this.import() },
		];
	}

	get postgres(): Postgres {
		if (!this.server) throw new Error('PostgreSQL was not started yet');
		return this.server;
	}

	get team(): Team {
		if (!this.watched) throw new Error('The sandbox was not started yet');
		return this.watched;
	}

	/** The folder of all that a configuration leaves behind. */
	folderOf({ name }: Configuration): string {
		return join(this.temporary, name);
	}

	/** An n8n in queue mode of its own, with a Redis of its own, both of which `close` ends too. */
	async openFleet(configuration: Configuration): Promise<{ fleet: Fleet; redis: Redis }> {
		const { signal } = this.settings;
		const folder = this.folderOf(configuration);
		const userFolder = join(folder, 'n8n');
		const nodes = join('.n8n', 'nodes');
		await cp(join(this.temporary, 'n8n', nodes), join(userFolder, nodes), { recursive: true });
		const redis = await this.startRedis(join(folder, 'redis'));
		await this.postgres.createDatabase(configuration.name, TEMPLATE, signal);
		const { install, encryptionKey, postgres } = this;
		if (!install) throw new Error('n8n was not installed yet');
		const database = configuration.name;
		const settings = { install, configuration, userFolder, encryptionKey };
		const fleet = await Fleet.create({ ...settings, database, postgres, redis });
		this.closers.unshift(() => fleet.stop());
		return { fleet, redis };
	}

	/** Copies the logs of all that n8n ran to a folder that stays. */
	async keepLogs(folder: string): Promise<void> {
		if (!this.temporary) return;
		const filter = (path: string) => !/node_modules$|\.rdb$/.test(path);
		await cp(this.temporary, folder, { recursive: true, filter });
	}

	/** Ends all processes and removes all temporary files; can be called at any point. */
	async close(): Promise<void> {
		for (const close of this.closers.splice(0)) await close();
		await Promise.all([this.sandbox?.stop(), this.server?.stop(), this.inbox.close()]);
		if (this.temporary) {
			await rm(this.temporary, { recursive: true, force: true, maxRetries: 5 });
		}
	}

	private async findPrograms(): Promise<void> {
		const { mayInstall, signal } = this.settings;
		this.programs = await serverPrograms(mayInstall, signal);
	}

	private async installN8n(report: Report): Promise<string> {
		const { release, signal } = this.settings;
		this.install = await installN8n(release, { cache: cacheFolder(), signal, report });
		return this.install.installMs ? 'installed' : 'there already';
	}

	private async installPackage(): Promise<void> {
		const { signal } = this.settings;
		this.temporary = await mkdtemp(join(tmpdir(), 'n8n-nodes-okta-asa-queue-'));
		const tarball = await pack(this.temporary, signal);
		await (await this.importer()).installPackage(tarball, signal);
	}

	private async startServices(): Promise<void> {
		const { signal, seed } = this.settings;
		if (!this.programs) throw new Error('The programs were not looked for yet');
		this.server = new Postgres(this.programs.postgresFolder);
		await this.server.start(signal);
		await this.server.createDatabase(TEMPLATE);
		await this.inbox.open();
		this.sandbox = new Sandbox(await freePort());
		await this.sandbox.start(signal);
		this.watched = new Team(this.sandbox);
		await this.team.begin(seed);
	}

	private async import(): Promise<void> {
		const { signal } = this.settings;
		const redis = await this.startRedis(join(this.temporary, 'redis'));
		const n8n = await this.importer(queueVariables(this.postgres, TEMPLATE, redis));
		const credentials = await this.credentials();
		this.connectionId = (await this.team.state()).connections[0]?.id ?? '';
		await n8n.importCredentials(Object.values(credentials), signal);
		const { minting, pasted, account } = credentials;
		const workflows = [
			deliveryWorkflow(minting, this.inbox.url),
			reportWorkflow(this.inbox.url),
			rotationWorkflow([pasted, account], this.connectionId),
		];
		await n8n.importWorkflows(workflows, signal);
		await redis.stop();
	}

	/** One that mints its tokens, one with a pasted token, one for the service account. */
	private async credentials(): Promise<Record<'minting' | 'pasted' | 'account', CredentialImport>> {
		if (!this.sandbox) throw new Error('The sandbox was not started yet');
		const minting = credentialFor(this.sandbox);
		const token = await this.team.mintToken();
		const { id, secret } = this.sandbox.key;
		this.canaries = [
			{ name: 'key secret', text: secret },
			{ name: 'team token, minted or pasted', text: markOfTokens(id, token) },
			{ name: 'service account password', text: this.servicePassword },
		];
		const data = { ...minting.data, authentication: 'teamToken', token, keyId: '', keySecret: '' };
		return {
			minting,
			pasted: { ...minting, id: 'pastedToken', name: 'Pasted token', data },
			account: {
				id: 'serviceAccount',
				name: 'Service account',
				type: 'oktaAsaServiceAccountApi',
				data: { username: 'svc-asa@example.com', password: this.servicePassword },
			},
		};
	}

	/** n8n for its command line. */
	private async importer(variables?: Record<string, string>): Promise<N8nInstance> {
		if (!this.install) throw new Error('n8n was not installed yet');
		const { encryptionKey } = this;
		const userFolder = join(this.temporary, 'n8n');
		await mkdir(userFolder, { recursive: true });
		const settings = { userFolder, encryptionKey, variables, port: await freePort() };
		return new N8nInstance(this.install, settings);
	}

	private async startRedis(folder: string): Promise<Redis> {
		if (!this.programs) throw new Error('The programs were not looked for yet');
		const redis = new Redis(this.programs, folder);
		this.closers.push(() => redis.stop());
		await redis.start(this.settings.signal);
		return redis;
	}
}
