import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Flags } from './flags.cts';
import { N8nApi, type Owner } from '../support/n8n/n8nApi.cts';
import { cacheFolder } from '../support/system/cache.cts';
import { installN8n, type N8nInstall } from '../support/n8n/install.cts';
import { N8nInstance, type WorkflowImport } from '../support/n8n/n8nProcess.cts';
import { assertPortsFree } from '../support/system/ports.cts';
import { releaseOf } from '../support/n8n/releases.cts';
import { build, pack } from '../support/system/packPackage.cts';
import type { Step } from '../support/cli/progress.cts';
import { Sandbox } from '../support/sandbox/sandboxProcess.cts';
import type { Scenario, Services } from './scenarios/scenario.cts';
import { Inbox } from '../support/services/inbox.cts';
import { Jira } from '../support/services/jira/jira.cts';
import { Mattermost } from '../support/services/mattermost.cts';

/** Everything that the demo has running, set up by `steps` in their order and ended by `close`. */
export class SetUp {
	readonly services: Services;
	readonly api: N8nApi;
	readonly owner: Owner = {
		email: 'demo@example.com',
		firstName: 'Demo',
		lastName: 'Owner',
		password: `Demo-${randomBytes(6).toString('hex')}-1`,
	};
	workflows: WorkflowImport[] = [];
	/** Milliseconds that went into installing n8n. */
	installMs = 0;
	private temporary = '';
	private tarball = '';
	private install: N8nInstall | undefined;
	private instance: N8nInstance | undefined;

	constructor(
		private readonly flags: Flags,
		private readonly scenario: Scenario,
		private readonly signal: AbortSignal,
	) {
		this.services = {
			sandbox: new Sandbox(flags.sandboxPort),
			inbox: new Inbox(),
			jira: new Jira(),
			mattermost: new Mattermost(),
		};
		this.api = new N8nApi(this.editorUrl);
	}

	get editorUrl(): string {
		return `http://127.0.0.1:${this.flags.n8nPort}`;
	}

	/** The n8n process, once it was started. */
	get n8n(): N8nInstance {
		if (!this.instance) throw new Error('n8n was not started yet');
		return this.instance;
	}

	/** @throws Trouble when the flags ask for what can't be had, before anything is begun */
	async check(): Promise<void> {
		const { n8nPort, sandboxPort, inboxPort, n8nVersion } = this.flags;
		releaseOf(n8nVersion);
		await assertPortsFree([
			{ port: n8nPort, owner: 'n8n', flag: '--n8n-port' },
			{ port: sandboxPort, owner: 'the sandbox', flag: '--sandbox-port' },
			{ port: inboxPort, owner: 'the inbox', flag: '--inbox-port' },
		]);
	}

	steps(): Step[] {
		const { n8nVersion } = this.flags;
		return [
			{ title: 'Build and pack this package', run: () => this.buildAndPack() },
			{ title: `Install n8n ${n8nVersion}`, run: (report) => this.installN8n(report) },
			{ title: 'Install the package in n8n', run: () => this.installPackage() },
			{ title: 'Start the sandbox and the stand-ins', run: () => this.startServices() },
			{ title: 'Import credential and workflow', run: () => this.import() },
			{ title: 'Start n8n', run: () => this.startN8n() },
		];
	}

	/** Ends all processes and removes all temporary files; can be called at any point. */
	async close(): Promise<void> {
		const { sandbox, inbox, jira, mattermost } = this.services;
		const standIns = [inbox, jira, mattermost].map((service) => service.close());
		await Promise.all([this.instance?.stop(), sandbox.stop(), ...standIns]);
		if (this.temporary) {
			await rm(this.temporary, { recursive: true, force: true, maxRetries: 5 });
		}
	}

	private async buildAndPack(): Promise<void> {
		this.temporary = await mkdtemp(join(tmpdir(), 'n8n-nodes-okta-asa-demo-'));
		await build(this.signal);
		this.tarball = await pack(this.temporary, this.signal);
	}

	private async installN8n(report: (text: string) => void): Promise<string> {
		const cache = cacheFolder();
		const release = releaseOf(this.flags.n8nVersion);
		this.install = await installN8n(release, {
			cache,
			signal: this.signal,
			report: (text) => report(`${text}; this takes minutes, once; it is kept in ${cache}`),
		});
		this.installMs = this.install.installMs;
		return this.installMs ? 'installed' : 'there already';
	}

	private async installPackage(): Promise<void> {
		if (!this.install) throw new Error('n8n was not installed yet');
		this.instance = new N8nInstance(this.install, {
			userFolder: join(this.temporary, 'n8n'),
			port: this.flags.n8nPort,
		});
		await this.n8n.installPackage(this.tarball, this.signal);
	}

	private async startServices(): Promise<void> {
		const { sandbox, inbox, jira, mattermost } = this.services;
		await Promise.all([inbox.open(this.flags.inboxPort), jira.open(), mattermost.open()]);
		await sandbox.start(this.signal);
	}

	private async import(): Promise<void> {
		const { credentials, workflows } = this.scenario.imports(this.services);
		await this.n8n.importCredentials(credentials, this.signal);
		await this.n8n.importWorkflows(workflows, this.signal);
		this.workflows = workflows;
	}

	private async startN8n(): Promise<void> {
		await this.n8n.start();
		await this.n8n.untilReady(undefined, this.signal);
		await this.api.setUpOwner(this.owner);
	}
}
